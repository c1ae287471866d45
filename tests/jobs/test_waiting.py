"""Whoever waits for work hears of it."""

from threading import Event, Timer
from time import monotonic

import pytest
from sqlalchemy import text

from handbook_api.db.jobs import enqueue, wake_workers
from handbook_api.jobs import waiting
from handbook_api.jobs.waiting import Doorbell

#: Far more than a call takes, far less than anybody would wait without one.
PATIENCE = 60


@pytest.fixture
def long_wait(monkeypatch):
    monkeypatch.setattr(waiting, "_LISTENING_SECONDS", 10.0 * PATIENCE)


@pytest.fixture
def bell(runtime, long_wait):
    made = Doorbell(runtime.engine, Event())
    made.listen()
    yield made
    made.close()


def _took(bell):
    begun = monotonic()
    bell.wait(10 * PATIENCE)
    return monotonic() - begun


def _in_a_moment(act):
    timer = Timer(0.3, act)
    timer.start()
    return timer


def test_a_job_written_down_wakes_who_waits(runtime, bell):
    def write():
        with runtime.transaction() as session:
            enqueue(session, "test.note", {})

    timer = _in_a_moment(write)
    assert _took(bell) < PATIENCE
    timer.join()


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_what_was_called_between_looking_and_waiting_is_not_missed(runtime, bell):
    with runtime.transaction() as session:
        wake_workers(session)

    assert _took(bell) < PATIENCE


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_one_channel_does_not_wake_another(runtime, long_wait, monkeypatch):
    monkeypatch.setattr(waiting, "_LISTENING_SECONDS", 0.2)
    other = Doorbell(runtime.engine, Event(), channel="handbook_other")
    other.listen()
    with runtime.transaction() as session:
        wake_workers(session)

    assert not other._was_called(0.1)
    with runtime.transaction() as session:
        wake_workers(session, "handbook_other")
    assert other._was_called(PATIENCE)
    other.close()


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_a_lost_connection_is_made_anew(runtime, bell):
    with runtime.transaction() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
        )
    assert _took(bell) < PATIENCE

    bell.listen()
    with runtime.transaction() as session:
        wake_workers(session)
    assert _took(bell) < PATIENCE


def test_stopping_ends_the_wait(runtime, long_wait):
    stopping = Event()
    bell = Doorbell(runtime.engine, stopping)
    bell.listen()
    timer = _in_a_moment(stopping.set)

    assert _took(bell) < PATIENCE
    timer.join()
    bell.close()
