"""A list of members is taken out: whose, which fields, and what for."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, request

from handbook_api.console.offices import require_office
from handbook_api.console.people.members import Choices, MembersPage
from handbook_api.core.policy import Subject
from handbook_api.members.exports.giving_out import workbook_of
from handbook_api.members.exports.policy import EXPORTING, POLICY, ExportAct
from handbook_api.members.exports.schemas import ExportIn
from handbook_api.members.exports.scope import fields_offered
from handbook_api.members.exports.service import LEAST_PURPOSE, MOST_AT_ONCE, MOST_PURPOSE
from handbook_api.members.schemas.fields import grouped_codes
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.queries import get_organisation

EXPORT = "/lam-viec/dang-vien/xuat"
#: What nearly every list needs.
_USUAL = frozenset(("full_name", "birth_date", "cell", "status"))


class Export(MembersPage):
    """Whose list, what is in it, what for; and the list."""

    in_steps = True

    def get(self) -> str:
        """Ask; the fields are those that the reader may see."""
        self._must_be_allowed()
        content, language = self.runtime.content, self.words.language
        chosen = request.form.getlist("fields") if self.problem else _USUAL
        within = request.values.get("organisation") or request.values.get("cell")
        return self.render(
            "console/records/export.html",
            least=LEAST_PURPOSE,
            most=MOST_PURPOSE,
            most_people=MOST_AT_ONCE,
            organisations=self.organisations(),
            within=self._known(within),
            statuses=[
                (code, one.called(language)) for code, one in content.member_statuses.states.items()
            ],
            groups=self._groups(),
            chosen=set(chosen),
            chosen_statuses=set(request.values.getlist("statuses")),
        )

    def post(self) -> Response:
        """Return the list; it is in the log before anybody has it."""
        wanted = self.form(ExportIn).wanted
        return workbook_of(self.identity, self.runtime, wanted, self.step)

    def _must_be_allowed(self) -> None:
        require_office(self.identity, EXPORTING)
        held = self.identity.awakened().paths(*EXPORTING)
        for path in held:
            POLICY.require(self.identity, ExportAct.EXPORT, Subject(path))

    def _known(self, within: str | None) -> tuple[str, str] | None:
        """Return the organisation that the reader came from, if there is such a one."""
        try:
            found = get_organisation(self.session, self.identity, UUID(within or ""))
        except (ValueError, OrganisationNotFound):
            return None
        return str(found.id), found.name

    def _groups(self) -> Sequence[tuple[str, Choices]]:
        offered = fields_offered(self.session, self.identity, self.runtime.content)
        words, language = self.words, self.words.language
        return [
            (
                words.label(f"record_group.{group}"),
                [(code, offered[code].called(language)) for code in codes],
            )
            for group, codes in grouped_codes(offered)
        ]
