"""Offices follow the tree: what closes or merges has none, what moves keeps them."""

from datetime import date

from handbook_api.auth.appointments import following
from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.db import events
from handbook_api.organisations import service as organisations
from handbook_api.organisations.events import (
    ROLES,
    OrganisationMoved,
    OrganisationsMerged,
    OrganisationSplit,
    PeopleOf,
)
from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, an_organisation, appoint

ON = date(2026, 7, 1)


def _told(house, happening):
    with house.runtime.transaction() as session:
        return events.emit(session, happening)


def test_offices_end_with_the_organisation_when_it_closes(house):
    with house.runtime.transaction() as session:
        committee = session.get_one(Organisation, house.committee.id)
        empty = an_organisation(session, committee, name="Chi bộ trống")
        appoint(session, session.get_one(Account, house.deputy.id), empty, Role.FOLLOWER)
        epoch = house.epoch(house.deputy)
        stated = organisations.Stated(on=clock.today(), decision="Số 9-QĐ/ĐU")
        organisations.carry_out(
            session,
            TERMINAL,
            organisations.plan_closing(session, TERMINAL, empty.id, stated),
        )

    row = house.appointment(house.deputy, Role.FOLLOWER)
    assert row.until is not None
    assert row.until < clock.today()
    assert house.epoch(house.deputy) > epoch
    assert ("follower", empty.id) not in house.roles(house.deputy)


def test_offices_in_merged_cells_end_and_memberships_are_left_to_others(house):
    _told(
        house,
        OrganisationsMerged((house.cell.id,), house.neighbour.id, ON),
    )

    assert house.roles(house.secretary) == {("member", house.cell.id)}
    assert house.roles(house.deputy) == {("member", house.cell.id)}
    assert house.appointment(house.secretary, Role.MEMBER).until is None


def test_offices_stay_in_an_origin_that_goes_on_and_end_in_one_that_does_not(house):
    part = house.neighbour.id
    _told(house, OrganisationSplit(house.cell.id, (part,), {}, ON))
    assert ("secretary", house.cell.id) in house.roles(house.secretary)

    _told(house, OrganisationSplit(house.cell.id, (part,), {}, ON, origin_closed=True))
    assert ("secretary", house.cell.id) not in house.roles(house.secretary)


def test_whoever_is_anything_below_what_moved_has_his_rights_read_anew(house):
    everybody = (house.member, house.secretary, house.deputy)
    before = [house.epoch(one) for one in everybody]
    aside = house.epoch(house.stranger)

    _told(house, OrganisationMoved(house.cell.id, "/00000000/11111111/", house.cell.path))

    assert [house.epoch(one) for one in everybody] == [epoch + 1 for epoch in before]
    assert house.epoch(house.stranger) == aside


def test_a_moved_cell_takes_its_offices_along_and_its_old_officers_see_it_no_more(house):
    with house.runtime.transaction() as session:
        other = a_committee(session, name="Đảng bộ mới")
        cell = session.get_one(Organisation, house.cell.id)
        # As the room of organisations leaves it behind.
        old, cell.path = cell.path, f"{other.path}{cell.key}/"
        session.flush()
        events.emit(session, OrganisationMoved(cell.id, old, cell.path))

    assert ("secretary", house.cell.id) in house.roles(house.secretary)
    address = f"/organisations/{house.cell.id}/appointments"
    assert house.acting(house.officer).get(address).status == 404


def test_the_offices_of_an_organisation_are_counted_for_a_plan(house):
    with house.runtime.transaction(read_only=True) as session:
        question = PeopleOf((house.cell.id, house.neighbour.id))
        assert following.count_offices(session, question) == {ROLES: 2}
