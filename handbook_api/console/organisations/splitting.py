"""Parts of an organisation become organisations of their own: who goes with which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from handbook_api.console.organisations.base import missing
from handbook_api.console.organisations.planned import PlannedPage
from handbook_api.members import queries as members
from handbook_api.members.queries import MemberFilter
from handbook_api.organisations import queries, service
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import OrganisationAct
from handbook_api.organisations.schemas.taking import SplitIn
from handbook_api.organisations.service import Plan

#: Into so many parts at once; more are split off one after another.
_PARTS = ("1", "2", "3")
#: So many are assigned on one page.
_MOST = 500
_GOES = "di-"


@dataclass(frozen=True, slots=True)
class Goer:
    """Somebody, or an organisation, that goes with a part. name: of the field that says which."""

    field: str
    name: str


class Split(PlannedPage[SplitIn]):
    """One becomes several."""

    act = OrganisationAct.SPLIT
    template, done_as = "console/organisations/split.html", "tach"
    packed = False

    def asked(self, row: Organisation) -> dict[str, Any]:
        """Return who is to be assigned, and to how many parts."""
        return {"goers": self._goers(row), "parts": _PARTS}

    def said(self, row: Organisation) -> SplitIn:
        """Return what was typed."""
        form = request.form
        named = [one for one in _PARTS if form.get(f"part_{one}", "").strip()]
        if not named:
            raise missing("part_1")
        if not form.get("stays"):
            raise missing("stays")
        going: dict[str, list[str]] = {one: [] for one in _PARTS}
        for field, part in form.items():
            if field.startswith(_GOES) and part in going:
                going[part].append(field.removeprefix(_GOES))
        whom = "members" if row.is_cell else "children"
        parts = [
            {
                "name": form[f"part_{one}"],
                "code": form.get(f"code_{one}", "").strip() or None,
                whom: going[one],
            }
            for one in named
        ]
        # What is said of a part without a name is told of: somebody would be left over.
        for one in _PARTS:
            if one not in named and (going[one] or form.get(f"code_{one}", "").strip()):
                raise missing(f"part_{one}")
        return self.form(SplitIn, on=self.day(), parts=parts)

    def plan(self, row: Organisation, said: SplitIn) -> Plan:
        """Return what would happen."""
        content, wanted = self.runtime.content, said.told(row.id)
        return service.plan_splitting(self.session, self.identity, content, wanted, said.stated())

    def _goers(self, row: Organisation) -> Sequence[Goer]:
        if row.is_cell:
            wanted = MemberFilter(cell_id=row.id)
            page = members.page_of_members(self.session, self.identity, wanted, limit=_MOST)
            own = [at.member for at in page.rows if at.member.cell_id == row.id]
            return [Goer(f"{_GOES}{one.id}", one.full_name) for one in own]
        below = queries.children_of(self.session, self.identity, [row.id])
        return [Goer(f"{_GOES}{one.id}", one.name) for one in below[:_MOST]]
