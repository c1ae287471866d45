"""What the pages about organisations share."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask import request

from handbook_api.console.offices import require_office
from handbook_api.console.page import ConsolePage
from handbook_api.console.typed_times import Mistyped, typed_day
from handbook_api.content_store import OrganisationKind
from handbook_api.core import clock
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.core.identity import ROOT_PATH
from handbook_api.organisations import queries
from handbook_api.organisations.errors import OrganisationClosed
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import chain
from handbook_api.organisations.schemas.giving import OrganisationBrief, organisation_brief

ORGANISATIONS = "/lam-viec/to-chuc"

#: So many organisations are shown at once.
PER_PAGE = 25

_MISSING = "field.missing"


class OrganisationsPage(ConsolePage):
    """A page about organisations."""

    place = ORGANISATIONS

    @property
    def kinds(self) -> Mapping[str, OrganisationKind]:
        """Every kind of organisation."""
        return self.runtime.content.organisation_kinds

    def organisation(self, organisation_id: UUID) -> Organisation:
        """Return a visible one. Raises OfficeNeeded, OrganisationNotFound."""
        require_office(self.identity)
        return queries.get_organisation(self.session, self.identity, organisation_id)

    def living(self, organisation_id: UUID) -> Organisation:
        """Return a visible one that lives. Raises OrganisationClosed too."""
        row = self.organisation(organisation_id)
        if row.closed_on is not None:
            raise OrganisationClosed(name=row.name, closed_on=f"{row.closed_on:%d/%m/%Y}")
        return row

    def briefs(self, rows: Sequence[queries.OrganisationAt]) -> Sequence[OrganisationBrief]:
        """Return organisations as the API lists them."""
        return [organisation_brief(row, self.kinds, self.words.language) for row in rows]

    def kinds_under(self, parent: Organisation) -> Sequence[tuple[str, str]]:
        """Return code and name of the kinds that may stand under `parent` today."""
        return [
            (code, kind.called(self.words.language))
            for code, kind in self.kinds.items()
            if kind.may_stand_under(parent.kind) and kind.lives_on(clock.today())
        ]

    def typed_day(self, name: str, *, required: bool = True) -> date | None:
        """Return the day typed in the fields of `name`. Raises FieldsRefused."""
        try:
            found = typed_day(request.form, name)
        except Mistyped as error:
            raise FieldsRefused([error.fault], count=1) from error
        if found is None and required:
            raise FieldsRefused([FieldFault(name, _MISSING)], count=1)
        return found

    @staticmethod
    def address(organisation_id: UUID, *more: str) -> str:
        """Return where an organisation is shown, or one of its pages."""
        return "/".join((f"{ORGANISATIONS}/{organisation_id}", *more))


def missing(name: str) -> FieldsRefused:
    """Return the refusal of a form in which `name` is left empty."""
    return FieldsRefused([FieldFault(name, _MISSING)], count=1)


def above(path: str) -> str:
    """Return the path of what stands directly above `path`; “/” above the top."""
    steps = chain(path)
    return steps[-2] if len(steps) > 1 else ROOT_PATH
