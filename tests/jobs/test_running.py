"""What becomes of a job: done, once more, later, given up."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError, NotFound
from handbook_api.db.jobs import JobState
from handbook_api.jobs import Again, Prepared
from handbook_api.jobs.claiming import ABANDONED, LeaseLost, claim, hold
from handbook_api.jobs.giving_up import MOST_ATTEMPTS, rest_after
from tests.support.jobs import work_off

LEASE = timedelta(seconds=30)


class Busy(HandbookError):
    status, code = 503, "test.busy"


class TooMany(HandbookError):
    status, code = 429, "test.too_many"


def _raising(error):
    def handler(session, runtime, payload):
        session.execute(text("INSERT INTO notes VALUES (99)"))
        raise error

    return handler


def _claim(runtime, notebook):
    with runtime.transaction() as session:
        return claim(session, notebook.handlers.keys(), LEASE)


def test_what_a_handler_does_and_that_it_is_done_are_there_together(notebook, noon):
    notebook.enqueue()

    assert notebook.run_next()
    assert not notebook.run_next()
    assert notebook.numbers == [1]
    job = notebook.job
    assert (job.state, job.due_at, job.lease, job.finished_at) == (JobState.DONE, None, None, noon)


def test_nothing_is_begun_before_its_time(notebook, noon):
    notebook.enqueue(run_at=noon + timedelta(hours=1))

    assert not notebook.run_next()
    with clock.frozen(noon + timedelta(hours=1)):
        assert notebook.run_next()


def test_who_waits_longest_comes_first(notebook, noon):
    for number, minutes in ((2, 5), (3, 1), (1, 9)):
        notebook.enqueue(payload={"number": number}, run_at=noon - timedelta(minutes=minutes))
    order = []
    notebook.handlers["test.note"] = lambda *given: order.append(given[2]["number"])

    work_off(notebook.runtime, handlers=notebook.handlers)

    assert order == [1, 2, 3]


def test_what_raises_leaves_nothing_and_comes_again_after_a_rest(notebook, noon):
    notebook.handlers["test.note"] = _raising(ZeroDivisionError("Nguyễn Văn Thử"))
    notebook.enqueue()

    assert notebook.run_next()
    assert notebook.numbers == []
    job = notebook.job
    assert (job.state, job.attempts, job.last_error) == (JobState.WAITING, 1, "ZeroDivisionError")
    assert timedelta(seconds=8) <= job.due_at - noon <= timedelta(seconds=12)
    assert not notebook.run_next()


def test_rests_double_up_to_an_hour():
    rests = [rest_after(attempts).total_seconds() for attempts in range(1, 30)]

    for number, rest in enumerate(rests):
        wanted = min(10 * 2**number, 3600)
        assert 0.8 * wanted <= rest <= 1.2 * wanted


def test_after_so_many_attempts_it_is_dead_and_says_why(notebook, noon, capsys):
    notebook.handlers["test.note"] = _raising(Busy())
    notebook.enqueue()

    tried = work_off(notebook.runtime, noon + timedelta(days=1), handlers=notebook.handlers)

    assert tried == MOST_ATTEMPTS == 8
    job = notebook.job
    assert (job.state, job.due_at, job.last_error) == (JobState.DEAD, None, "test.busy")
    assert job.finished_at - noon > timedelta(minutes=15)
    assert "job_dead" in capsys.readouterr().out


def test_the_log_tells_where_it_failed_and_nobodys_words(notebook, noon, capsys):
    notebook.handlers["test.note"] = _raising(ValueError("bà Trần Thị Mẫu ốm"))
    notebook.enqueue()
    notebook.run_next()

    said = capsys.readouterr().out
    assert "ValueError" in said
    assert "test_running.py:" in said
    assert "Mẫu" not in said


def test_a_refusal_is_an_answer_and_dead_at_once(notebook, noon):
    notebook.handlers["test.note"] = _raising(NotFound())
    notebook.enqueue()

    assert notebook.run_next()
    assert notebook.numbers == []
    job = notebook.job
    assert (job.state, job.last_error) == (JobState.DEAD, "request.not_found")


def test_too_many_means_later(notebook, noon):
    notebook.handlers["test.note"] = _raising(TooMany())
    notebook.enqueue()
    notebook.run_next()

    assert notebook.job.state == JobState.WAITING


def test_a_refusal_of_the_database_is_named_by_its_own_class(notebook, noon):
    def wrong(session, runtime, payload):
        session.execute(text("INSERT INTO nowhere VALUES (1)"))

    notebook.handlers["test.note"] = wrong
    notebook.enqueue()
    notebook.run_next()

    assert notebook.job.last_error in {"OperationalError", "UndefinedTable"}


def test_a_long_job_goes_step_by_step_and_each_step_counts_anew(notebook, noon):
    failing = {3}

    def step(session, runtime, payload):
        if payload["number"] in failing:
            failing.remove(payload["number"])
            raise Busy
        notebook.note(session, runtime, payload)
        return Again(payload={"number": payload["number"] + 1}) if payload["number"] < 5 else None

    notebook.handlers["test.note"] = step
    notebook.enqueue()
    work_off(notebook.runtime, noon + timedelta(minutes=1), handlers=notebook.handlers)

    assert notebook.numbers == [1, 2, 3, 4, 5]
    assert (notebook.job.state, notebook.job.attempts) == (JobState.DONE, 1)


def test_a_step_may_be_put_off(notebook, noon):
    later = noon + timedelta(hours=2)
    notebook.handlers["test.note"] = lambda *_: Again(at=later)
    notebook.enqueue()
    notebook.run_next()

    job = notebook.job
    assert (job.state, job.due_at, job.attempts) == (JobState.WAITING, later, 0)
    assert job.payload == {"number": 1}


def test_a_step_put_off_for_longer_than_a_year_is_a_mistake(notebook, noon):
    notebook.handlers["test.note"] = lambda *_: Again(at=noon + timedelta(days=400))
    notebook.enqueue()
    notebook.run_next()

    assert notebook.job.last_error == "ValueError"


def test_the_job_of_a_dead_worker_is_taken_over_when_its_lease_is_over(notebook, noon):
    notebook.enqueue()
    _claim(notebook.runtime, notebook)

    assert not notebook.run_next()
    with clock.frozen(noon + LEASE):
        assert notebook.run_next()
    assert notebook.numbers == [1]
    assert notebook.job.attempts == 2


def test_who_kills_every_worker_is_not_begun_for_ever(notebook, noon):
    notebook.enqueue()
    for number in range(MOST_ATTEMPTS):
        with clock.frozen(noon + number * LEASE):
            assert _claim(notebook.runtime, notebook) is not None

    with clock.frozen(noon + MOST_ATTEMPTS * LEASE):
        assert not notebook.run_next()
    assert (notebook.job.state, notebook.job.last_error) == (JobState.DEAD, ABANDONED)


def test_a_late_finisher_is_rolled_back(notebook, noon):
    notebook.enqueue()
    slow = _claim(notebook.runtime, notebook)
    with clock.frozen(noon + LEASE):
        assert notebook.run_next()

    with pytest.raises(LeaseLost), notebook.runtime.transaction() as session:
        notebook.note(session, notebook.runtime, slow.payload)
        hold(session, slow)
    assert notebook.numbers == [1]


def test_who_comes_late_does_not_work_beside_who_took_it_over(notebook, noon):
    notebook.enqueue()
    slow = _claim(notebook.runtime, notebook)
    with clock.frozen(noon + LEASE):
        other = _claim(notebook.runtime, notebook)

    with pytest.raises(LeaseLost), notebook.runtime.transaction() as session:
        hold(session, slow)
    with notebook.runtime.transaction() as session:
        hold(session, other)


def test_while_somebody_works_on_it_nobody_takes_it_over_however_long_it_takes(notebook, noon):
    taken = []

    def slow(session, runtime, payload):
        notebook.note(session, runtime, payload)
        if runtime.engine.dialect.name == "postgresql":  # SQLite's one writer is ourselves
            with clock.frozen(noon + 100 * LEASE):
                taken.append(_claim(runtime, notebook))

    notebook.handlers["test.note"] = slow
    notebook.enqueue()
    notebook.run_next()

    assert notebook.numbers == [1]
    assert notebook.job.state == JobState.DONE
    assert taken in ([], [None])


def test_a_kind_nobody_here_knows_waits_for_somebody_who_does(notebook, noon):
    notebook.enqueue("newer.kind")
    notebook.enqueue()

    assert work_off(notebook.runtime, handlers=notebook.handlers) == 1
    notebook.handlers["newer.kind"] = notebook.note
    assert work_off(notebook.runtime, handlers=notebook.handlers) == 1


def test_what_is_prepared_outside_is_written_down_with_the_job(runtime, notebook, noon):
    seen = []

    def prepare(runtime, payload):
        # Nobody else begins it meanwhile, and nothing is locked: another writer goes ahead.
        with runtime.transaction() as session:
            session.execute(text("INSERT INTO notes VALUES (7)"))
        seen.append(notebook.job.due_at - noon)
        return notebook.note

    notebook.handlers = {"test.note": Prepared(prepare, takes=timedelta(minutes=3))}
    notebook.enqueue()

    assert notebook.run_next()
    assert seen == [timedelta(minutes=3)]
    assert notebook.numbers == [1, 7]
    assert notebook.job.state == JobState.DONE


def test_what_cannot_be_prepared_is_tried_again(runtime, notebook, noon):
    def prepare(runtime, payload):
        raise Busy

    notebook.handlers = {"test.note": Prepared(prepare, takes=LEASE)}
    notebook.enqueue()

    assert notebook.run_next()
    assert (notebook.job.state, notebook.job.last_error) == (JobState.WAITING, "test.busy")
