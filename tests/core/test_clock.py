"""One clock for all machines that share a database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from handbook_api.core import clock
from handbook_api.db.engine import make_engine


@pytest.fixture(autouse=True)
def own_clock_afterwards():
    yield
    clock.follow(clock.machine_now)


def test_a_machine_lives_by_the_clock_it_follows():
    ahead = clock.follow(lambda: clock.machine_now() + timedelta(minutes=5))

    assert timedelta(minutes=4, seconds=59) < ahead < timedelta(minutes=5, seconds=1)
    assert clock.now() - clock.machine_now() == pytest.approx(ahead, abs=timedelta(seconds=1))


def test_what_may_come_from_the_measuring_changes_nothing():
    assert clock.follow(lambda: clock.machine_now() + timedelta(seconds=0.9)) == timedelta(0)


def test_a_clock_held_still_stays_so():
    noon = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    with clock.frozen(noon):
        clock.follow(lambda: clock.machine_now() + timedelta(hours=1))
        assert clock.now() == noon


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_whoever_connects_to_a_shared_database_follows_its_clock(empty_database, monkeypatch):
    truth = clock.machine_now
    wrong_by = timedelta(minutes=-7)
    monkeypatch.setattr(clock, "machine_now", lambda: truth() + wrong_by)
    engine = make_engine(empty_database)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))

        assert abs(clock.now() - truth()) < timedelta(seconds=2)
    engine.dispose()
