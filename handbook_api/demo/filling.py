"""Cells of the demo get their people, batch by batch, the way an imported list does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import TERMINAL
from handbook_api.demo.days import Calendar, calendar_of
from handbook_api.demo.dice import dice
from handbook_api.demo.lives import Part
from handbook_api.demo.offices import Roster
from handbook_api.demo.people import Place, draw_member, parts_of_shown_cell
from handbook_api.demo.planting import FOUNDED, Planted, merge
from handbook_api.demo.tree import MERGED_ON, Planned
from handbook_api.members.adding import Intake, add_members, new_intake
from handbook_api.members.people import NewMember

#: People added in one go.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody, and the code of the cell that he belongs to today."""

    code: str
    member: NewMember


@dataclass(slots=True)
class _Filling:
    """What goes along from batch to batch. report: told how many have been added."""

    session: Session
    content: Content
    today: date
    report: Callable[[int], None]
    intake: Intake
    roster: Roster = field(default_factory=Roster)
    done: int = 0

    def add(self, people: Iterable[Drawn]) -> None:
        coming = iter(people)
        while batch := list(islice(coming, _BATCH)):
            members = [one.member for one in batch]
            add_members(self.session, TERMINAL, self.content, members, self.intake)
            for one in batch:
                self.roster.note(one.code, one.member, self.today)
            self.done += len(batch)
            self.report(self.done)


def fill(
    session: Session,
    content: Content,
    seed: int,
    tree: Sequence[Planned],
    planted: Planted,
    report: Callable[[int], None],
) -> Roster:
    """Everybody belongs to his cell, and merged cells have merged; return who could lead.

    `planted` names the merged cells afterwards.
    """
    calendar = calendar_of(content)
    filling = _Filling(session, content, calendar.today, report, new_intake(content))
    late: list[Drawn] = []
    filling.add(_until_merged(draw_people(seed, calendar, tree, planted), tree, late))
    for cell in tree:
        if cell.merged_from:
            planted[cell.code] = [merge(session, content, cell, planted[cell.code])]
    filling.add(_in_new_cell(one, planted) for one in late)
    return filling.roster


def draw_people(
    seed: int, calendar: Calendar, tree: Sequence[Planned], planted: Planted
) -> Iterator[Drawn]:
    """Yield everybody, cell by cell; of a merged cell, each in one of those it was before."""
    serial = 0
    for cell in (one for one in tree if one.is_cell):
        thrown = dice(seed, "people", cell.code)
        since = FOUNDED if cell.merged_from else cell.opened_on
        place = Place(planted[cell.code][0], cell.setting, cell.locality, since)
        parts = [Part.ANYBODY] * cell.members if serial else parts_of_shown_cell(cell.members)
        for part in parts:
            member = draw_member(thrown, calendar, place, serial, part)
            if cell.merged_from:
                member = replace(member, cell_id=thrown.choice(planted[cell.code]))
            yield Drawn(cell.code, member)
            serial += 1


def _until_merged(
    people: Iterable[Drawn], tree: Sequence[Planned], late: list[Drawn]
) -> Iterator[Drawn]:
    """Yield who came before MERGED_ON, or into a cell that never merged; the others are `late`."""
    merged = {cell.code for cell in tree if cell.merged_from}
    for one in people:
        came = one.member.in_cell_since
        if one.code in merged and came is not None and came >= MERGED_ON:
            late.append(one)
        else:
            yield one


def _in_new_cell(one: Drawn, planted: Planted) -> Drawn:
    return replace(one, member=replace(one.member, cell_id=planted[one.code][0]))
