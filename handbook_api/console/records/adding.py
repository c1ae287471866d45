"""Somebody gets a record, one person at a time; many come by list, and from elsewhere by paper."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS
from handbook_api.console.people.members import Choices
from handbook_api.console.records.changing import ChangingPage
from handbook_api.console.typed_times import Parts
from handbook_api.content_store.parameters.statuses import BASE
from handbook_api.core import clock
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.core.identity import Role
from handbook_api.http.wire import BodyModel, ShortText
from handbook_api.members import service
from handbook_api.members.errors import CellUnknown
from handbook_api.members.people import DATES, person_of
from handbook_api.members.policy import ADDING
from handbook_api.members.statuses import PROSPECT
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.errors import CodeNotUnderstood
from handbook_api.organisations.queries import find_organisation_by_code

ADD = f"{MEMBERS}/them"
#: What is asked at once, besides the days; the rest is written on the record.
_TEXTS = ("full_name", "sex", "phone")


class NewcomerIn(BodyModel):
    """Where somebody is added, and as what. cell: chosen, or by its code where they are many."""

    cell: ShortText = Field(min_length=1)
    status: ShortText = Field(min_length=1)


class AddMember(ChangingPage):
    """One person is added to a cell."""

    audited_reads = False

    def get(self) -> str:
        """Ask who, where, and as what; leaders of a cell add whom it prepares for admission."""
        require_office(self.identity, ADDING)
        content, language = self.runtime.content, self.words.language
        specs, states = content.member_fields, content.member_statuses.states
        as_what = [
            (one.code, one.called(language))
            for one in states.values()
            if one.layer == BASE and one.may_begin
        ]
        is_officer = bool(self.identity.paths(Role.ORGANISATION_OFFICER))
        return self.render(
            "console/records/add.html",
            cells=self.cells_to_add_to(),
            statuses=[one for one in as_what if is_officer or one[0] == PROSPECT],
            sexes=self._sexes(),
            names={code: specs[code].called(language) for code in (*_TEXTS, *DATES)},
            empty=Parts(),
        )

    def post(self) -> Response:
        """Add him; the rest of the record is filled in on its page."""
        fields = self._fields()
        body = self.form(NewcomerIn)
        cell_id = self._cell(body.cell)
        with self.told_in_form():
            person = person_of(cell_id, body.status, fields)
            content = self.runtime.content
            [member_id] = service.add_members(self.session, self.identity, content, [person])
        return self.see(f"{MEMBERS}/{member_id}?xong=them")

    def _fields(self) -> Mapping[str, str]:
        texts = {code: request.form.get(code, "").strip() for code in _TEXTS}
        days = {code: self.day(code) for code in DATES}
        return {code: text for code, text in texts.items() if text} | {
            code: day.isoformat() for code, day in days.items() if day is not None
        }

    def _cell(self, said: str) -> UUID:
        """Return what is meant by an id, or seen under a code. Raises FieldsRefused."""
        with suppress(ValueError):
            return UUID(said)
        try:
            tidy = tidy_code(said, self.runtime.content.organisation_code_digits)
        except CodeNotUnderstood:
            tidy = ""
        found = find_organisation_by_code(self.session, self.identity, tidy, clock.today())
        if found is None:
            raise FieldsRefused([FieldFault("cell", CellUnknown.code)], count=1)
        return found.id

    def _sexes(self) -> Choices:
        content, language = self.runtime.content, self.words.language
        listed = content.lists[content.member_fields["sex"].choices].choices
        return [(code, one.called(language)) for code, one in listed.items()]
