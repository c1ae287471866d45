"""An organisation moves elsewhere in the tree, or becomes one with others."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import request

from handbook_api.console.organisations.base import PER_PAGE, missing
from handbook_api.console.organisations.planned import PlannedPage
from handbook_api.core import clock
from handbook_api.organisations import queries, service
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import OrganisationAct
from handbook_api.organisations.queries import OrganisationFilter
from handbook_api.organisations.schemas.giving import OrganisationBrief
from handbook_api.organisations.schemas.taking import MergeIn, MoveIn
from handbook_api.organisations.service import Plan

#: What stands in “into” when a new one is to be.
NEW = "moi"
_SEPARATOR = ":"


class Move(PlannedPage[MoveIn]):
    """Another place in the tree."""

    act = OrganisationAct.MOVE
    template, done_as = "console/organisations/move.html", "chuyen"

    def asked(self, row: Organisation) -> dict[str, Any]:
        """Return where it may stand, as far as was looked for, and what it may be there."""
        words = _looked_for()
        parents = [code for code, _ in self._kinds_like(row)]
        above = {one for code in parents for one in self.kinds[code].parents}
        found = self._found(OrganisationFilter(words=words, kinds=sorted(above)))
        places = [
            one for one, path in found if one.id != row.parent_id and not path.startswith(row.path)
        ]
        return {"parents_found": places, "words": words, "kinds": self._kinds_like(row)}

    def said(self, row: Organisation) -> MoveIn:
        """Return what was typed."""
        del row
        if not request.form.get("parent_id"):
            raise missing("parent_id")
        return self.form(MoveIn, on=self.day())

    def plan(self, row: Organisation, said: MoveIn) -> Plan:
        """Return what would happen."""
        content, wanted = self.runtime.content, said.told(row.id)
        return service.plan_moving(self.session, self.identity, content, wanted, said.stated())

    def _kinds_like(self, row: Organisation) -> Sequence[tuple[str, str]]:
        return [
            (code, kind.called(self.words.language))
            for code, kind in self.kinds.items()
            if kind.is_cell == row.is_cell and kind.lives_on(clock.today())
        ]

    def _found(self, wanted: OrganisationFilter) -> Iterable[tuple[OrganisationBrief, str]]:
        page = queries.page_of_organisations(
            self.session, self.identity, wanted, clock.today(), limit=PER_PAGE
        )
        paths = (one.organisation.path for one in page.rows)
        return zip(self.briefs(page.rows), paths, strict=True)


class Merge(PlannedPage[MergeIn]):
    """Several become one."""

    act = OrganisationAct.MERGE
    template, done_as = "console/organisations/merge.html", "sap-nhap"

    def asked(self, row: Organisation) -> dict[str, Any]:
        """Return what it may merge with: its neighbours, or what was looked for."""
        words = _looked_for()
        like = [code for code, kind in self.kinds.items() if kind.is_cell == row.is_cell]
        beside = None if words else row.parent_id
        wanted = OrganisationFilter(words=words, parent_id=beside, kinds=like)
        page = queries.page_of_organisations(
            self.session, self.identity, wanted, clock.today(), limit=PER_PAGE
        )
        others = [one for one in self.briefs(page.rows) if one.id != row.id]
        parent = queries.organisations_above(self.session, self.identity, row)[-1:]
        kinds = [pair for one in parent for pair in self.kinds_under(one)]
        return {
            "others": others,
            "words": words,
            "kinds": [pair for pair in kinds if pair[0] in like],
            "chosen": request.form.getlist("others"),
            "new": NEW,
        }

    def said(self, row: Organisation) -> MergeIn:
        """Return what was typed."""
        form = request.form
        others = [one.partition(_SEPARATOR) for one in form.getlist("others")]
        if not others:
            raise missing("others")
        into = form.get("into", "")
        heir: dict[str, Any] = {"into": into}
        if into == NEW:
            heir = {"into": None, "new": _new(row)}
        elif not into:
            raise missing("into")
        read = [{"id": id_, "version": version} for id_, _, version in others]
        return self.form(MergeIn, on=self.day(), others=read, **heir)

    def plan(self, row: Organisation, said: MergeIn) -> Plan:
        """Return what would happen."""
        content, wanted = self.runtime.content, said.told(row.id)
        return service.plan_merging(self.session, self.identity, content, wanted, said.stated())

    def arrival(self, row: Organisation, plan: Plan) -> UUID:
        """Return what they became."""
        return plan.successions[0][1] if plan.successions else row.id


def _new(row: Organisation) -> dict[str, Any]:
    form = request.form
    if not form.get("new_name", "").strip():
        raise missing("new_name")
    return {
        "name": form["new_name"],
        "kind": form.get("new_kind") or row.kind,
        "parent_id": row.parent_id and str(row.parent_id),
        "code": form.get("new_code", "").strip() or None,
    }


def _looked_for() -> str | None:
    """Return what was typed to look for an organisation; a form carries it along."""
    return (request.form.get("q") or request.args.get("q", "")).strip()[:200] or None
