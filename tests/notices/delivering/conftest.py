"""A day in the life of a bell."""

from datetime import UTC, datetime

import pytest

from handbook_api.core import clock

#: Noon in Việt Nam: nothing is quiet.
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON
