"""Whatever happens to jobs, in whatever order: each comes to an end by itself.

HANDBOOK_TEST_TIMES=27 makes it the long run of 20,000 steps on each database.
"""

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from handbook_api.backlog import service
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import TERMINAL
from handbook_api.db.jobs import Job, JobState, enqueue
from handbook_api.jobs import Again, sweeping
from handbook_api.jobs.claiming import LeaseLost, claim, hold
from handbook_api.jobs.giving_up import MOST_ATTEMPTS
from handbook_api.jobs.running import run_next
from handbook_api.jobs.slots import Timetable
from tests.jobs.conftest import NOON
from tests.support.jobs import work_off

FINAL = {JobState.DONE, JobState.DEAD, JobState.DISCARDED}
LEASE = timedelta(seconds=30)
DAY = timedelta(days=1)


class Jobs(RuleBasedStateMachine):
    """Jobs, workers that die or come late, time, and somebody who looks after it all."""

    claims = Bundle("claims")

    def __init__(self, runtime):
        super().__init__()
        self.runtime, self.now, self.made = runtime, NOON, 0
        self.timetable = Timetable([sweeping.SLOT])

    @initialize()
    def begin(self):
        with self.runtime.transaction() as session:
            session.execute(delete(Job))

    @rule(
        kind=st.sampled_from(["test.note", "newer.kind"]),
        minutes=st.integers(0, 5_000),
        name=st.none() | st.sampled_from("abc"),
    )
    def write_down(self, kind, minutes, name):
        at = self.now + timedelta(minutes=minutes)
        with clock.frozen(self.now), self.runtime.transaction() as session:
            enqueue(session, kind, {}, run_at=at, once_key=name)

    @rule(what=st.sampled_from(["done", "again", "later", "refused", "raised"]))
    def work(self, what):
        def do(session, runtime, payload):
            if what == "refused":
                raise NotFound
            if what == "raised":
                raise LookupError
            later = self.now + timedelta(minutes=30)
            return {"done": None, "again": Again(), "later": Again(at=later)}[what]

        with clock.frozen(self.now):
            run_next(self.runtime, {"test.note": do, sweeping.SWEEP: sweeping.sweep})

    @rule(target=claims)
    def claim_and_die(self):
        with clock.frozen(self.now), self.runtime.transaction() as session:
            claimed = claim(session, ["test.note"], LEASE)
        return multiple() if claimed is None else claimed

    @rule(claimed=claims)
    def come_late(self, claimed):
        with self.runtime.transaction(read_only=True) as session:
            job = session.get(Job, claimed.id)
        try:
            with self.runtime.transaction() as session:
                hold(session, claimed)
        except LeaseLost:
            assert job is None or job.lease != claimed.lease
        else:
            assert job.lease == claimed.lease

    @rule(minutes=st.sampled_from([1, 10, 60, 1_440, 14_400]))
    def let_time_pass(self, minutes):
        self.now += timedelta(minutes=minutes)
        with clock.frozen(self.now):
            self.timetable.make_due(self.runtime)

    @rule(put_away=st.booleans())
    def look_after(self, put_away):
        with clock.frozen(self.now), self.runtime.transaction() as session:
            query = select(Job.id).where(Job.state == JobState.DEAD).limit(1)
            if (id_ := session.scalar(query)) is not None:
                (service.discard if put_away else service.retry)(session, TERMINAL, id_)

    @invariant()
    def each_is_due_or_final(self):
        with self.runtime.transaction(read_only=True) as session:
            for job in session.scalars(select(Job)):
                assert (job.due_at is None) == (job.state in FINAL) == (job.finished_at is not None)
                assert (job.state == JobState.RUNNING) == (job.lease is not None)
                assert job.attempts <= MOST_ATTEMPTS + 1
                assert job.due_at is None or job.due_at <= job.created_at + 400 * DAY

    def teardown(self):
        """Nobody ever succeeds, and nobody looks after anything: yet all is final in the end."""

        def fail(session, runtime, payload):
            raise LookupError

        handlers = {"test.note": fail, sweeping.SWEEP: sweeping.sweep}
        # What was put off came due within 5,000 minutes; a week later the sweep takes the rest.
        end = self.now + timedelta(minutes=5_000) + 8 * DAY
        with clock.frozen(self.now):
            work_off(self.runtime, end - DAY, handlers=handlers)
        with clock.frozen(end):
            Timetable([sweeping.SLOT]).make_due(self.runtime)
            work_off(self.runtime, handlers=handlers)
        with self.runtime.transaction(read_only=True) as session:
            left = session.scalars(select(Job.state).where(Job.due_at.is_not(None))).all()
        assert left == []


def test_no_state_is_without_a_timed_exit(runtime):
    times = int(os.environ.get("HANDBOOK_TEST_TIMES", "1"))
    run_state_machine_as_test(
        lambda: Jobs(runtime),
        settings=settings(
            max_examples=25 * times,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
