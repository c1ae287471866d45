"""A runtime that signs in through a provider on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from handbook_api.auth.models import Account, DeviceSession
from handbook_api.core.settings import Settings
from handbook_api.runtime import Runtime, build_runtime
from tests.auth.conftest import PASSWORD
from tests.support.apps import create_app
from tests.support.client import Answer, Client
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.support.people import signed_in


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def said() -> dict[str, Any]:
    """Settings of this test besides the usual ones."""
    return {}


@pytest.fixture
def runtime(database, tmp_path, settings_for, provider, said) -> Iterator[Runtime]:
    base = settings_for(database, tmp_path / "var").model_dump()
    usual = {
        "public_url": "https://sotay.example.vn",
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
    }
    built = build_runtime(Settings.model_validate({**base, **usual, **said}))
    yield built
    built.close()


@dataclass(frozen=True)
class Door:
    """The API and the provider, and the steps of walking between them."""

    runtime: Runtime
    provider: Provider
    client: Client

    def begin(self) -> dict[str, str]:
        """A new walk, as the device keeps it."""
        answer = self.client.post("/auth/oidc")
        assert answer.status == 201, answer.body
        return answer.json

    def come_back(self, subject: str | None = None, walk: dict[str, str] | None = None) -> dict:
        """The body to finish a walk with, after the provider has been there."""
        begun = walk or self.begin()
        back = self.provider.walk_in(begun["authorize_url"], subject)
        return {**back, "walk": begun["walk"]}

    def finish(self, body: dict, **said: str) -> Answer:
        """Finish a sign-in."""
        return self.client.post("/auth/oidc/callback", {**body, "device": "Máy thử", **said})

    def sign_in(self, subject: str | None = None) -> Answer:
        """A whole walk."""
        return self.finish(self.come_back(subject))

    def acting(self, account: Account) -> Client:
        return self.client.acting_as(signed_in(self.runtime, account))

    def link(self, account: Account, subject: str | None = None) -> Answer:
        """A whole walk of somebody who links his account."""
        asking = self.acting(account)
        begun = asking.post("/me/oidc", {"password": PASSWORD})
        assert begun.status == 201, begun.body
        body = self.come_back(subject, begun.json)
        return asking.post("/me/oidc/callback", body)

    def sessions(self) -> int:
        """How many devices were ever signed in."""
        with self.runtime.transaction(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(DeviceSession)) or 0


@pytest.fixture
def door(runtime, provider) -> Door:
    return Door(runtime, provider, Client(create_app(runtime), runtime.engine))


@pytest.fixture
def member(village) -> Account:
    return village.member


def query_of(address: str) -> dict[str, str]:
    """The query of an address, each name once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
