"""A stay elsewhere for a time: counted at home, a guest there, and back on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handbook_api.core import clock
from handbook_api.core.policy import Forbidden
from handbook_api.members.transfers import jobs, queries
from handbook_api.members.transfers.errors import (
    DaysNeeded,
    NotMovable,
    PersonNeeded,
    StayLength,
    StepNotOpen,
    UnderWay,
)
from tests.members.transfers.reading import (
    member_now,
    offices_today,
    statuses_of,
    stays_of,
    transfer_now,
)

TODAY = date(2026, 3, 10)
STAY = {"since": date(2026, 3, 15), "until": date(2026, 9, 14)}


@pytest.fixture(autouse=True)
def tuesday():
    with clock.frozen(datetime(2026, 3, 10, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def away(town, begin, step):
    """A stay that has begun, in the new cell or somewhere outside."""

    def go(kind="temporary_internal", **said):
        transfer_id = begin(kind, **(STAY | said))
        step(transfer_id, "agree", town.old.secretary)
        step(transfer_id, "send", town.old.officer)
        if kind == "temporary_out":
            step(transfer_id, "confirm", town.old.officer)
        else:
            step(transfer_id, "receive", town.new.officer)
            step(transfer_id, "complete", town.new.secretary)
        return transfer_id

    return go


def test_who_stays_elsewhere_is_counted_at_home_and_a_guest_there(runtime, town, away):
    transfer_id = away()

    member = member_now(runtime, town.member.id)
    assert (member.cell_id, member.host_cell_id) == (town.old.cell.id, town.new.cell.id)
    assert (member.status, member.status_until) == ("temporary_elsewhere", STAY["until"])
    assert (town.old.cell.id, "member") in offices_today(runtime, member.account_id)
    assert len(stays_of(runtime, member.id)) == 1
    stay = transfer_now(runtime, transfer_id)
    assert (stay.due_on, stay.away_for, stay.open_for) == (STAY["until"], member.id, None)


def test_out_of_the_committee_there_is_no_host_of_ours(runtime, town, away):
    away("temporary_out")

    member = member_now(runtime, town.member.id)
    assert (member.status, member.host_cell_id) == ("temporary_elsewhere", None)


@pytest.mark.parametrize("who", ["old.secretary", "old.officer", "new.secretary"])
def test_either_side_confirms_the_end(runtime, town, away, step, who):
    transfer_id = away()
    side, role = who.split(".")
    step(transfer_id, "end", getattr(getattr(town, side), role))

    member = member_now(runtime, town.member.id)
    assert (member.status, member.host_cell_id) == ("official", None)
    ended = transfer_now(runtime, transfer_id)
    assert (ended.state, ended.away_for, ended.due_on) == ("ended", None, None)
    assert [change.to_status for change in statuses_of(runtime, member.id)] == [
        "temporary_elsewhere",
        "official",
    ]


def test_a_probationary_member_comes_back_as_one(runtime, town, away, step):
    with runtime.transaction() as session:
        member = session.get_one(type(town.member), town.member.id)
        member.status, member.official_on = "probationary", None
    step(away(), "end", town.old.secretary)

    assert member_now(runtime, town.member.id).status == "probationary"


def test_whatever_became_of_the_status_meanwhile_stays(runtime, town, away, step):
    transfer_id = away()
    with runtime.transaction() as session:
        session.get_one(type(town.member), town.member.id).status = "suspended"
    step(transfer_id, "end", town.old.officer)

    member = member_now(runtime, town.member.id)
    assert (member.status, member.host_cell_id) == ("suspended", None)


def test_the_member_does_not_end_his_stay_himself(town, away, step):
    with pytest.raises(Forbidden):
        step(away(), "end", town.himself)


def test_one_stay_at_a_time(away, begin, town, step):
    transfer_id = away()

    for kind in ("temporary_internal", "temporary_out"):
        with pytest.raises((UnderWay, NotMovable)):
            begin(kind, **STAY)
    step(transfer_id, "end", town.old.secretary)
    begin("temporary_out", **STAY)


def test_leaving_for_good_ends_the_stay_with_it(runtime, town, away, begin, step):
    stay = away()
    for_good = begin()
    step(for_good, "agree", town.old.secretary)
    step(for_good, "send", town.old.officer)
    step(for_good, "receive", town.new.officer)
    step(for_good, "complete", town.new.secretary)

    member = member_now(runtime, town.member.id)
    assert (member.cell_id, member.host_cell_id) == (town.new.cell.id, None)
    assert member.status == "official"
    assert transfer_now(runtime, stay).state == "ended"
    with runtime.transaction(read_only=True) as session:
        row = queries.get_transfer(session, town.old.officer, stay)
        last, _ = queries.steps_of(session, town.old.officer, row)[-1]
        assert (last.code, last.side) == ("end", "system")
    with pytest.raises(StepNotOpen):
        step(stay, "end", town.old.secretary)


@pytest.mark.parametrize(
    ("since", "until", "for_study"),
    [
        ("2026-03-15", "2026-06-14", False),  # three months to the day
        ("2026-03-15", "2027-03-13", False),  # a day less than twelve
        ("2026-03-15", "2026-06-14", True),
        ("2026-03-15", "2028-03-14", True),  # twenty-four months to the day
        ("2026-08-31", "2026-11-29", False),  # three months on from 31/8 is 30/11
    ],
)
def test_stays_of_a_prescribed_length_begin(begin, since, until, for_study):
    begin(
        "temporary_out",
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        for_study=for_study,
    )


@pytest.mark.parametrize(
    ("since", "until", "for_study"),
    [
        ("2026-03-15", "2026-06-13", False),
        ("2026-03-15", "2027-03-14", False),
        ("2026-03-15", "2026-06-13", True),
        ("2026-03-15", "2028-03-15", True),
    ],
)
def test_shorter_and_longer_ones_do_not(begin, since, until, for_study):
    with pytest.raises(StayLength):
        begin(
            "temporary_out",
            since=date.fromisoformat(since),
            until=date.fromisoformat(until),
            for_study=for_study,
        )


def test_a_stay_has_a_first_and_a_last_day(begin):
    for days in ({}, {"since": TODAY}, {"since": TODAY, "until": TODAY - timedelta(days=1)}):
        with pytest.raises(DaysNeeded):
            begin("temporary_out", **days)


def test_a_guest_from_elsewhere_needs_no_record(runtime, town, begin, step):
    said = {"by": town.new.officer, "to_cell_id": town.new.cell.id, "reason": None, **STAY}
    with pytest.raises(PersonNeeded):
        begin("temporary_in", **said)
    transfer_id = begin("temporary_in", full_name="Lê Văn Khách", **said)
    step(transfer_id, "complete", town.new.secretary)
    guest = transfer_now(runtime, transfer_id)
    assert (guest.state, guest.due_on) == ("completed", STAY["until"])
    step(transfer_id, "end", town.new.secretary)

    assert transfer_now(runtime, transfer_id).state == "ended"


def test_the_timer_points_out_the_end_once_and_leaves_it_to_people(runtime, town, away):
    transfer_id = away()
    jobs.point_out_ends(runtime)
    assert transfer_now(runtime, transfer_id).end_suggested_on is None

    with clock.frozen(datetime(2026, 9, 14, 3, tzinfo=UTC)):
        jobs.point_out_ends(runtime)
    with clock.frozen(datetime(2026, 9, 20, 3, tzinfo=UTC)):
        jobs.point_out_ends(runtime)
        assert transfer_now(runtime, transfer_id).end_suggested_on == STAY["until"]
        assert member_now(runtime, town.member.id).status == "temporary_elsewhere"
        with runtime.transaction(read_only=True) as session:
            late = queries.late_transfers(session, town.old.officer)
            assert [transfer.id for transfer in late] == [transfer_id]
