"""One transaction: all of it, or nothing."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from handbook_api.documents.models import Change, LibraryState, Topic
from handbook_api.documents.service.changes import record_changes


def _count(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Topic))


def test_what_the_block_did_is_kept(runtime):
    with runtime.transaction() as session:
        session.add(Topic(code="a", name="A", position=1))

    assert _count(runtime) == 1


def test_a_raising_block_leaves_nothing(runtime):
    with pytest.raises(ZeroDivisionError), runtime.transaction() as session:
        session.add(Topic(code="a", name="A", position=1))
        session.flush()
        1 / 0  # noqa: B018

    assert _count(runtime) == 0


def test_a_read_only_transaction_keeps_nothing(runtime):
    try:
        with runtime.transaction(read_only=True) as session:
            session.add(Topic(code="a", name="A", position=1))
            session.flush()
    except DBAPIError:
        pass  # PostgreSQL refuses at once

    assert _count(runtime) == 0


def test_an_instant_without_a_zone_is_refused(runtime):
    with pytest.raises(Exception, match="time zone"), runtime.transaction() as session:
        session.add(Change(sequence=9, document_id="x", at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_instants_come_back_as_utc(runtime):
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC)
    with runtime.transaction() as session:
        session.add(Change(sequence=9, document_id="x", at=moment))
    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Change)).one().at == moment


def test_four_writers_at_once_lose_no_change(runtime):
    start = Barrier(4)

    def write(name):
        start.wait()
        for _ in range(10):
            with runtime.transaction() as session:
                record_changes(session, [name])

    threads = [Thread(target=write, args=(f"writer-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with runtime.transaction(read_only=True) as session:
        numbers = session.scalars(select(Change.sequence).order_by(Change.sequence)).all()
        assert len(numbers) == 40
        assert session.scalars(select(LibraryState.sequence)).one() == numbers[-1]
