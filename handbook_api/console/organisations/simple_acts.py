"""An organisation is opened, called otherwise, or ends."""

from typing import Any
from uuid import UUID

from handbook_api.console.organisations.planned import PlannedPage
from handbook_api.organisations import service
from handbook_api.organisations.errors import KindDoesNotFit
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import OrganisationAct
from handbook_api.organisations.schemas.taking import CloseIn, OpenIn, RenameIn
from handbook_api.organisations.service import Plan


class Open(PlannedPage[OpenIn]):
    """A new one below another."""

    act, at_itself = OrganisationAct.OPEN, True
    template, done_as = "console/organisations/open.html", "lap-moi"

    def asked(self, row: Organisation) -> dict[str, Any]:
        """Return the kinds that may stand there. Raises KindDoesNotFit where none may."""
        kinds = self.kinds_under(row)
        if not kinds:
            raise KindDoesNotFit(kind="–", parent=self.kinds[row.kind].name)
        return {"kinds": kinds}

    def said(self, row: Organisation) -> OpenIn:
        """Return what was typed."""
        return self.form(OpenIn, on=self.day(), parent_id=str(row.id))

    def plan(self, row: Organisation, said: OpenIn) -> Plan:
        """Return what would happen."""
        del row
        content = self.runtime.content
        return service.plan_opening(
            self.session, self.identity, content, said.told(), said.stated()
        )

    def arrival(self, row: Organisation, plan: Plan) -> UUID:
        """Return the new one."""
        del row
        return plan.openings[0].id


class Rename(PlannedPage[RenameIn]):
    """Another name, another code."""

    act, at_itself = OrganisationAct.CHANGE, True
    template, done_as = "console/organisations/rename.html", "doi-ten"

    def said(self, row: Organisation) -> RenameIn:
        """Return what was typed."""
        del row
        return self.form(RenameIn, on=self.day())

    def plan(self, row: Organisation, said: RenameIn) -> Plan:
        """Return what would happen."""
        content, wanted = self.runtime.content, said.told(row.id)
        return service.plan_renaming(self.session, self.identity, content, wanted, said.stated())


class Close(PlannedPage[CloseIn]):
    """It ends without a successor."""

    act = OrganisationAct.CLOSE
    template, done_as = "console/organisations/close.html", "ket-thuc"

    def said(self, row: Organisation) -> CloseIn:
        """Return what was typed."""
        del row
        return self.form(CloseIn, on=self.day())

    def plan(self, row: Organisation, said: CloseIn) -> Plan:
        """Return what would happen."""
        read = said.read(row.id)
        return service.plan_closing(self.session, self.identity, read, said.stated())
