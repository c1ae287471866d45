"""What the pages of one's own notes share."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from handbook_api.annotations import queries
from handbook_api.annotations.models import Annotation, Motivation
from handbook_api.annotations.schemas import AnnotationOut, annotation_out
from handbook_api.content_store.parameters.rules import AnnotationRules
from handbook_api.core import clock
from handbook_api.webclient.library.addresses import document_address
from handbook_api.webclient.library.outline import cited_as
from handbook_api.webclient.own.base import OwnPage

#: Where all of them are.
NOTES = "/toi/ghi-chu"


@dataclass(frozen=True, slots=True)
class Line:
    """An annotation in a list. name: of its point, as people cite it; address: where it stands."""

    out: AnnotationOut
    name: str
    address: str
    place: str

    @property
    def is_note(self) -> bool:
        """Whether it carries words of its owner."""
        return self.out.motivation == Motivation.COMMENTING

    @property
    def is_bookmark(self) -> bool:
        """Whether it only marks a place."""
        return self.out.motivation == Motivation.BOOKMARKING


class AnnotationPage(OwnPage):
    """A page of what somebody keeps for himself; his device may keep it if he said so."""

    keeps = "own"

    def lines(self, rows: Sequence[Annotation]) -> Sequence[Line]:
        """Return annotations with what stands at their places today."""
        found = queries.placed(self.session, self.identity, rows)
        return [line_of(annotation_out(one, self.words)) for one in found]

    @property
    def limits(self) -> AnnotationRules:
        """How much is kept, and how long."""
        return self.runtime.content.annotations(clock.today())

    @property
    def just_deleted(self) -> UUID | None:
        """The one that was deleted just before, to be had back."""
        try:
            return UUID(request.args["xoa"])
        except (KeyError, ValueError):
            return None


def place_address(document_id: str, anchor: str | None, **more: str) -> str:
    """Return the page of one's own notes at a place of a document."""
    asked = {"diem": anchor, **more} if anchor else more
    return f"{document_address(document_id)}/ghi-chu" + (f"?{urlencode(asked)}" if asked else "")


def line_of(out: AnnotationOut) -> Line:
    """Return an annotation as a list shows it."""
    name = cited_as(out.number) if out.number else ""
    if not name and out.anchor and not out.stands:
        name = cited_as(out.anchor)
    anchor = out.anchor if out.number is not None else None
    return Line(
        out,
        name,
        document_address(out.document_id, anchor),
        place_address(out.document_id, out.anchor),
    )
