"""A worker that dies between any two statements: the job is done once, by the next."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from handbook_api.core import clock
from handbook_api.db.jobs import JobState
from tests.support.jobs import work_off

LEASE = timedelta(seconds=30)


class Killed(BaseException):
    """No handler of exceptions sees this: as if the process were gone."""


def _die_at(engine, number):
    """Let the statement (or commit) with this number be the last that never happens."""
    left = [number]

    def one_less(*_):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, one_less)

    def live():
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine, name, one_less)
        engine.dispose()  # a dead process has no connections

    return live


def _outcome(notebook, number, noon):
    """Whether the worker died at this statement. The next one comes when the lease is over."""
    notebook.enqueue(payload={"number": number}, once_key=str(number))
    live = _die_at(notebook.runtime.engine, number)
    try:
        with clock.frozen(noon):
            notebook.run_next()
        died = False
    except Killed:
        died = True
    finally:
        live()
    with clock.frozen(noon):
        work_off(notebook.runtime, noon + 10 * LEASE, handlers=notebook.handlers)
    return died


@pytest.mark.parametrize("fails", [False, True], ids=["done", "failing"])
def test_wherever_it_dies_the_job_is_done_once(notebook, noon, fails):
    tried = set()
    really = notebook.note

    def note(session, runtime, payload):
        really(session, runtime, payload)
        if fails and payload["number"] not in tried:
            tried.add(payload["number"])
            raise LookupError

    notebook.handlers["test.note"] = note
    number = 0
    while _outcome(notebook, number, noon):
        number += 1

    assert number >= (7 if fails else 6)
    assert notebook.numbers == list(range(number + 1))
    assert {job.state for job in notebook.jobs} == {JobState.DONE}
