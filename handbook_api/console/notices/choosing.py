"""People who are chosen one by one: listed where they are few, found by name where they are many.

A name is typed into the body of a form, which is shown again with who was found; what was chosen
before stays chosen, and stands in the form by name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request

from handbook_api.console.notices.base import NoticesPage
from handbook_api.members import queries as members
from handbook_api.members.queries import MemberAt
from handbook_api.members.schemas.lists import MemberSearchIn
from handbook_api.organisations.models import Organisation

#: People that one page lists; in a bigger organisation they are looked for by name.
MOST_LISTED = 100
#: The button that looks for somebody instead of going on.
_FIND = "find"
_MOST_FOUND = 20
_BOX = "members"


@dataclass(frozen=True, slots=True)
class People:
    """Who can be ticked. is_whole: they are all there are. searched: the name that was looked
    for. is_all_found: nobody else bears it. several_cells: they are told apart by their cells."""

    listed: Sequence[MemberAt]
    is_whole: bool
    searched: str = ""
    found: int = 0
    is_all_found: bool = True
    several_cells: bool = False


class ChoosingPage(NoticesPage):
    """A page on which people are chosen."""

    @property
    def is_looking(self) -> bool:
        """Whether somebody is looked for, and nothing is to be written yet."""
        return _FIND in request.form

    @property
    def is_typed(self) -> bool:
        """Whether the form stands as it was sent, and not as it was kept."""
        return request.method == "POST"

    def people(self, place: Organisation, chosen: Collection[UUID]) -> People:
        """Return who of `place` can be ticked, those `chosen` among them. Raises InvalidRequest."""
        inside = members.MemberFilter(within=place.path)
        page = members.page_of_members(self.session, self.identity, inside, limit=MOST_LISTED)
        if page.next_cursor is None:
            return People(page.rows, is_whole=True, several_cells=not place.is_cell)
        kept = members.members_by_id(self.session, self.identity, list(chosen))
        listed = {one.member.id: one for one in kept}
        if not self.is_looking or self.problem is not None:
            return People([*listed.values()], is_whole=False, several_cells=not place.is_cell)
        name = self.form(MemberSearchIn).name
        found = members.search_people(self.session, self.identity, name, inside, limit=_MOST_FOUND)
        listed |= {one.member.id: one for one in found.members}
        return People(
            [*listed.values()],
            is_whole=False,
            searched=name,
            found=len(found.members),
            is_all_found=found.complete,
            several_cells=not place.is_cell,
        )

    def ticked(self) -> list[UUID]:
        """Return who is ticked in the form as it was sent; what is no id is passed over."""
        found = []
        for text in request.form.getlist(_BOX):
            try:
                found.append(UUID(text))
            except ValueError:
                continue
        return found
