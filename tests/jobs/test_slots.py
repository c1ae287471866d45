"""What the clock asks for is done once, by whoever comes first, and not long after its time."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handbook_api import registry
from handbook_api.core import clock
from handbook_api.db.jobs import Job
from handbook_api.jobs import Every, Slot
from handbook_api.jobs.slots import Timetable
from tests.support.jobs import work_off
from tests.support.together import together


def _at(said):
    return datetime.fromisoformat(said).replace(tzinfo=clock.VIETNAM)


HOURLY = Slot("hour", Every.HOURLY, "test.note")
DAILY = Slot("day", Every.DAILY, "test.note", hour=6)
WEEKLY = Slot("week", Every.WEEKLY, "test.note", hour=7, weekday=0)
MONTHLY = Slot("month", Every.MONTHLY, "test.note", hour=8, day=3)


@pytest.mark.parametrize(
    ("slot", "at", "latest", "following"),
    [
        (HOURLY, "2026-11-22T00:30", "2026-11-22T00:00", "2026-11-22T01:00"),
        (HOURLY, "2026-11-22T01:00", "2026-11-22T01:00", "2026-11-22T02:00"),
        (DAILY, "2026-11-22T05:59", "2026-11-21T06:00", "2026-11-22T06:00"),
        (DAILY, "2026-11-22T06:00", "2026-11-22T06:00", "2026-11-23T06:00"),
        (WEEKLY, "2026-11-22T12:00", "2026-11-16T07:00", "2026-11-23T07:00"),
        (WEEKLY, "2026-11-23T06:59", "2026-11-16T07:00", "2026-11-23T07:00"),
        (WEEKLY, "2026-11-23T07:00", "2026-11-23T07:00", "2026-11-30T07:00"),
        (MONTHLY, "2026-03-03T07:59", "2026-02-03T08:00", "2026-03-03T08:00"),
        (MONTHLY, "2026-03-03T08:00", "2026-03-03T08:00", "2026-04-03T08:00"),
        (MONTHLY, "2026-03-31T08:00", "2026-03-03T08:00", "2026-04-03T08:00"),
        (MONTHLY, "2026-01-01T00:00", "2025-12-03T08:00", "2026-01-03T08:00"),
        (MONTHLY, "2026-12-31T23:00", "2026-12-03T08:00", "2027-01-03T08:00"),
    ],
)
def test_times_are_those_of_vietnam(slot, at, latest, following):
    assert slot.latest(_at(at)) == _at(latest)
    assert slot.following(_at(at)) == _at(following)


@pytest.mark.parametrize("slot", [HOURLY, DAILY, WEEKLY, MONTHLY], ids=lambda slot: slot.every)
def test_the_times_of_a_year_follow_one_another_without_gaps(slot):
    at = _at("2026-01-01T00:00")
    while at < _at("2027-02-01T00:00"):
        following = slot.following(at)
        assert slot.latest(following) == following > at
        assert slot.latest(following - timedelta(seconds=1)) == slot.latest(at)
        at = following


@pytest.mark.parametrize("wrong", [{"hour": 24}, {"weekday": 7}, {"day": 29}, {"day": 0}])
def test_a_time_that_some_months_lack_is_refused(wrong):
    with pytest.raises(ValueError, match="no such time"):
        Slot("x", Every.MONTHLY, "test.note", **wrong)


def _made(runtime):
    with runtime.transaction(read_only=True) as session:
        return list(session.scalars(select(Job.once_key).order_by(Job.once_key)))


def test_several_workers_make_one_job_of_a_slot(runtime):
    # A held clock does not cross into new threads: what is the latest slot is, all the same.
    workers = [Timetable([DAILY, HOURLY, WEEKLY]) for _ in range(4)]
    together(*(lambda worker=worker: worker.make_due(runtime) for worker in workers))
    made = _made(runtime)
    for worker in workers:
        worker.make_due(runtime)

    assert len(made) == len(set(made))
    assert _made(runtime) == made
    assert any(name.startswith("hour:") for name in made)


def test_the_handler_learns_which_slot_it_is(runtime):
    with clock.frozen(_at("2026-11-22T06:10")):
        Timetable([DAILY]).make_due(runtime)

    with runtime.transaction(read_only=True) as session:
        job = session.scalars(select(Job)).one()
    assert job.payload == {"slot": "2026-11-22T06:00:00+07:00"}
    assert job.once_key == "day:2026-11-22T06:00:00+07:00"
    assert job.due_at == _at("2026-11-22T06:00")


def test_after_a_pause_only_the_latest_is_made_up_for(runtime):
    worker = Timetable([HOURLY, DAILY])
    with clock.frozen(_at("2026-11-22T06:10")):
        worker.make_due(runtime)
    with clock.frozen(_at("2026-11-27T08:05")):
        worker.make_due(runtime)

    assert _made(runtime) == [
        "day:2026-11-22T06:00:00+07:00",
        "day:2026-11-27T06:00:00+07:00",
        "hour:2026-11-22T06:00:00+07:00",
        "hour:2026-11-27T08:00:00+07:00",
    ]


@pytest.mark.parametrize(
    ("slot", "in_time", "too_late"),
    [
        (DAILY, "2026-11-22T17:59", "2026-11-22T19:00"),
        (WEEKLY, "2026-11-25T06:59", "2026-11-25T08:00"),
        (MONTHLY, "2026-11-08T07:59", "2026-11-09T00:00"),
    ],
)
def test_what_nobody_waits_for_any_more_is_left_out(runtime, slot, in_time, too_late):
    with clock.frozen(_at(too_late)):
        Timetable([slot]).make_due(runtime)
    assert _made(runtime) == []

    with clock.frozen(_at(in_time)):
        Timetable([slot]).make_due(runtime)
    assert len(_made(runtime)) == 1


def test_a_slot_that_failed_to_be_written_down_is_tried_again(runtime, monkeypatch):
    worker = Timetable([DAILY])
    with clock.frozen(_at("2026-11-22T06:10")):
        with monkeypatch.context() as patch:
            patch.setattr("handbook_api.jobs.slots.enqueue", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                worker.make_due(runtime)
        worker.make_due(runtime)

    assert len(_made(runtime)) == 1


def test_every_slot_of_the_house_has_somebody_who_does_it():
    names = [slot.name for slot in registry.SLOTS]

    assert {slot.kind for slot in registry.SLOTS} <= set(registry.JOBS)
    assert len(names) == len(set(names))


def test_time_can_be_let_go_by(runtime):
    with clock.frozen(_at("2026-11-22T06:10")):
        done = work_off(runtime, _at("2026-11-22T09:30"), slots=True)

    assert done >= 4
