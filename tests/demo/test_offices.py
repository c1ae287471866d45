"""Who leads what in the demo: within the rules, with vacancies, and nobody everywhere."""

from collections import Counter, defaultdict
from uuid import UUID

import pytest

from handbook_api.core.identity import Role
from handbook_api.demo.days import calendar_of
from handbook_api.demo.dice import dice
from handbook_api.demo.filling import draw_people
from handbook_api.demo.offices import TERM_BEGINS, Roster, plan_offices
from handbook_api.demo.tree import plan_tree


def _plan(content, members, cells, seed=1):
    tree = plan_tree(dice(seed, "tree"), members, cells)
    calendar = calendar_of(content)
    nowhere = {one.code: [UUID(int=1), UUID(int=2)] for one in tree}
    roster, home = Roster(), {}
    for drawn in draw_people(seed, calendar, tree, nowhere):
        roster.note(drawn.code, drawn.member, calendar.today)
        home[drawn.member.account_id] = drawn.code
    return tree, plan_offices(dice(seed, "offices"), tree, roster), home


@pytest.fixture(scope="module")
def large(content):
    return _plan(content, 9_000, 400)


@pytest.fixture(scope="module", params=[(20, 2), (20, 6), (60, 6)], ids=str)
def small(content, request):
    return _plan(content, *request.param)


def test_every_role_is_held_where_it_may_be_and_by_as_many_as_may(content, large):
    tree, plan, _ = large
    in_cell = {one.code: one.is_cell for one in tree}
    held = Counter((office.code, office.role) for office in plan.offices)

    for (code, role), count in held.items():
        spec = content.roles[role]
        assert spec.may_be_held(in_cell=in_cell[code])
        most = spec.most(in_cell=in_cell[code])
        assert most is None or count <= most
    assert {office.role for office in plan.offices} == set(Role) - {Role.MEMBER}


def test_nobody_holds_the_same_role_twice_in_one_place(large):
    _, plan, _ = large
    held = [(office.code, office.role, office.account_id) for office in plan.offices]

    assert len(set(held)) == len(held)


def test_leaders_of_a_cell_belong_to_it_and_officers_to_a_cell_below(large):
    tree, plan, home = large
    cells = {one.code for one in tree if one.is_cell}
    for office in plan.offices:
        if office.role == Role.FOLLOWER:
            assert home[office.account_id] != office.code
        elif office.code in cells:
            assert home[office.account_id] == office.code
        else:
            assert home[office.account_id].startswith(f"{office.code}.")


def test_some_cells_have_no_secretary_and_more_have_no_deputy(large):
    tree, plan, _ = large
    roles = defaultdict(set)
    for office in plan.offices:
        roles[office.code].add(office.role)
    cells = [one for one in tree if one.is_cell]
    without = {
        role: sum(role not in roles[cell.code] for cell in cells) / len(cells)
        for role in (Role.SECRETARY, Role.DEPUTY_SECRETARY)
    }

    assert 0.01 < without[Role.SECRETARY] < 0.09
    assert without[Role.SECRETARY] < without[Role.DEPUTY_SECRETARY] < 0.3


def test_every_upper_committee_and_the_province_have_one_organisation_officer(large):
    tree, plan, _ = large
    held = Counter(o.code for o in plan.offices if o.role == Role.ORGANISATION_OFFICER)
    kinds = ("upper_committee", "province_committee")

    assert held == Counter(one.code for one in tree if one.kind in kinds)


def test_nobody_leads_before_he_could(large):
    _, plan, _ = large

    assert all(office.since >= TERM_BEGINS for office in plan.offices)


def test_however_small_four_different_people_are_shown(small):
    tree, plan, home = small
    first = next(one.code for one in tree if one.is_cell)

    assert set(plan.shown) == {"member", "secretary", "officer", "administrator"}
    assert len(set(plan.shown.values())) == 4
    assert home[plan.shown["member"]] == home[plan.shown["secretary"]] == first


def test_the_member_shown_holds_nothing_and_the_secretary_only_his_cell(small):
    _, plan, home = small
    held = defaultdict(list)
    for office in plan.offices:
        held[office.account_id].append((office.role, office.code))
    secretary = plan.shown["secretary"]

    assert held[plan.shown["member"]] == []
    assert held[secretary] == [(Role.SECRETARY, home[secretary])]


def test_a_small_one_has_a_cell_without_secretary_too(content):
    tree, plan, _ = _plan(content, 60, 6)
    led = {office.code for office in plan.offices if office.role == Role.SECRETARY}

    assert [one.code for one in tree if one.is_cell and one.code not in led] != []
