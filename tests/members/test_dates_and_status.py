"""The legal days of a record follow its status: a day that only a step brings is not typed in."""

from datetime import date, timedelta

import pytest

from handbook_api.core import clock
from handbook_api.members import errors
from handbook_api.members.changing import change_fields
from handbook_api.members.models import Member
from handbook_api.members.status_steps import Step, change_status
from tests.support.members import a_new_member, a_prospect

DECIDED = {"decision": "1-QĐ/ĐU", "decided_on": date(2026, 10, 1)}


@pytest.fixture
def add(province):
    def person(new):
        with province.runtime.transaction() as session:
            return province.add(session, new)[0]

    return person


def change(province, member_id, **wanted):
    with province.runtime.transaction() as session:
        change_fields(session, province.officer(), province.content, member_id, wanted)


def move(province, member_id, to, on, **said):
    with province.runtime.transaction() as session:
        step = Step(to, on, **(DECIDED | said))
        return change_status(session, province.officer(), province.content, member_id, step)


def on_probation(province, **said):
    joined = clock.today() - timedelta(days=100)
    days = {"joined_on": joined, "admission_decided_on": joined, "official_on": None}
    return a_new_member(province.cell, status="probationary", **(days | said))


def test_a_prospect_does_not_join_by_typing_a_day(province, add):
    member_id = add(a_prospect(province.cell))

    with pytest.raises(errors.DateNotOfStatus):
        change(province, member_id, joined_on="2025-01-01")


def test_nobody_is_recognised_by_typing_a_day(province, add):
    member_id = add(on_probation(province))

    with pytest.raises(errors.DateNotOfStatus):
        change(province, member_id, official_on="2026-11-01")
    move(province, member_id, "suspended", date(2026, 11, 1))
    with pytest.raises(errors.DateNotOfStatus):
        change(province, member_id, official_on="2026-11-01")


def test_taking_the_day_of_joining_out_does_not_end_the_probation(province, add):
    member_id = add(on_probation(province))
    change(province, member_id, joined_on=None)

    with pytest.raises(errors.ProbationRunning):
        move(province, member_id, "official", clock.today())


def test_who_is_exempt_returns_to_what_he_was_though_a_day_is_missing(province, add):
    """Old lists often give the day of joining only."""
    member_id = add(a_new_member(province.cell, official_on=None))
    until = clock.today() + timedelta(days=60)
    move(province, member_id, "temporarily_exempt", date(2026, 11, 1), until=until)

    move(province, member_id, "official", clock.today())

    with province.runtime.transaction(read_only=True) as session:
        assert session.get_one(Member, member_id).status == "official"


def test_who_was_listed_as_away_comes_back_without_a_transfer(province, add, asking):
    """Lists that are taken over say that somebody is away; no transfer here could ever end it."""
    until = clock.today() + timedelta(days=60)
    away = {"status": "temporary_elsewhere", "status_until": until}
    member_id = add(a_new_member(province.cell, **away))
    officer = asking(province.officer())

    steps = officer.get(f"/members/{member_id}").json["steps"]
    assert "official" in [one["to"]["code"] for one in steps]
    assert "probationary" not in [one["to"]["code"] for one in steps]

    move(province, member_id, "official", clock.today(), decision=None, decided_on=None)
    with province.runtime.transaction(read_only=True) as session:
        assert session.get_one(Member, member_id).status == "official"


def test_who_is_away_by_a_transfer_comes_back_by_it(province, add, asking):
    member_id, officer = add(a_new_member(province.cell)), asking(province.officer())
    today = clock.today()
    stay = {"since": today.isoformat(), "until": (today + timedelta(days=120)).isoformat()}
    asked = {"kind": "temporary_out", "member_id": str(member_id), "place": "Tỉnh khác"}
    begun = officer.post("/transfers", {**asked, **stay, "reason": "Công tác."}).json
    for code in ("agree", "send", "confirm"):
        officer.post(f"/transfers/{begun['id']}/steps", {"code": code})

    steps = officer.get(f"/members/{member_id}").json["steps"]
    assert "official" not in [one["to"]["code"] for one in steps]
    with pytest.raises(errors.StepByTransfer):
        move(province, member_id, "official", today, decision=None, decided_on=None)
