"""A worker goes on whatever happens around it, and ends when it is asked to."""

import errno
from threading import Event, Thread, get_ident
from time import monotonic, sleep

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from handbook_api import registry, worker
from handbook_api.core import clock
from handbook_api.db.jobs import JobState
from handbook_api.jobs import loop
from handbook_api.jobs.slots import Every, Slot, Timetable
from handbook_api.jobs.watching import Watch

PATIENCE = 60


def _until(is_so):
    end = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < end, "it did not happen in time"
        sleep(0.01)


@pytest.fixture
def working(notebook):
    """A worker's loop in a thread of its own."""
    stopping = Event()
    timetable = Timetable([Slot("hour", Every.HOURLY, "test.slot")])
    notebook.slots = []
    notebook.handlers["test.slot"] = lambda *given: notebook.slots.append(given[2]["slot"])
    arguments = (notebook.runtime, notebook.handlers, timetable, stopping)
    thread = Thread(target=loop.work, args=arguments, kwargs={"watch": Watch()})
    thread.start()
    yield thread
    stopping.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_it_does_what_is_due_what_comes_and_what_the_clock_asks_for(notebook, working):
    _until(lambda: len(notebook.slots) == 1)
    for number in range(5):
        notebook.enqueue(payload={"number": number})

    _until(lambda: notebook.numbers == [0, 1, 2, 3, 4])


@pytest.mark.parametrize(
    "trouble",
    [OSError(errno.ENOSPC, "No space left on device"), OperationalError("", {}, Exception())],
    ids=["full disk", "database away"],
)
def test_trouble_passes_and_it_goes_on_by_itself(notebook, monkeypatch, trouble, request, capsys):
    left, really = [3], loop.run_next

    def sometimes(*given):
        if left[0]:
            left[0] -= 1
            raise trouble
        return really(*given)

    monkeypatch.setattr(loop, "run_next", sometimes)
    monkeypatch.setattr(loop, "_FIRST_PAUSE", 0.01)
    notebook.enqueue()
    request.getfixturevalue("working")

    _until(lambda: notebook.numbers == [1])
    assert "jobs_unavailable" in capsys.readouterr().out


@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
def test_while_the_disk_is_full_nothing_is_lost_and_then_it_is_done(notebook, request):
    """SQLite itself says that it is full: it may not grow by a page."""

    def grow(number):
        def limit(connection, _):
            connection.execute(f"PRAGMA max_page_count={number}")

        return limit

    def big(session, runtime, payload):
        session.execute(text("CREATE TABLE IF NOT EXISTS heavy (stuff BLOB)"))
        session.execute(text("INSERT INTO heavy VALUES (zeroblob(200000))"))
        notebook.note(session, runtime, payload)

    notebook.handlers["test.note"] = big
    notebook.enqueue()
    engine = notebook.runtime.engine
    full = grow(1)  # no fewer than it has
    event.listen(engine, "connect", full)
    engine.dispose()
    notebook.run_next()
    job = notebook.job
    assert (job.state, job.last_error) == (JobState.WAITING, "OperationalError")
    assert notebook.numbers == []

    event.remove(engine, "connect", full)
    engine.dispose()
    with clock.frozen(job.due_at):
        assert notebook.run_next()
    assert notebook.numbers == [1]


@pytest.fixture
def alone(monkeypatch):
    """A worker that has nothing to do but what a test gives it."""
    monkeypatch.setattr(registry, "TIMERS", ())
    monkeypatch.setattr(registry, "SLOTS", ())
    monkeypatch.setattr(registry, "JOBS", {})
    monkeypatch.setattr(worker, "_FIRST_PAUSE", 0.01)


def _run(runtime, until):
    stopping = Event()
    threads = worker._start(runtime, stopping, Watch())
    try:
        _until(until)
    finally:
        stopping.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)


def test_each_loop_has_a_thread_and_begins_again_when_it_raised(runtime, alone, monkeypatch):
    told = []

    def raising(runtime, stopping):
        told.append(("raising", get_ident()))
        raise LookupError

    def lasting(runtime, stopping):
        told.append(("lasting", get_ident()))
        stopping.wait()

    monkeypatch.setattr(registry, "LOOPS", (raising, lasting))
    _run(runtime, lambda: len(told) >= 4)

    assert [name for name, _ in told].count("lasting") == 1
    assert len({number for _, number in told}) == 2


def test_loops_that_are_named_alike_all_run(runtime, alone, monkeypatch):
    told = []

    def named(number):
        def run(runtime, stopping):
            told.append(number)
            stopping.wait()

        return run

    monkeypatch.setattr(registry, "LOOPS", (named(1), named(2)))
    _run(runtime, lambda: sorted(told) == [1, 2])


def test_who_asks_the_process_to_exit_does_not_end_its_thread(runtime, alone, monkeypatch):
    told = []

    def leaving(runtime, stopping):
        told.append(1)
        raise SystemExit(1)

    monkeypatch.setattr(registry, "LOOPS", (leaving,))
    _run(runtime, lambda: len(told) >= 2)


def test_a_timer_that_fails_does_not_keep_the_others_from_working(runtime, alone, monkeypatch):
    told = []
    monkeypatch.setattr(registry, "TIMERS", (lambda _: 1 / 0, lambda _: told.append(1)))
    _run(runtime, lambda: told)


def test_a_clock_held_still_stays_so_in_every_thread(runtime, alone, monkeypatch, noon):
    told = []

    def look(runtime, stopping):
        told.append(clock.now())
        stopping.wait()

    monkeypatch.setattr(registry, "LOOPS", (look,))
    monkeypatch.setattr(registry, "TIMERS", (lambda _: told.append(clock.now()),))
    _run(runtime, lambda: len(told) >= 2)

    assert set(told) == {noon}
