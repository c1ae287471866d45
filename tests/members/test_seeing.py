"""Who sees which members, in lists and one by one."""

from uuid import uuid4

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, SYSTEM, TERMINAL, Identity, Role
from handbook_api.members import queries
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.models import Member
from handbook_api.members.queries import MemberFilter
from tests.support.members import a_new_member, a_prospect
from tests.support.records import as_holder, as_member

SEEING = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.CELL_COMMITTEE_MEMBER,
    Role.FOLLOWER,
    Role.COMMITTEE_MEMBER,
    Role.OFFICE_OFFICER,
    Role.ORGANISATION_OFFICER,
    Role.INSPECTION_OFFICER,
)
BLIND = (Role.PROPAGANDA_OFFICER, Role.CONTENT_EDITOR, Role.ADMINISTRATOR, Role.MEMBER)


@pytest.fixture
def people(province):
    """One member in each cell, by the name of his cell."""
    cells = {"here": province.cell, "beside": province.sibling, "far": province.far_cell}
    with province.runtime.transaction() as session:
        ids = province.add(session, *(a_new_member(cell) for cell in cells.values()))
    return dict(zip(cells, ids, strict=True))


def seen(province, people, viewer, **wanted):
    """Return whom a viewer finds: the same people in the list, by id and by search."""
    by_id = {number: name for name, number in people.items()}
    with province.runtime.transaction(read_only=True) as session:
        page = queries.page_of_members(session, viewer, MemberFilter(**wanted), limit=50)
        listed = {row.member.id for row in page.rows}
        found = queries.search_people(session, viewer, "mau", MemberFilter(**wanted), limit=50)
        assert {row.member.id for row in found.members} == listed
        if not wanted:
            assert {row.member.id for row in _each(session, viewer, people)} == listed
    return {by_id[number] for number in listed}


def _each(session, viewer, people):
    for member_id in people.values():
        try:
            yield queries.get_member(session, viewer, member_id)
        except MemberNotFound:
            assert queries.find_account_of(session, viewer, member_id) is None


def test_who_serves_sees_the_members_inside(province, people):
    for role in SEEING:
        everywhere = as_holder(role, province.province)
        assert seen(province, people, as_holder(role, province.cell)) == {"here"}, role
        assert seen(province, people, as_holder(role, province.ward)) == {"here", "beside"}, role
        assert seen(province, people, everywhere) == {"here", "beside", "far"}, role


def test_other_roles_see_nobody(province, people):
    for role in BLIND:
        assert seen(province, people, as_holder(role, province.province)) == set(), role


def test_guests_and_sleeping_roles_see_nobody(province, people):
    awake = as_holder(Role.ORGANISATION_OFFICER, province.province)

    assert seen(province, people, GUEST) == set()
    assert seen(province, people, Identity("x", dormant=awake.grants)) == set()


def test_the_system_and_the_terminal_see_everybody(province, people):
    assert seen(province, people, SYSTEM) == {"here", "beside", "far"}
    assert seen(province, people, TERMINAL) == {"here", "beside", "far"}


def test_a_member_sees_himself_and_nobody_else(province, people):
    with province.runtime.transaction(read_only=True) as session:
        member = session.get_one(Member, people["here"])

    assert seen(province, people, as_member(member, province.cell)) == {"here"}


def test_a_list_is_narrowed_to_an_organisation_inside_ones_reach(province, people):
    officer = province.officer(province.ward)

    assert seen(province, people, officer, within=province.cell.path) == {"here"}
    assert seen(province, people, officer, within=province.province.path) == {"here", "beside"}
    assert seen(province, people, officer, within=province.other_ward.path) == set()
    assert seen(province, people, SYSTEM, within=province.ward.path) == {"here", "beside"}


def test_a_list_is_narrowed_to_a_cell_status_and_way_to_be_reached(province, people):
    officer = province.officer()

    assert seen(province, people, officer, cell_id=province.far_cell.id) == {"far"}
    assert seen(province, people, officer, cell_id=uuid4()) == set()
    assert seen(province, people, officer, statuses=["official"]) == {"here", "beside", "far"}
    assert seen(province, people, officer, statuses=["prospect"]) == set()
    assert seen(province, people, officer, reachable_by=["phone"]) == set()


def change(province, member_id, **columns):
    with province.runtime.transaction() as session:
        member = session.get_one(Member, member_id)
        for name, value in columns.items():
            setattr(member, name, value)


def test_a_guest_in_a_cell_is_seen_there_and_at_home(province, people):
    change(province, people["here"], host_cell_id=province.far_cell.id)

    assert seen(province, people, province.secretary(province.far_cell)) == {"here", "far"}
    assert seen(province, people, province.secretary(province.cell)) == {"here"}


def test_who_has_left_is_seen_by_officers_of_records_only_and_kept_out_of_lists(province, people):
    change(province, people["here"], cell_id=None, status="struck_off")

    for role in SEEING:
        viewer = as_holder(role, province.ward)
        keeps_records = role in (Role.ORGANISATION_OFFICER, Role.INSPECTION_OFFICER)
        with province.runtime.transaction(read_only=True) as session:
            found = queries.members_by_id(session, viewer, list(people.values()))
            names = {row.member.id for row in found}
        assert (people["here"] in names) == keeps_records
    officer = province.officer()
    assert seen(province, people, officer, statuses=["struck_off"]) == {"here"}
    with province.runtime.transaction(read_only=True) as session:
        page = queries.page_of_members(session, officer, MemberFilter(), limit=50)
        assert people["here"] not in {row.member.id for row in page.rows}


def test_what_was_erased_is_seen_by_nobody(province, people):
    change(province, people["here"], erased_at=clock.now())

    assert seen(province, people, SYSTEM) == {"beside", "far"}


def test_pages_follow_one_another_in_the_order_of_names(province):
    given = ["Yến", "Ánh", "Đào", "Dung", "An", "Mẫu", "Ước"]
    with province.runtime.transaction() as session:
        province.add(session, *(a_new_member(province.cell, f"Trần {name}") for name in given))
    listed, cursor = [], None
    with province.runtime.transaction(read_only=True) as session:
        while True:
            page = queries.page_of_members(
                session, province.officer(), MemberFilter(), limit=2, cursor=cursor
            )
            listed += [row.member.full_name.split()[-1] for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break

    assert listed == ["An", "Ánh", "Dung", "Đào", "Mẫu", "Ước", "Yến"]


def test_a_number_is_found_whole_only_and_only_within_reach(province):
    with province.runtime.transaction() as session:
        number = {"citizen_id": "001099000001"}
        province.add(session, a_new_member(province.cell, sealed=number))

    def found(viewer, text):
        with province.runtime.transaction(read_only=True) as session:
            return len(queries.find_members_with(session, viewer, "citizen_id", text))

    assert found(province.officer(), "001099000001") == 1
    assert found(province.officer(), "00109900000") == 0
    assert found(province.officer(province.other_ward), "001099000001") == 0


def test_lists_and_searches_cost_the_same_however_many_are_found(province, count_statements):
    def cost(ask):
        with province.runtime.transaction(read_only=True) as session, count_statements() as counted:
            ask(session)
        return counted.number

    def page(session):
        queries.page_of_members(session, province.officer(), MemberFilter(), limit=50)

    def search(session):
        queries.search_people(session, province.officer(), "tran mau", MemberFilter(), limit=50)

    with province.runtime.transaction() as session:
        province.add(session, a_new_member(province.cell), a_prospect(province.cell))
    few = cost(page), cost(search)
    with province.runtime.transaction() as session:
        province.add(session, *(a_new_member(province.sibling) for _ in range(40)))

    assert (cost(page), cost(search)) == few
