"""Acts on the tree: told in a form, looked at as a plan, then carried out."""

from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.organisations.base import OrganisationsPage, above
from handbook_api.console.typed_times import Parts
from handbook_api.core import clock
from handbook_api.core.policy import Subject
from handbook_api.organisations import queries, service
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.schemas import planning
from handbook_api.organisations.schemas.taking import ActIn
from handbook_api.organisations.service import Plan
from handbook_api.pages.sending_once import KEY, new_key, once

Said = TypeVar("Said", bound=ActIn)

_PREVIEW = "preview"


class PlannedPage(OrganisationsPage, Generic[Said]):
    """The form of one act. Sent with `preview`, it shows what would happen and asks again.

    act: what is asked of the policy before anybody types. at_itself: it is decided at the
    organisation, not at what it stands under. done_as: the word told afterwards.
    """

    act: ClassVar[OrganisationAct]
    at_itself: ClassVar[bool] = False
    template: ClassVar[str]
    done_as: ClassVar[str]

    def get(self, organisation_id: UUID) -> str:
        """Ask what is to be done."""
        row = self.allowed(organisation_id)
        return self.render(
            self.template, organisation=row, today=Parts.of_day(clock.today()), **self.asked(row)
        )

    def post(self, organisation_id: UUID) -> str | Response:
        """Show what would happen; do it once that was seen."""
        row = self.allowed(organisation_id)
        if request.form.get(_PREVIEW):
            plan = self.plan(row, self.said(row))
            return self._check(row, plan)
        return once(self, lambda: self._carry_out(row))

    def allowed(self, organisation_id: UUID) -> Organisation:
        """Return the organisation. Raises OrganisationNotFound, OrganisationClosed, Forbidden,
        SecondFactorNeeded."""
        row = self.living(organisation_id)
        path = row.path if self.at_itself else above(row.path)
        POLICY.require(self.identity, self.act, Subject(path))
        return row

    def asked(self, row: Organisation) -> dict[str, Any]:
        """Return what the form needs besides the organisation."""
        del row
        return {}

    def said(self, row: Organisation) -> Said:
        """Return what was typed. Raises FieldsRefused, InvalidRequest."""
        raise NotImplementedError

    def plan(self, row: Organisation, said: Said) -> Plan:
        """Return what would happen."""
        raise NotImplementedError

    def day(self) -> str:
        """Return the day of the act as it was typed, for the model. Raises FieldsRefused."""
        day = self.typed_day("on")
        return day.isoformat() if day else ""

    def arrival(self, row: Organisation, plan: Plan) -> UUID:
        """Return the organisation that is shown afterwards."""
        del plan
        return row.id

    def _check(self, row: Organisation, plan: Plan) -> str:
        left_out = (_PREVIEW, KEY)
        return self.render(
            "console/organisations/check.html",
            organisation=row,
            plan=self._told(plan),
            address=request.path,
            key=new_key(),
            typed=[pair for pair in request.form.items(multi=True) if pair[0] not in left_out],
        )

    def _told(self, plan: Plan) -> planning.OrganisationPlanOut:
        seen = queries.organisations_by_id(self.session, self.identity, planning.parent_ids(plan))
        names = {id_: one.name for id_, one in seen.items()}
        language = self.words.language
        return planning.plan_out(
            plan, names, self.kinds, self.words, language=language, preview=True
        )

    def _carry_out(self, row: Organisation) -> str:
        plan = self.plan(row, self.said(row))
        service.carry_out(self.session, self.identity, plan)
        return f"{self.address(self.arrival(row, plan))}?xong={self.done_as}"
