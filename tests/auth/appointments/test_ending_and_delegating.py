"""Terms end at once or on a day; whoever is away is stood in for, until a day."""

from datetime import date, timedelta

import pytest

from handbook_api.auth.models import Account, Appointment
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.db.audit_model import AuditEntry
from handbook_api.organisations.models import Organisation
from tests.support.people import appoint, later

DAY = timedelta(days=1)


@pytest.fixture
def end(house):
    """Ask for the end of an appointment; return the answer."""

    def do(actor, account, role, **said):
        row = house.appointment(account, role)
        return house.acting(actor).post(f"/appointments/{row.id}/ending", said)

    return do


@pytest.fixture
def delegate(house):
    """Ask that the deputy stands in for the secretary for a week; `said` changes that."""

    def do(actor, account=None, role=Role.SECRETARY, **said):
        row = house.appointment(account or house.secretary, role)
        until = clock.today() + 6 * DAY
        body = {"account_id": str(house.deputy.id), "until": until.isoformat(), **said}
        return house.acting(actor).post(f"/appointments/{row.id}/delegation", body)

    return do


def test_a_role_that_ends_today_is_gone_at_the_next_request(house, end):
    secretary = house.acting(house.secretary)
    assert ("secretary", house.cell.id) in house.roles(house.secretary)

    answer = end(house.officer, house.secretary, Role.SECRETARY)

    assert (answer.status, answer.json["counts"]) == (200, False)
    assert secretary.get("/me").code == "auth.session_changed"
    assert ("secretary", house.cell.id) not in house.roles(house.secretary)
    assert ("member", house.cell.id) in house.roles(house.secretary)


def test_a_role_that_ends_later_counts_until_the_day_before(house, end):
    on = clock.today() + timedelta(days=10)

    answer = end(house.officer, house.secretary, Role.SECRETARY, on=on.isoformat())

    assert answer.json["until"] == (on - DAY).isoformat()
    assert ("secretary", house.cell.id) in house.roles(house.secretary)


def test_what_is_over_cannot_be_ended_again(house, end):
    end(house.officer, house.secretary, Role.SECRETARY)

    again = end(house.officer, house.secretary, Role.SECRETARY)

    assert (again.status, again.code) == (409, "auth.appointment_over")


def test_a_role_that_counted_is_not_ended_before_its_first_day(house, end):
    since = house.appointment(house.secretary, Role.SECRETARY).since

    refused = end(house.officer, house.secretary, Role.SECRETARY, on=(since - DAY).isoformat())

    assert (refused.status, refused.code) == (422, "auth.term_reversed")
    assert ("secretary", house.cell.id) in house.roles(house.secretary)


def test_an_appointment_that_has_not_begun_is_taken_back_and_leaves_room(house, end):
    coming = (clock.today() + timedelta(days=40)).isoformat()
    first = house.appoint(house.officer, house.neighbour, role="secretary", since=coming)
    assert first.status == 201

    taken_back = end(house.officer, house.member, Role.SECRETARY)
    assert taken_back.status == 200

    other = str(house.deputy.id)
    assert (
        house.appoint(
            house.officer, house.neighbour, role="secretary", since=coming, account_id=other
        ).status
        == 201
    )


def test_only_who_may_give_a_role_may_end_it(house, end):
    assert end(house.deputy, house.secretary, Role.SECRETARY).status == 403
    assert end(house.administrator, house.secretary, Role.SECRETARY).status == 403
    assert end(house.officer, house.administrator, Role.ADMINISTRATOR).status == 403
    assert end(house.member, house.secretary, Role.SECRETARY).code == "auth.appointment_not_found"
    assert end(house.stranger, house.secretary, Role.SECRETARY).status == 404


def test_membership_is_not_ended_as_a_role(house, end):
    answer = end(house.officer, house.member, Role.MEMBER)

    # Whoever belongs to a cell is asked in the room of members: here nobody sees it.
    assert (answer.status, answer.code) == (404, "auth.appointment_not_found")
    own = end(house.secretary, house.secretary, Role.MEMBER)
    assert own.status == 403


def test_a_secretary_who_is_away_is_stood_in_for_by_his_deputy_until_a_day(house, delegate):
    answer = delegate(house.secretary, decision="Ủy quyền 02")

    assert answer.status == 201
    assert answer.json["role"]["code"] == "secretary"
    assert answer.json["holder"]["account_id"] == str(house.deputy.id)
    assert answer.json["stands_in_for"] == str(
        house.appointment(house.secretary, Role.SECRETARY).id
    )
    assert ("secretary", house.cell.id) in house.roles(house.deputy)
    assert ("secretary", house.cell.id) in house.roles(house.secretary)


def test_a_delegation_wears_off_by_itself(house, delegate):
    delegate(house.secretary)

    with clock.frozen(later(days=7)):
        assert ("secretary", house.cell.id) not in house.roles(house.deputy)
        assert ("deputy_secretary", house.cell.id) in house.roles(house.deputy)


def test_a_delegation_always_has_an_end(house, delegate):
    answer = delegate(house.secretary, until=None)

    assert (answer.status, answer.code) == (422, "request.invalid")
    assert answer.json["errors"][0]["field"] == "until"


def test_whoever_is_stood_in_for_calls_it_off_when_he_is_back(house, delegate, end):
    delegate(house.secretary)

    answer = end(house.secretary, house.deputy, Role.SECRETARY)

    assert answer.status == 200
    assert ("secretary", house.cell.id) not in house.roles(house.deputy)


def test_a_stand_in_can_do_what_the_secretary_can_but_not_delegate_further(house, delegate):
    delegate(house.secretary)
    passed_on = delegate(house.deputy, house.deputy, Role.SECRETARY)

    assert (passed_on.status, passed_on.code) == (422, "auth.not_delegable")


def test_the_delegation_ends_with_the_term_it_stands_in_for(house, delegate, end):
    delegate(house.secretary)

    end(house.officer, house.secretary, Role.SECRETARY)

    assert ("secretary", house.cell.id) not in house.roles(house.deputy)


def test_the_delegation_ends_with_the_role_that_let_the_deputy_stand_in(house, delegate, end):
    delegate(house.secretary)

    end(house.officer, house.deputy, Role.DEPUTY_SECRETARY)

    assert house.roles(house.deputy) == {("member", house.cell.id)}
    with house.runtime.transaction(read_only=True) as session:
        ended = session.query(AuditEntry).filter_by(act="auth.end_appointment").all()
        assert [entry.actor for entry in ended] == ["account", "system"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"since": "2026-11-01", "until": "2026-10-01"}, "auth.term_reversed"),
        ({"since": "2019-01-01"}, "auth.delegation_too_long"),
        ({"account_id": "9b2f0a34-0000-4000-8000-000000000001"}, "auth.cannot_stand_in"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(delegate, house, said, code):
    answer = delegate(house.secretary, **said)

    assert (answer.status, answer.code) == (422, code)


def test_somebody_without_a_role_in_the_cell_cannot_stand_in(house, delegate):
    assert delegate(house.secretary, account_id=str(house.member.id)).code == (
        "auth.cannot_stand_in"
    )
    assert delegate(house.secretary, account_id=str(house.stranger.id)).code == (
        "auth.cannot_stand_in"
    )


def test_two_do_not_stand_in_at_once(house, delegate):
    with house.runtime.transaction() as session:
        member = session.get_one(Account, house.member.id)
        cell = session.get_one(Organisation, house.cell.id)
        appoint(session, member, cell, Role.CELL_COMMITTEE_MEMBER)
    delegate(house.secretary)

    second = delegate(house.secretary, account_id=str(house.member.id))
    afterwards = delegate(
        house.secretary,
        account_id=str(house.member.id),
        since=(clock.today() + 7 * DAY).isoformat(),
        until=(clock.today() + 8 * DAY).isoformat(),
    )

    assert (second.status, second.code) == (409, "auth.stand_in_in_place")
    assert afterwards.status == 201


def test_nobody_makes_himself_the_stand_in(house, delegate):
    himself = delegate(house.secretary, account_id=str(house.secretary.id))

    assert (himself.status, himself.code) == (409, "auth.not_yourself")
    # The deputy sees the appointment, and may not decide who stands in for it.
    assert delegate(house.deputy).status == 403


def test_an_officer_delegates_for_a_secretary_who_cannot(house, delegate):
    assert delegate(house.officer).status == 201


def test_a_disabled_deputy_does_not_stand_in(house, delegate):
    with house.runtime.transaction() as session:
        session.get_one(Account, house.deputy.id).state = "disabled"

    answer = delegate(house.secretary)

    assert (answer.status, answer.code) == (409, "auth.holder_disabled")


def test_what_is_over_is_not_delegated(house, delegate, end):
    end(house.officer, house.secretary, Role.SECRETARY)

    answer = delegate(house.officer)

    assert (answer.status, answer.code) == (409, "auth.appointment_over")


def test_a_delegation_does_not_outlast_the_term(house, delegate):
    with house.runtime.transaction() as session:
        row = session.get_one(Appointment, house.appointment(house.secretary, Role.SECRETARY).id)
        row.until = clock.today() + 2 * DAY

    answer = delegate(house.secretary)

    assert (answer.status, answer.code) == (422, "auth.delegation_too_long")


def test_days_are_days_in_vietnam(house, end):
    # Half past six in the evening in London is half past one the next day in Hà Nội.
    with clock.frozen(clock.now().replace(hour=18, minute=30)):
        answer = end(house.officer, house.secretary, Role.SECRETARY)
        assert date.fromisoformat(answer.json["until"]) == clock.now().date()
