"""Workers are killed and the database falls over: no job is lost, and none is done twice."""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from handbook_api.core import clock
from handbook_api.db.jobs import Job, JobState, NewJob, enqueue, enqueue_many
from tests.jobs.hatchery import LONGEST_JOB, hatchery

#: 200 in the long run.
KILLS = int(os.environ.get("TEST_KILLS", "20"))
JOBS, WORKERS = 100 * KILLS, 2

#: A lease is short here, so that nobody has to wait long for the last killed worker's job.
FAST = {"job_lease_seconds": "1"}
_PATIENCE = 120


def _until(is_so):
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def _finished(runtime):
    """How many are done; while the database is away, none that we know of."""
    try:
        with runtime.transaction(read_only=True) as session:
            query = select(func.count()).where(Job.state == JobState.DONE)
            return session.scalar(query)
    except DBAPIError:
        return 0


def _write_down(runtime, count=JOBS):
    with runtime.transaction() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS notes (number INTEGER)"))
        enqueue_many(session, [NewJob("test.note", {"number": one}) for one in range(count)])


def _done(runtime):
    with runtime.transaction(read_only=True) as session:
        return Counter(session.scalars(text("SELECT number FROM notes")))


def _kill_again_and_again(runtime, workers, dice, besides):
    for number in range(KILLS):
        wanted = JOBS * (number + 1) // (KILLS + 2)
        _until(lambda wanted=wanted: _finished(runtime) >= wanted)
        workers.kill(dice.choice(workers.alive))
        besides(number)
        workers.hatch()
    _until(lambda: _finished(runtime) == JOBS)


def test_workers_killed_twenty_times_lose_nothing_and_do_nothing_twice(runtime, request):
    dice, restarts = random.Random(20261122), 0
    _write_down(runtime)

    def besides(number):
        nonlocal restarts
        if runtime.engine.dialect.name == "postgresql" and number in (KILLS // 3, 2 * KILLS // 3):
            cluster = request.getfixturevalue("postgresql_cluster")
            cluster.stop("immediate")
            cluster.start()
            restarts += 1

    with hatchery(runtime, **FAST) as workers:
        for _ in range(WORKERS):
            workers.hatch()
        begun = time.monotonic()
        _kill_again_and_again(runtime, workers, dice, besides)
        took = time.monotonic() - begun

    done = _done(runtime)
    assert set(done) == set(range(JOBS)), "lost"
    assert set(done.values()) == {1}, "done twice"
    with runtime.transaction(read_only=True) as session:
        again = session.scalar(select(func.count()).where(Job.attempts > 1))
        unfinished = session.scalar(select(func.count()).where(Job.due_at.is_not(None)))
    assert unfinished == 0
    print(
        f"\nGOAL 1 (jobs, {runtime.engine.dialect.name}): {JOBS} jobs, {KILLS} kills, {restarts} "
        f"restarts of the database in {took:.1f} s; 0 lost, 0 twice, {again} begun again"
    )


def test_asked_to_stop_a_worker_ends_and_the_next_goes_on(runtime):
    _write_down(runtime, 200)
    with hatchery(runtime) as workers:
        first = workers.hatch()
        _until(lambda: _finished(runtime) > 20)
        workers.kill(first, signal.SIGTERM)
        _until(lambda: workers.is_gone(first))
        left = 200 - _finished(runtime)
        workers.hatch()
        _until(lambda: _finished(runtime) == 200)

    assert left > 0
    with runtime.transaction(read_only=True) as session:
        assert session.scalar(select(func.max(Job.attempts))) == 1  # nothing was cut short
    assert set(_done(runtime).values()) == {1}


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_a_worker_waits_for_a_database_that_is_away_and_meets_it_when_it_is_back(
    runtime, postgresql_cluster
):
    _write_down(runtime, 1)
    postgresql_cluster.stop()
    with hatchery(runtime) as workers:
        try:
            worker = workers.hatch()
            time.sleep(1.5)
        finally:
            postgresql_cluster.start()
        _until(lambda: _finished(runtime) == 1)

        assert workers.alive == [worker]
        postgresql_cluster.stop()
        postgresql_cluster.start()
        runtime.engine.dispose()
        with runtime.transaction() as session:
            enqueue(session, "test.note", {"number": 2})
        _until(lambda: _finished(runtime) == 2)
        assert not workers.is_gone(worker)


def test_who_is_stuck_ends_and_the_next_goes_on_with_the_rest(runtime, monkeypatch):
    monkeypatch.setenv(LONGEST_JOB, "1")
    _write_down(runtime, 1)
    with runtime.transaction() as session:
        stuck = clock.now() - timedelta(minutes=5)
        enqueue(session, "test.hang", {}, run_at=stuck)
    with hatchery(runtime) as workers:
        first = workers.hatch()
        _until(lambda: workers.is_gone(first))
        workers.alive.remove(first)
        assert _finished(runtime) == 0
        workers.hatch()
        _until(lambda: _finished(runtime) == 1)
