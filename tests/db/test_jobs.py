"""A job is written down with its reason, and once."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import event, func, select

from handbook_api.core import clock
from handbook_api.db.jobs import CHANNEL, Job, NewJob, enqueue, enqueue_many


def _count(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Job))


def test_a_job_is_there_when_its_act_is_and_not_when_the_act_is_undone(runtime):
    with runtime.transaction() as session:
        enqueue(session, "test.note", {"number": 1})
    with pytest.raises(LookupError), runtime.transaction() as session:
        enqueue(session, "test.note", {"number": 2})
        raise LookupError

    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Job.payload)).all() == [{"number": 1}]


def test_a_name_is_taken_once_in_one_transaction_and_in_the_next(runtime):
    with runtime.transaction() as session:
        enqueue(session, "test.note", {"number": 1}, once_key="one")
        enqueue(session, "test.note", {"number": 2}, once_key="one")
    with runtime.transaction() as session:
        enqueue_many(
            session,
            [NewJob("test.note", {}, once_key="two"), NewJob("test.note", {}, once_key="one")],
        )

    assert _count(runtime) == 2


def test_of_two_who_take_a_name_in_the_same_moment_one_does_and_none_fails(runtime):
    first_has_it, done = Event(), []

    def second():
        first_has_it.wait()
        with runtime.transaction() as session:
            enqueue(session, "test.note", {"by": 2}, once_key="name")
        done.append(2)

    other = Thread(target=second)
    other.start()
    with runtime.transaction() as session:
        enqueue(session, "test.note", {"by": 1}, once_key="name")
        first_has_it.set()
        other.join(0.3)
        assert done == []
    other.join(20)

    assert done == [2]
    assert _count(runtime) == 1


def test_a_name_whose_taker_gives_up_goes_to_the_other(runtime):
    first_has_it = Event()

    def second():
        first_has_it.wait()
        with runtime.transaction() as session:
            enqueue(session, "test.note", {"by": 2}, once_key="name")

    other = Thread(target=second)
    other.start()
    with pytest.raises(LookupError), runtime.transaction() as session:
        enqueue(session, "test.note", {"by": 1}, once_key="name")
        first_has_it.set()
        other.join(0.3)
        raise LookupError
    other.join(20)

    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Job.payload)).all() == [{"by": 2}]


def test_nothing_is_put_off_longer_than_it_is_remembered(runtime):
    with pytest.raises(ValueError, match="a year"), runtime.transaction() as session:
        enqueue(session, "test.note", {}, run_at=clock.now() + timedelta(days=400))


def test_workers_are_called_once_for_all_of_a_transaction(runtime):
    said = []

    def note(connection, cursor, statement, parameters, *_):
        if "pg_notify" in statement:
            said.append(parameters)

    event.listen(runtime.engine, "before_cursor_execute", note)
    with runtime.transaction() as session:
        for number in range(5):
            enqueue(session, "test.note", {"number": number})
    with runtime.transaction() as session:
        session.scalar(select(func.count()).select_from(Job))

    calls = 1 if runtime.engine.dialect.name == "postgresql" else 0
    assert said == [{"channel": CHANNEL}] * calls
