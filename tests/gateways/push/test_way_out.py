"""Which way out an installation has, and what it costs those that have none."""

import os
import subprocess
import sys
import textwrap

import pytest
from firebase_admin import messaging

from handbook_api.core.settings import Settings, SettingsNotUnderstood, read_settings
from handbook_api.gateways.push import NullTransport, Outcome, transport_for
from handbook_api.gateways.push.errors import (
    ClientChanged,
    CredentialsUnreadable,
    FcmNotInstalled,
)
from tests.gateways.push.messages import a_message
from tests.support.fcm import PROJECT, ROOT, Fcm


def _run(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_without_credentials_nothing_rings():
    transport = transport_for(Settings())

    assert isinstance(transport, NullTransport)
    assert not transport.rings
    assert [answer.outcome for answer in transport.send([a_message()])] == [Outcome.UNAVAILABLE]


def test_app_worker_and_command_line_do_without_the_firebase_client():
    loaded = _run(
        """
        import sys
        import handbook_api.app, handbook_api.cli, handbook_api.worker
        print("firebase_admin" in sys.modules, "google.auth" in sys.modules)
        """
    )

    assert loaded == ["False", "False"]


def test_credentials_without_the_extra_are_said_to_be_of_no_use(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "firebase_admin", None)
    for name in [name for name in sys.modules if name.startswith("handbook_api.gateways.push.")]:
        if name.endswith((".fcm", ".answers")):
            monkeypatch.delitem(sys.modules, name)

    with pytest.raises(FcmNotInstalled):
        transport_for(Settings(fcm_credentials_file=tmp_path / "any.json"))


@pytest.mark.parametrize("text", [None, "", "{}", '{"type": "service_account"}', "no JSON"])
def test_a_file_that_is_no_service_account_is_named(tmp_path, text):
    path = tmp_path / "account.json"
    if text is not None:
        path.write_text(text, "utf-8")

    with pytest.raises(CredentialsUnreadable) as refused:
        transport_for(Settings(fcm_credentials_file=path))

    assert refused.value.facts == {"path": str(path)}


def test_a_client_that_can_not_be_pointed_elsewhere_any_more_is_noticed(
    tmp_path, stand_in, monkeypatch
):
    monkeypatch.delattr(messaging._MessagingService, "FCM_URL")
    settings = Settings(
        fcm_credentials_file=stand_in.credentials_file(), fcm_base_url=stand_in.base_url
    )

    with pytest.raises(ClientChanged):
        transport_for(settings)


@pytest.mark.parametrize("url", ["https://fcm.example.vn", "http://10.0.0.1:80", "ftp://x"])
def test_messages_are_pointed_at_this_machine_or_at_google(url):
    with pytest.raises(SettingsNotUnderstood):
        read_settings({"HANDBOOK_FCM_BASE_URL": url})


def test_the_untouched_client_goes_through_a_proxy_to_what_it_takes_for_google(tmp_path):
    """Nothing of the client is touched: a proxy leads to a server with a certificate for Google."""
    fcm = Fcm(tmp_path, tls=True)
    credentials = fcm.credentials_file(token_uri="https://oauth2.googleapis.com/token")
    try:
        told = _run(
            """
            from handbook_api.core.settings import read_settings
            from handbook_api.gateways.push import transport_for
            from tests.gateways.push.messages import a_message
            client = transport_for(read_settings())
            messages = [a_message(f"ok-{number}") for number in range(30)]
            messages.append(a_message("unregistered-1"))
            print(*(answer.outcome for answer in client.send(messages)))
            """,
            HANDBOOK_FCM_CREDENTIALS_FILE=str(credentials),
            HTTPS_PROXY=fcm.proxy_url,
            NO_PROXY="127.0.0.1",
            REQUESTS_CA_BUNDLE=str(fcm.ca_file),
        )
        heads = fcm.heads()
    finally:
        fcm.close()

    assert told == ["accepted"] * 30 + ["unregistered"]
    assert {"fcm.googleapis.com:443", "oauth2.googleapis.com:443"} <= {
        head for head in heads if isinstance(head, str)
    }
    paths = {head[0] for head in heads if isinstance(head, list)}
    assert paths == {f"/v1/projects/{PROJECT}/messages:send"}
