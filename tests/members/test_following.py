"""When the tree changes, its people go along, and it can be seen where they came from."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handbook_api.auth.models import Account, Appointment
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.db import events
from handbook_api.members import queries
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.models import CellStay, Member
from handbook_api.organisations import service as organisations
from handbook_api.organisations.events import GUESTS, MEMBERS, MembersIn, PeopleOf
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import Merging, Part, Read, Splitting, Stated
from tests.support.members import a_new_member
from tests.support.people import appoint

ON = date(2026, 6, 1)


@pytest.fixture
def people(province):
    """Two members of the cell, one of the sibling, and a guest in the cell from afar."""
    with province.runtime.transaction() as session:
        ids = province.add(
            session,
            a_new_member(province.cell),
            a_new_member(province.cell),
            a_new_member(province.sibling),
            a_new_member(province.far_cell),
        )
        session.get_one(Member, ids[3]).host_cell_id = province.cell.id
    return ids


def merge(province, *sources, into):
    with province.runtime.transaction() as session:
        read = [Read(one.id, session.get_one(Organisation, one.id).version) for one in sources]
        plan = organisations.plan_merging(
            session, TERMINAL, province.content, Merging(read, into.id), Stated(ON, "9-QĐ/TU")
        )
        organisations.carry_out(session, TERMINAL, plan)
    return plan


def split(province, *parts, stays):
    with province.runtime.transaction() as session:
        read = Read(province.cell.id, session.get_one(Organisation, province.cell.id).version)
        wanted = Splitting(read, parts, stays)
        plan = organisations.plan_splitting(session, TERMINAL, province.content, wanted, Stated(ON))
        organisations.carry_out(session, TERMINAL, plan)
    with province.runtime.transaction(read_only=True) as session:
        found = session.scalars(select(Organisation).where(Organisation.opened_on == ON))
        return {row.name: row for row in found}


def cells_of(province, ids):
    with province.runtime.transaction(read_only=True) as session:
        rows = {row.id: row for row in session.scalars(select(Member).where(Member.id.in_(ids)))}
        return [rows[id_].cell_id for id_ in ids]


def places_of(province, member_id):
    """Return where somebody is a member for signing in, in order, with the last day."""
    with province.runtime.transaction(read_only=True) as session:
        account_id = session.get_one(Member, member_id).account_id
        return [
            (row.organisation_id, row.until)
            for row in session.scalars(
                select(Appointment)
                .where(Appointment.account_id == account_id, Appointment.role == Role.MEMBER)
                .order_by(Appointment.since)
            )
        ]


def test_members_go_where_their_cell_went_and_leave_a_trace(province, people):
    merge(province, province.cell, province.sibling, into=province.sibling)

    assert cells_of(province, people[:3]) == [province.sibling.id] * 3
    day_before = ON - timedelta(days=1)
    with province.runtime.transaction(read_only=True) as session:
        stays = queries.stays_of(session, province.officer(), people[0])
        guest = session.get_one(Member, people[3])
    assert [(stay.cell_id, stay.until, stay.how) for stay, _ in stays] == [
        (province.sibling.id, None, "merged"),
        (province.cell.id, day_before, "listed"),
    ]
    assert places_of(province, people[0]) == [
        (province.cell.id, day_before),
        (province.sibling.id, None),
    ]
    assert places_of(province, people[2]) == [(province.sibling.id, None)]
    assert guest.host_cell_id == province.sibling.id


def test_rights_follow_at_once(province, people):
    merge(province, province.cell, province.sibling, into=province.sibling)

    with province.runtime.transaction(read_only=True) as session:
        seen = queries.get_member(session, province.secretary(province.sibling), people[0])
        with pytest.raises(MemberNotFound):
            queries.get_member(session, province.secretary(province.cell), people[0])
        account = session.get_one(Account, seen.member.account_id)
    assert account.epoch > 2  # placed once, moved once: his tokens are read anew
    assert seen.member.version == 2


def test_a_secretary_of_a_merged_cell_is_a_secretary_no_more(province, people):
    with province.runtime.transaction() as session:
        account = session.get_one(Account, session.get_one(Member, people[0]).account_id)
        appoint(session, account, province.cell, Role.SECRETARY)

    merge(province, province.cell, province.sibling, into=province.sibling)

    with province.runtime.transaction(read_only=True) as session:
        [office] = session.scalars(
            select(Appointment).where(Appointment.role == Role.SECRETARY)
        ).all()
    assert office.until == ON - timedelta(days=1)


def test_a_part_takes_those_who_were_assigned_to_it(province, people):
    made = split(province, Part("Chi bộ Mới", members=[people[0]]), stays=True)
    new = made["Chi bộ Mới"].id

    assert cells_of(province, people[:2]) == [new, province.cell.id]
    assert places_of(province, people[0])[-1] == (new, None)
    with province.runtime.transaction(read_only=True) as session:
        how = session.scalars(
            select(CellStay.how).where(CellStay.member_id == people[0], CellStay.until.is_(None))
        ).all()
        guest = session.get_one(Member, people[3])
    assert how == ["split"]
    assert guest.host_cell_id == province.cell.id


def test_guests_of_a_cell_that_ends_in_its_parts_are_guests_of_the_first(province, people):
    parts = [Part("Phần Một", members=[people[0]]), Part("Phần Hai", members=[people[1]])]
    made = split(province, *parts, stays=False)

    with province.runtime.transaction(read_only=True) as session:
        guest = session.get_one(Member, people[3])
    assert guest.host_cell_id == made["Phần Một"].id


def test_the_tree_is_told_who_lives_where(province, people):
    with province.runtime.transaction(read_only=True) as session:
        counts = events.emit(session, PeopleOf((province.cell.id, province.sibling.id)))
        [inhabitants] = events.emit(session, MembersIn(province.cell.id))
    told = {name: number for answer in counts for name, number in answer.items()}
    assert (told[MEMBERS], told[GUESTS]) == (3, 1)
    assert set(inhabitants) == set(people[:2])


def test_a_merger_of_many_costs_the_same_statements_as_one_of_few(province, count_statements):
    def cost(number):
        with province.runtime.transaction() as session:
            source = _cell(session, province)
            province.add(session, *(a_new_member(source) for _ in range(number)))
        with count_statements() as counted:
            merge(province, source, province.sibling, into=province.sibling)
        return counted.number

    assert abs(cost(3) - cost(40)) <= 2  # flushes of appointments may come in one piece or two


def _cell(session, province):
    source = Organisation(
        key=f"{len(session.scalars(select(Organisation)).all()):08x}",
        path="",
        parent_id=province.ward.id,
        kind="cell",
        is_cell=True,
        name="Chi bộ Nguồn",
        folded_name="chi bo nguon",
        opened_on=date(2020, 1, 1),
    )
    source.path = f"{province.ward.path}{source.key}/"
    session.add(source)
    session.flush()
    return source
