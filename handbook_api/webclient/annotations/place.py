"""What somebody keeps at one point of a document, or in the whole of it."""

from collections.abc import Sequence
from uuid import uuid4

from handbook_api.annotations import queries
from handbook_api.documents import queries as library
from handbook_api.documents.schemas import document_ref
from handbook_api.http.wire import QueryModel, ShortText
from handbook_api.pages.sending_once import new_key
from handbook_api.webclient.annotations.base import AnnotationPage, Line, place_address
from handbook_api.webclient.library.addresses import document_address, point_ids
from handbook_api.webclient.library.outline import cited_as

#: Letters of a point that are shown above what is written to it.
_PASSAGE = 400


class Asked(QueryModel):
    """Where. diem: an anchor, none for the whole document; xoa, xong: what was done just before."""

    diem: ShortText = ""
    xoa: ShortText = ""
    xong: ShortText = ""


class Place(AnnotationPage):
    """One point, and what is kept there; the whole way without a script."""

    def get(self, document_id: str) -> str:
        """Show it. Raises DocumentNotFound, ProvisionNotFound."""
        asked = self.query(Asked)
        anchor = asked.diem or None
        library.require_place(self.session, self.identity, document_id, anchor)
        document = library.documents_named(self.session, self.identity, [document_id])[document_id]
        places = [(document_id, anchor)] if anchor else []
        found = library.provisions_at(self.session, self.identity, places)
        provision = found.get((document_id, anchor or ""))
        rows = queries.annotations_in(self.session, self.identity, document_id)
        lines = self.lines([row for row in rows if row.anchor == anchor])
        return self.render(
            "webclient/annotations/place.html",
            anchor=anchor,
            document=document_ref(document, self.words),
            name=cited_as(provision.number) if provision and provision.number else "",
            passage=_in_short(f"{provision.heading}\n{provision.text}") if provision else "",
            lines=[line for line in lines if not line.is_bookmark],
            bookmark=next((line for line in lines if line.is_bookmark), None),
            here_address=place_address(document_id, anchor),
            back=document_address(document_id, anchor if provision else None),
            fresh=uuid4,
            new_key=new_key,
        )


class Pieces(AnnotationPage):
    """What the reader's page puts under its points: it is kept by devices, and so holds nothing
    of anybody itself."""

    def get(self, document_id: str) -> str:
        """Give it, as pieces of a page."""
        lines = self.lines(queries.annotations_in(self.session, self.identity, document_id))
        provisions = library.provisions_of(self.session, self.identity, document_id)
        ids = point_ids([row.anchor for row in provisions])
        here, elsewhere = _apart(lines)
        return self.render(
            "webclient/annotations/pieces.html",
            here=[(ids[line.out.anchor or ""], line) for line in here],
            elsewhere=elsewhere,
            document_id=document_id,
        )


def _apart(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Those that stand at a point of today's text, and the rest: of the whole, or gone."""
    here = [line for line in lines if line.out.anchor and line.out.stands]
    return here, [line for line in lines if not (line.out.anchor and line.out.stands)]


def _in_short(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _PASSAGE:
        return words
    return words[: words.rfind(" ", 0, _PASSAGE)] + "…"
