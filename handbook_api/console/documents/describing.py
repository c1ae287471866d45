"""What the document is: what was recognised stands in the fields, and is mended there."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.documents.base import DocumentsPage
from handbook_api.console.typed_times import Mistyped, Parts, typed_day
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.core.identity import Audience
from handbook_api.documents import queries as library
from handbook_api.documents.drafts import schemas, service
from handbook_api.documents.drafts.policy import serves_at_top
from handbook_api.documents.vocabulary import DocumentKind

_TEXTS = ("kind", "symbol", "issuer", "title", "signer")
_DAYS = ("issued_on", "effective_on")
_SAME_SYMBOL = "documents.same_symbol_other_date"


class Describe(DocumentsPage):
    """The description of a draft."""

    def get(self, draft_id: UUID) -> str:
        """Show it to be mended."""
        seen = self.review(draft_id)
        said = seen.description
        is_doubled = any(problem.code == _SAME_SYMBOL for problem in seen.problems)
        return self.render(
            "console/documents/describe.html",
            seen=seen,
            said=said,
            issued_on=_parts(said.issued_on),
            effective_on=_parts(said.effective_on),
            kinds=self._kinds(),
            issuers=self._issuers(),
            audiences=self._audiences(seen),
            asks_separate=is_doubled or said.separate,
        )

    def post(self, draft_id: UUID) -> Response:
        """Keep what was said, all of it: an empty field says that there is none."""
        self.require()
        empty: dict[str, Any] = {
            name: None for name in _TEXTS if not request.form.get(name, "").strip()
        }
        days = self._days()
        title = " ".join(request.form.get("title", "").split())
        more: dict[str, Any] = {**empty, **days, "separate": "separate" in request.form}
        if title:
            more["title"] = title
        more["organisation_id"] = self._organisation(draft_id)
        body = self.form(schemas.DescriptionIn, **more)
        said = self._meant(draft_id, body.said)
        version = self.version_seen()
        service.describe(self.session, self.identity, draft_id, said, version=version)
        return self.see(f"{self.address(draft_id)}?xong=thong-tin")

    def _meant(self, draft_id: UUID, said: dict[str, Any]) -> dict[str, Any]:
        """Return `said` without “public” where that was shown and nobody chose it: the symbol
        typed with it may be that of a document that fewer people read."""
        public = said.get("audience") == Audience.PUBLIC
        if not public or self.review(draft_id).description.audience.code != Audience.PUBLIC:
            return said
        return {
            name: value
            for name, value in said.items()
            if name not in ("audience", "organisation_id")
        }

    def _days(self) -> dict[str, date | None]:
        found: dict[str, date | None] = {}
        faults: list[FieldFault] = []
        for name in _DAYS:
            try:
                found[name] = typed_day(request.form, name)
            except Mistyped as error:
                faults.append(error.fault)
        if faults:
            raise FieldsRefused(faults, count=len(faults))
        return found

    def _organisation(self, draft_id: UUID) -> UUID | None:
        """Whose own document it is: of the organisation that brings it in, unless said before."""
        if request.form.get("audience") != Audience.ORGANISATION:
            return None
        draft = self.draft(draft_id)
        said = self.review(draft_id).description.organisation_id
        return said or draft.organisation_id

    def _kinds(self) -> Sequence[tuple[str, str]]:
        none = ("", self.words.say("console_documents.not_said"))
        return [none, *((kind.value, self.words.label(f"kind.{kind}")) for kind in DocumentKind)]

    def _issuers(self) -> Sequence[tuple[str, str]]:
        none = ("", self.words.say("console_documents.not_said"))
        known = sorted(library.all_issuers(self.session), key=lambda one: one.name)
        return [none, *((one.code, one.name) for one in known)]

    def _audiences(self, seen: schemas.ReviewOut) -> Sequence[tuple[str, str]]:
        """Return who may be chosen to read it: only the highest office lets everybody in."""
        own = (
            Audience.ORGANISATION.value,
            self.words.say(
                "console_documents.only_inside",
                name=seen.description.organisation or seen.draft.organisation,
            ),
        )
        if not serves_at_top(self.identity):
            return [own]
        wide = (Audience.PUBLIC, Audience.MEMBERS)
        return [*((one.value, self.words.label(f"audience.{one}")) for one in wide), own]


def _parts(day: date | None) -> Parts:
    return Parts(str(day.day), str(day.month), str(day.year)) if day else Parts()
