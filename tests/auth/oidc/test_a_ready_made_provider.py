"""The same walk through a provider that others wrote, in a process of its own."""

import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from handbook_api.app import create_app
from handbook_api.core.settings import Settings
from handbook_api.runtime import build_runtime
from tests.auth.conftest import PASSWORD
from tests.support.client import Client
from tests.support.people import signed_in


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("provider") / "log"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    with log.open("wb") as out, subprocess.Popen([*command, "--user=thu"], stderr=out) as process:
        try:
            _wait_for(f"{address}/.well-known/openid-configuration", process, log)
            yield address
        finally:
            process.terminate()


def _wait_for(address, process, log):
    for _ in range(200):
        assert process.poll() is None, log.read_text("utf-8")
        try:
            return httpx.get(address, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


@pytest.fixture
def runtime(database, tmp_path, settings_for, issuer):
    base = settings_for(database, tmp_path / "var").model_dump()
    said = {
        "public_url": "https://sotay.example.vn",
        "oidc_issuer": issuer,
        "oidc_client_id": "so-tay",
        "oidc_client_secret": "bất kỳ".encode().hex(),
    }
    built = build_runtime(Settings.model_validate({**base, **said}))
    yield built
    built.close()


def _walk(begun):
    """Choose the one user on the provider's page, as somebody at a browser does."""
    shown = httpx.post(begun["authorize_url"], data={"sub": "thu"}, trust_env=False)
    assert shown.status_code == 302, shown.text
    back = parse_qs(urlsplit(shown.headers["Location"]).query)
    said = {name: back[name][0] for name in ("code", "state", "iss") if name in back}
    return {**said, "walk": begun["walk"]}


def test_linking_and_signing_in_work_with_somebody_else_s_provider(runtime, village):
    client = Client(create_app(runtime), runtime.engine)
    member = client.acting_as(signed_in(runtime, village.member))

    assert client.post("/auth/oidc/callback", _walk(client.post("/auth/oidc").json)).code == (
        "auth.oidc_unknown"
    )
    begun = member.post("/me/oidc", {"password": PASSWORD}).json
    assert member.post("/me/oidc/callback", _walk(begun)).json["linked"] is True

    body = _walk(client.post("/auth/oidc").json)
    given = client.post("/auth/oidc/callback", body)
    assert given.status == 200, given.body
    me = client.acting_as(given.json["access_token"]).get("/me")
    assert me.json["account_id"] == str(village.member.id)
    assert client.post("/auth/oidc/callback", body).code == "auth.oidc_walk_over"
