"""Members are placed in cells and moved between them, many at a time."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from handbook_api.auth.accounts import NewAccount, create_accounts
from handbook_api.auth.appointments.errors import MemberElsewhere
from handbook_api.auth.appointments.service import (
    Placing,
    end_everything,
    move_members,
    place_members,
)
from handbook_api.auth.models import Account, Appointment
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.organisations.errors import OrganisationClosed
from handbook_api.organisations.models import Organisation
from tests.support.people import an_account, appoint

ON = date(2026, 7, 1)
DAY = timedelta(days=1)


def _terms(house, account):
    with house.runtime.transaction(read_only=True) as session:
        rows = session.scalars(
            select(Appointment)
            .where(Appointment.account_id == account.id)
            .order_by(Appointment.since, Appointment.role)
        )
        return [(row.role, row.organisation_id, row.since, row.until) for row in rows]


def test_a_placed_member_belongs_to_his_cell_from_that_day(house):
    with house.runtime.transaction() as session:
        newcomer = an_account(session, name="Hồ Thị Mới")
        place_members(session, [Placing(newcomer.id, house.cell.id, ON)])

    assert _terms(house, newcomer) == [("member", house.cell.id, ON, None)]
    assert house.roles(newcomer) == {("member", house.cell.id)}


def test_nobody_is_a_member_of_two_cells(house):
    with house.runtime.transaction() as session, pytest.raises(MemberElsewhere):
        place_members(session, [Placing(house.member.id, house.neighbour.id, ON)])

    with house.runtime.transaction() as session, pytest.raises(MemberElsewhere):
        twice = an_account(session)
        place_members(
            session,
            [
                Placing(twice.id, house.cell.id, ON),
                Placing(twice.id, house.neighbour.id, ON),
            ],
        )


def test_who_left_once_is_placed_again(house):
    with house.runtime.transaction() as session:
        end_everything(session, [house.member.id], ON)
        place_members(session, [Placing(house.member.id, house.neighbour.id, ON)])

    assert house.roles(house.member) == {("member", house.neighbour.id)}


def test_nobody_is_placed_in_a_closed_cell(house):
    with house.runtime.transaction() as session:
        session.get_one(Organisation, house.cell.id).closed_on = ON
        newcomer = an_account(session)

    with house.runtime.transaction() as session, pytest.raises(OrganisationClosed):
        place_members(session, [Placing(newcomer.id, house.cell.id, ON)])


def test_placing_takes_a_few_statements_for_hundreds(house):
    people = [NewAccount(uuid4(), f"Nguyễn Văn Thử {n}", 1960) for n in range(1200)]
    said = []
    with house.runtime.transaction() as session:
        create_accounts(session, people)
        note = lambda *args: said.append(args[2])  # noqa: E731
        event.listen(house.runtime.engine, "before_cursor_execute", note)
        place_members(session, [Placing(one.id, house.cell.id, ON) for one in people])
        event.remove(house.runtime.engine, "before_cursor_execute", note)

    assert len(said) <= 14
    with house.runtime.transaction(read_only=True) as session:
        query = select(Appointment.id).where(
            Appointment.organisation_id == house.cell.id, Appointment.role == Role.MEMBER
        )
        assert len(session.scalars(query).all()) == 1200 + 3


def test_a_member_who_moves_is_out_of_one_cell_and_in_the_other_at_once(house):
    old = house.acting(house.member)
    before = house.epoch(house.member)

    with house.runtime.transaction() as session:
        move_members(session, [Placing(house.member.id, house.neighbour.id, ON)])

    assert house.epoch(house.member) == before + 1
    assert old.get("/me").code == "auth.session_changed"
    assert house.roles(house.member) == {("member", house.neighbour.id)}
    assert [(cell, since, until) for _, cell, since, until in _terms(house, house.member)] == [
        (house.cell.id, date(2020, 1, 1), ON - DAY),
        (house.neighbour.id, ON, None),
    ]


def test_a_secretary_who_moves_leaves_his_office_behind_and_keeps_those_elsewhere(house):
    with house.runtime.transaction() as session:
        secretary = session.get_one(Account, house.secretary.id)
        committee = session.get_one(Organisation, house.committee.id)
        appoint(session, secretary, committee, Role.COMMITTEE_MEMBER)

    with house.runtime.transaction() as session:
        move_members(session, [Placing(house.secretary.id, house.neighbour.id, ON)])

    assert house.roles(house.secretary) == {
        ("member", house.neighbour.id),
        ("committee_member", house.committee.id),
    }
    assert house.roles(house.deputy) == {
        ("member", house.cell.id),
        ("deputy_secretary", house.cell.id),
    }


def test_moving_somebody_to_where_he_is_changes_nothing(house):
    before, epoch = _terms(house, house.secretary), house.epoch(house.secretary)

    with house.runtime.transaction() as session:
        move_members(session, [Placing(house.secretary.id, house.cell.id, ON)])

    assert (_terms(house, house.secretary), house.epoch(house.secretary)) == (before, epoch)


def test_who_joined_after_the_day_of_the_decision_is_there_since_he_joined(house):
    with house.runtime.transaction() as session:
        newcomer = an_account(session)
        place_members(session, [Placing(newcomer.id, house.cell.id, ON + 30 * DAY)])
        move_members(session, [Placing(newcomer.id, house.neighbour.id, ON)])

    assert ("member", house.neighbour.id, ON + 30 * DAY, None) in _terms(house, newcomer)
    assert house.roles(newcomer) == {("member", house.neighbour.id)}


def test_whoever_is_no_longer_a_member_is_nothing_any_more(house):
    with house.runtime.transaction() as session:
        end_everything(session, [house.secretary.id, house.administrator.id], clock.today())

    assert house.roles(house.secretary) == set()
    assert house.roles(house.administrator) == set()
    assert house.roles(house.deputy) != set()
