"""A whole list of roles at once: as strict as one by one, and all or nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from handbook_api.auth.accounts import switch_off
from handbook_api.auth.appointments.errors import (
    HolderDisabled,
    RoleByMembership,
    RoleFull,
    RoleNotHere,
    SecretaryInPlace,
    TermOverlaps,
    TermReversed,
    TermTooEarly,
)
from handbook_api.auth.appointments.service import NewAppointment
from handbook_api.auth.appointments.service.appointing_many import appoint_many
from handbook_api.auth.models import Appointment
from handbook_api.core.identity import Role
from handbook_api.organisations.errors import OrganisationClosed
from handbook_api.organisations.models import Organisation
from tests.auth.appointments.conftest import SINCE
from tests.support.people import FIRST_DAY, a_member, an_account, an_organisation


def _row(account, place, role, since=SINCE, until=None):
    return NewAppointment(account.id, place.id, role, since, until)


def _give(house, *rows):
    with house.runtime.transaction() as session:
        appoint_many(session, house.runtime.content, rows)


def _count(house):
    with house.runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Appointment))


def test_everybody_in_the_list_is_what_it_says(house):
    _give(
        house,
        _row(house.member, house.neighbour, Role.SECRETARY),
        _row(house.member, house.cell, Role.CELL_COMMITTEE_MEMBER),
        _row(house.secretary, house.committee, Role.COMMITTEE_MEMBER),
    )

    assert ("secretary", house.neighbour.id) in house.roles(house.member)
    assert ("cell_committee_member", house.cell.id) in house.roles(house.member)
    assert ("committee_member", house.committee.id) in house.roles(house.secretary)


def test_rights_are_read_anew_on_the_next_request(house):
    before = house.epoch(house.member)

    _give(house, _row(house.member, house.neighbour, Role.SECRETARY))

    assert house.epoch(house.member) == before + 1


@pytest.mark.parametrize(
    ("role", "place", "said", "refusal"),
    [
        (Role.SECRETARY, "cell", {}, SecretaryInPlace),
        (Role.DEPUTY_SECRETARY, "cell", {}, RoleFull),
        (Role.MEMBER, "neighbour", {}, RoleByMembership),
        (Role.ADMINISTRATOR, "cell", {}, RoleNotHere),
        (Role.FOLLOWER, "committee", {}, RoleNotHere),
        (Role.SECRETARY, "neighbour", {"until": SINCE - timedelta(1)}, TermReversed),
        (Role.SECRETARY, "neighbour", {"since": FIRST_DAY - timedelta(1)}, TermTooEarly),
    ],
    ids=str,
)
def test_what_one_by_one_is_refused_is_refused_in_a_list(house, role, place, said, refusal):
    before = _count(house)
    good = _row(house.member, house.committee, Role.COMMITTEE_MEMBER)

    with pytest.raises(refusal):
        _give(house, good, _row(house.member, getattr(house, place), role, **said))

    assert _count(house) == before


def test_two_secretaries_within_the_list_are_refused(house):
    with pytest.raises(SecretaryInPlace) as refused:
        _give(
            house,
            _row(house.member, house.neighbour, Role.SECRETARY),
            _row(house.deputy, house.neighbour, Role.SECRETARY, date(2026, 6, 1)),
        )

    assert refused.value.facts["since"] == "05/01/2026"


def test_one_after_the_other_is_no_two_at_once(house):
    _give(
        house,
        _row(house.member, house.neighbour, Role.SECRETARY, until=date(2026, 5, 31)),
        _row(house.deputy, house.neighbour, Role.SECRETARY, date(2026, 6, 1)),
    )

    assert house.appointment(house.deputy, Role.SECRETARY).since == date(2026, 6, 1)


def test_the_same_role_twice_is_refused(house):
    twice = _row(house.member, house.committee, Role.COMMITTEE_MEMBER)

    with pytest.raises(TermOverlaps):
        _give(house, twice, twice)


def test_an_eighth_member_of_a_cell_committee_is_refused(house):
    with house.runtime.transaction() as session:
        cell = session.get_one(Organisation, house.cell.id)
        people = [a_member(session, cell, name=f"Nguyễn Văn Thử {n}") for n in range(8)]
    rows = [_row(one, house.cell, Role.CELL_COMMITTEE_MEMBER) for one in people]

    with pytest.raises(RoleFull) as refused:
        _give(house, *rows)
    _give(house, *rows[:7])

    assert refused.value.facts == {"most": 7}


def test_nobody_is_appointed_where_nothing_is_any_more_or_who_cannot_sign_in(house):
    with house.runtime.transaction() as session:
        committee = session.get_one(Organisation, house.committee.id)
        closed = an_organisation(session, committee, closed_on=date(2026, 2, 1))
        disabled = an_account(session, name="Trần Văn Nghỉ")
        switch_off(session, [disabled.id], "other")

    with pytest.raises(OrganisationClosed):
        _give(house, _row(house.member, closed, Role.SECRETARY))
    with pytest.raises(HolderDisabled):
        _give(house, _row(disabled, house.neighbour, Role.SECRETARY))


def test_a_long_list_takes_no_statement_for_each_of_its_lines(house):
    with house.runtime.transaction() as session:
        cell = session.get_one(Organisation, house.cell.id)
        people = [a_member(session, cell, name=f"Nguyễn Văn Thử {n}") for n in range(40)]
    said = []

    def note(connection, cursor, statement, *_):
        said.append(statement)

    event.listen(house.runtime.engine, "before_cursor_execute", note)
    _give(house, *(_row(one, house.committee, Role.COMMITTEE_MEMBER) for one in people))
    event.remove(house.runtime.engine, "before_cursor_execute", note)

    assert len(said) < 20
