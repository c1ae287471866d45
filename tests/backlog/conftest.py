"""Jobs in every state."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.db.jobs import Job, enqueue
from tests.support.jobs import work_off

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def _do(session, runtime, payload):
    if payload["number"] < 0:
        raise NotFound


@pytest.fixture
def dead(runtime):
    """The ids of three dead jobs, latest first; one is done, and one is overdue."""
    for number in (-1, -2, -3, 4):
        with clock.frozen(NOON + timedelta(minutes=number)):
            with runtime.transaction() as session:
                enqueue(session, "test.odd" if number == -2 else "test.note", {"number": number})
            work_off(runtime, handlers={"test.note": _do, "test.odd": _do})
    with clock.frozen(NOON), runtime.transaction() as session:
        enqueue(session, "test.later", {"number": 5})
    with runtime.transaction(read_only=True) as session:
        query = select(Job.id).where(Job.state == "dead").order_by(Job.finished_at.desc())
        return [str(id_) for id_ in session.scalars(query)]
