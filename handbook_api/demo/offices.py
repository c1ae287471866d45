"""Who leads what in the demo: a plan of roles, with the vacancies that life has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

from handbook_api.core.identity import Role
from handbook_api.demo.tree import MERGED_ON, TOP_CODE, Planned
from handbook_api.members.people import NewMember
from handbook_api.members.statuses import OFFICIAL

#: The congresses were over, and the merged cells had their people.
TERM_BEGINS = date(2025, 8, 15)
_SETTLED_BY = date(2024, 12, 31)
_OLDEST, _YOUNGEST = 74, 25

#: How many of a cell's people are kept in mind for its offices and those above.
_MOST_ABLE = 14
#: Shares of cells without, 0 to 1.
_NO_SECRETARY, _NO_DEPUTY = 0.04, 0.1
#: Smaller cells have no deputy; from so many members on there is a cell committee.
_WITH_DEPUTY, _WITH_COMMITTEE = 6, 9
#: Smaller demos have one vacancy all the same, in their last cell.
_FEW_CELLS = 20

#: The member shown comes after those who lead the cell shown.
_PLACE_OF_MEMBER = 3

#: Offices of a committee by its kind, besides those who are plain members of it.
_LEADERS = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
_OFFICES: Mapping[str, Sequence[Role]] = {
    "sub_committee": _LEADERS,
    "base_committee": _LEADERS,
    "upper_committee": (
        Role.ORGANISATION_OFFICER,
        *_LEADERS,
        Role.DEPUTY_SECRETARY,
        Role.OFFICE_OFFICER,
        Role.INSPECTION_OFFICER,
        Role.PROPAGANDA_OFFICER,
    ),
    "province_committee": (
        Role.ORGANISATION_OFFICER,
        Role.ADMINISTRATOR,
        *_LEADERS,
        Role.DEPUTY_SECRETARY,
        Role.OFFICE_OFFICER,
        Role.INSPECTION_OFFICER,
        Role.PROPAGANDA_OFFICER,
        Role.CONTENT_EDITOR,
    ),
}
_PLAIN_MEMBERS = {
    "sub_committee": 1,
    "base_committee": 3,
    "upper_committee": 12,
    "province_committee": 20,
}


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who could hold an office from a day on. settled: nobody would wonder at it."""

    account_id: UUID
    since: date
    settled: bool


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody is to hold a role in the organisation with this code, from a day on."""

    role: Role
    code: str
    account_id: UUID
    since: date


@dataclass(slots=True)
class Roster:
    """Those who could hold offices, by the code of their cell; some of each are kept."""

    by_cell: dict[str, list[Able]] = field(default_factory=dict)

    def note(self, code: str, member: NewMember, today: date) -> None:
        """`member` of the cell with this code is kept in mind, if he could hold an office."""
        found = self.by_cell.setdefault(code, [])
        official_on, born_on = member.official_on, member.birth_date
        if member.status != OFFICIAL or official_on is None or born_on is None:
            return
        came = member.in_cell_since or MERGED_ON
        age = today.year - born_on.year
        settled = max(official_on, came) <= _SETTLED_BY and _YOUNGEST <= age <= _OLDEST
        able = Able(member.account_id, max(TERM_BEGINS, official_on, came), settled)
        if len(found) < _MOST_ABLE:
            found.append(able)


@dataclass(slots=True)
class Plan:
    """All offices, and who of them is shown to guests in which role."""

    offices: list[Office] = field(default_factory=list)
    shown: dict[str, UUID] = field(default_factory=dict)

    def give(self, role: Role, code: str, able: Able) -> None:
        """`able` is to hold `role` there."""
        self.offices.append(Office(role, code, able.account_id, able.since))


def plan_offices(thrown: Random, tree: Sequence[Planned], roster: Roster) -> Plan:
    """Return who is to hold what, in the order of the tree.

    The member and the secretary that guests are shown stand in the first cell and hold nothing
    else; the officer and the administrator are the province's.
    """
    plan, cells = Plan(), [one for one in tree if one.is_cell]
    first = _settled_first(roster.by_cell[cells[0].code])
    secretary, member = first[0], first[min(_PLACE_OF_MEMBER, len(first) - 1)]
    plan.shown.update(member=member.account_id, secretary=secretary.account_id)
    aside = set(plan.shown.values())
    for cell in cells:
        able = _settled_first(roster.by_cell.get(cell.code, ()), aside)
        if cell is cells[0]:
            _lead(plan, cell, [secretary, *able], secretary=True, deputy=True)
        else:
            last_of_few = len(cells) < _FEW_CELLS and cell is cells[-1]
            with_secretary = not last_of_few and thrown.random() >= _NO_SECRETARY
            _lead(plan, cell, able, secretary=with_secretary, deputy=thrown.random() >= _NO_DEPUTY)
    for committee in (one for one in tree if not one.is_cell):
        _man(plan, thrown, committee, cells, roster, aside)
    return plan


def _settled_first(found: Iterable[Able], aside: Iterable[UUID] = ()) -> list[Able]:
    left = set(aside)
    return sorted(
        (one for one in found if one.account_id not in left), key=lambda one: not one.settled
    )


def _lead(
    plan: Plan, cell: Planned, able: Sequence[Able], *, secretary: bool, deputy: bool
) -> None:
    """The cell has its leaders, as far as it has people."""
    coming = iter(able)
    roles = [
        *([Role.SECRETARY] if secretary else []),
        *([Role.DEPUTY_SECRETARY] if deputy and cell.members >= _WITH_DEPUTY else []),
        *([Role.CELL_COMMITTEE_MEMBER] if cell.members >= _WITH_COMMITTEE else []),
        *([Role.CELL_COMMITTEE_MEMBER] * 2 if cell.members >= 2 * _WITH_COMMITTEE else []),
    ]
    for role, one in zip(roles, coming, strict=False):
        plan.give(role, cell.code, one)


def _man(
    plan: Plan,
    thrown: Random,
    committee: Planned,
    cells: Sequence[Planned],
    roster: Roster,
    aside: set[UUID],
) -> None:
    """The committee has its leaders, officers and members; an upper one's members follow cells."""
    below = [cell for cell in cells if cell.code.startswith(f"{committee.code}.")]
    able = [one for cell in below for one in roster.by_cell.get(cell.code, ())]
    drawn = _settled_first(thrown.sample(able, len(able)), aside)
    offices = _OFFICES[committee.kind]
    # Where there are few people the plain members go short, not the offices.
    for role, one in zip(offices, drawn, strict=False):
        plan.give(role, committee.code, one)
        if committee.code == TOP_CODE and role in _SHOWN:
            plan.shown[_SHOWN[role]] = one.account_id
    some = max(0, (len(drawn) - len(offices)) // 2)
    plain = drawn[len(offices) :][: min(_PLAIN_MEMBERS[committee.kind], some)]
    for one in plain:
        plan.give(Role.COMMITTEE_MEMBER, committee.code, one)
    if committee.kind == "upper_committee":
        _follow(plan, thrown, below, roster, plain)


_SHOWN = {Role.ORGANISATION_OFFICER: "officer", Role.ADMINISTRATOR: "administrator"}


def _follow(
    plan: Plan,
    thrown: Random,
    cells: Sequence[Planned],
    roster: Roster,
    members: Sequence[Able],
) -> None:
    """Each plain member of the committee follows a cell that is not his own."""
    for one in members:
        others = [cell for cell in cells if one not in roster.by_cell.get(cell.code, ())]
        if others:
            plan.give(Role.FOLLOWER, thrown.choice(others).code, one)
