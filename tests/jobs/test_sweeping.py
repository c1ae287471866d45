"""Nothing stays unfinished for ever, and nothing finished is kept for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handbook_api.core import clock
from handbook_api.db.jobs import Job, JobState, enqueue
from handbook_api.jobs import sweeping
from tests.support.jobs import work_off

DAY = timedelta(days=1)


@pytest.fixture
def kept(runtime, noon):
    return timedelta(days=runtime.content.notices(clock.today()).keep_jobs_days)


def _sweep(notebook, at, slot=None):
    """One sweep of the slot at `slot`, run at `at`."""
    with clock.frozen(at), notebook.runtime.transaction() as session:
        slot = sweeping.SLOT.latest(slot or at).isoformat()
        enqueue(session, sweeping.SWEEP, {"slot": slot}, once_key=f"sweep:{slot}")
    with clock.frozen(at):
        work_off(notebook.runtime, handlers={sweeping.SWEEP: sweeping.sweep, **notebook.handlers})


def _states(notebook, kind="test.note"):
    with notebook.runtime.transaction(read_only=True) as session:
        return sorted(session.scalars(select(Job.state).where(Job.kind == kind)))


def test_what_nobody_knows_how_to_do_is_closed_after_a_week_and_said(notebook, noon, capsys):
    notebook.enqueue("newer.kind")

    _sweep(notebook, noon + 6 * DAY)
    assert _states(notebook, "newer.kind") == [JobState.WAITING]
    _sweep(notebook, noon + 8 * DAY)
    assert _states(notebook, "newer.kind") == [JobState.DEAD]
    assert "newer.kind" in capsys.readouterr().out


def test_after_a_long_pause_what_is_overdue_is_done_before_anything_is_closed(notebook, noon):
    notebook.enqueue()
    _sweep(notebook, noon + 20 * DAY)

    assert notebook.numbers == [1]
    assert _states(notebook) == [JobState.DONE]


def test_a_sweep_left_from_before_a_pause_closes_nothing_that_came_after_it(notebook, noon):
    notebook.enqueue("newer.kind", run_at=noon + DAY)
    _sweep(notebook, noon + 20 * DAY, slot=noon)

    assert _states(notebook, "newer.kind") == [JobState.WAITING]


def test_what_goes_on_and_on_is_closed_in_the_end(notebook, noon):
    with notebook.runtime.transaction() as session:
        enqueue(session, "test.note", {"number": 1}, run_at=noon + 366 * DAY)
        session.execute(update(Job).values(created_at=noon - 400 * DAY))

    _sweep(notebook, noon)
    assert _states(notebook) == [JobState.DEAD]


def test_done_and_discarded_jobs_are_forgotten_in_time_and_dead_ones_later(notebook, noon, kept):
    finals = (JobState.DONE, JobState.DISCARDED, JobState.DEAD)
    for number, state in enumerate(finals):
        notebook.enqueue(once_key=str(number))
        with notebook.runtime.transaction() as session:
            session.execute(
                update(Job)
                .where(Job.once_key == str(number))
                .values(state=state, due_at=None, finished_at=noon)
            )

    _sweep(notebook, noon + kept)
    assert len(_states(notebook)) == 3
    _sweep(notebook, noon + kept + DAY)
    assert _states(notebook) == [JobState.DEAD]
    _sweep(notebook, noon + 6 * kept + DAY)
    assert _states(notebook) == []


def test_many_are_forgotten_piece_by_piece(notebook, noon, kept, monkeypatch):
    monkeypatch.setattr(sweeping, "_PIECE", 7)
    for _ in range(30):
        notebook.enqueue()
    work_off(notebook.runtime, handlers=notebook.handlers)

    _sweep(notebook, noon + kept + DAY)
    assert _states(notebook) == []
