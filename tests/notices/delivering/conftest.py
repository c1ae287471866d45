"""A day in the life of a bell."""

from datetime import UTC, datetime

import pytest

from handbook_api.core import clock
from handbook_api.core.settings import Settings
from tests.support.fcm import Fcm

#: Noon in Việt Nam: nothing is quiet.
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON


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
def with_fcm(runtime, fcm):
    """The settings of the runtime with credentials for the stand-in, and what else is said."""

    def settings(**said) -> Settings:
        ours = {
            "fcm_credentials_file": fcm.credentials_file(),
            "fcm_base_url": fcm.base_url,
            "fcm_request_seconds": 1.0,
            **said,
        }
        return runtime.settings.model_copy(update=ours)

    return settings
