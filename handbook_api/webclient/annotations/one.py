"""One of them: written, changed, deleted, had back."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.annotations import queries, service
from handbook_api.annotations.errors import AnnotationNotFound
from handbook_api.annotations.models import Motivation
from handbook_api.annotations.quotes import Quote
from handbook_api.annotations.schemas import Anchor
from handbook_api.annotations.service import Said
from handbook_api.documents import queries as library
from handbook_api.http.wire import BodyModel, Instant, LongText, ShortText
from handbook_api.pages.addresses import local
from handbook_api.pages.sending_once import new_key, once
from handbook_api.webclient.annotations.base import NOTES, AnnotationPage, place_address


class Typed(BodyModel):
    """An annotation as a form holds it: a quote's parts are fields of their own."""

    motivation: Motivation
    document_id: Anchor
    anchor: Anchor | None = None
    text: LongText | None = None
    exact: LongText | None = None
    prefix: ShortText = ""
    suffix: ShortText = ""
    made_at: Instant | None = None
    version: int | None = Field(None, ge=1)

    def said(self, made_at: datetime | None) -> Said:
        """Return it as the service takes it."""
        quote = Quote(self.exact, self.prefix, self.suffix) if self.exact else None
        return Said(self.motivation, self.document_id, self.anchor, self.text, quote, made_at)


class OneNote(AnnotationPage):
    """A note is changed. When another device changed it meanwhile both texts are shown."""

    def get(self, annotation_id: UUID) -> str:
        """Show it as it is on the server, with what was typed. Raises AnnotationNotFound."""
        found = queries.find_own(self.session, self.identity, annotation_id)
        if found is None:
            return self._unsent(annotation_id)
        (line,) = self.lines([found])
        return self.render(
            "webclient/annotations/one.html",
            id=annotation_id,
            line=line,
            deleted=found.deleted_at is not None,
            clashes=self.problem is not None
            and self.problem.code == "annotations.changed_meanwhile",
            typed=self.typed,
            key=new_key(),
        )

    def post(self, annotation_id: UUID) -> Response:
        """Keep it, once; then where it stands."""
        return once(self, lambda: self._keep(annotation_id))

    def _keep(self, annotation_id: UUID) -> str:
        typed = self.form(Typed)
        said = typed.said(typed.made_at)
        content = self.runtime.content
        service.keep(self.session, self.identity, content, annotation_id, said, typed.version)
        # A note outlives its document, whose page then is no more.
        if not library.documents_named(self.session, self.identity, [typed.document_id]):
            return f"{NOTES}?xong=luu"
        return place_address(typed.document_id, typed.anchor, xong="luu")

    def _unsent(self, annotation_id: UUID) -> str:
        """A new one that was refused: its text is not lost."""
        if self.problem is None:
            raise AnnotationNotFound
        return self.render(
            "webclient/annotations/one.html",
            id=annotation_id,
            line=None,
            deleted=False,
            clashes=False,
            typed=self.typed,
            key=new_key(),
        )


class DeleteNote(AnnotationPage):
    """One is deleted; it can be had back."""

    def post(self, annotation_id: UUID) -> Response:
        """Delete it, and say so where the reader was."""
        service.delete(self.session, self.identity, self.runtime.content, annotation_id)
        back = local(request.form.get("tiep"), NOTES)
        more = urlencode({"xoa": str(annotation_id)})
        return self.see(f"{back}{'&' if '?' in back else '?'}{more}")


class GiveBack(AnnotationPage):
    """What was deleted is there again."""

    def post(self, annotation_id: UUID) -> Response:
        """Give it back, and lead to where it stands."""
        content = self.runtime.content
        service.give_back(self.session, self.identity, content, annotation_id)
        return self.see(local(request.form.get("tiep"), NOTES))
