"""The stand-in, and the real client pointed at it."""

import pytest

from handbook_api.core.settings import Settings
from handbook_api.gateways.push import transport_for
from tests.support.fcm import Fcm


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory):
    running = Fcm(tmp_path_factory.mktemp("fcm"))
    yield running
    running.close()


@pytest.fixture
def fcm(stand_in):
    stand_in.forget()
    return stand_in


@pytest.fixture
def client(fcm):
    """The real client with a service account, sending to the stand-in."""
    settings = Settings(
        fcm_credentials_file=fcm.credentials_file(),
        fcm_base_url=fcm.base_url,
        fcm_request_seconds=1,
    )
    transport = transport_for(settings)
    yield transport
    transport.close()
