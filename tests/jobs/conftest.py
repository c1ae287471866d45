"""A noon to hold the clock at, and handlers that leave rows behind."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from handbook_api.core import clock
from handbook_api.db.jobs import Job, enqueue
from handbook_api.jobs.running import run_next

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON


class Notebook:
    """Handlers, the one job of a test, and what was really done."""

    def __init__(self, runtime):
        self.runtime = runtime
        self.handlers = {"test.note": self.note}
        with runtime.transaction() as session:
            session.execute(text("CREATE TABLE notes (number INTEGER)"))

    def note(self, session, runtime, payload):
        """Write down the number of the payload."""
        session.execute(text("INSERT INTO notes VALUES (:number)"), {"number": payload["number"]})

    def enqueue(self, kind="test.note", payload=None, **options):
        with self.runtime.transaction() as session:
            enqueue(session, kind, {"number": 1} if payload is None else payload, **options)

    def run_next(self):
        return run_next(self.runtime, self.handlers)

    @property
    def numbers(self):
        with self.runtime.transaction(read_only=True) as session:
            return list(session.scalars(text("SELECT number FROM notes ORDER BY number")))

    @property
    def jobs(self):
        with self.runtime.transaction(read_only=True) as session:
            return list(session.scalars(select(Job)))

    @property
    def job(self):
        (one,) = self.jobs
        return one


@pytest.fixture
def notebook(runtime):
    return Notebook(runtime)
