"""Search on the wire."""

from collections.abc import Mapping

from pydantic import Field

from handbook_api.core.words import Words
from handbook_api.documents.schemas import (
    AsAtQuery,
    DocumentBrief,
    Year,
    document_brief,
)
from handbook_api.documents.vocabulary import DocumentKind, ValidityStatus
from handbook_api.http.wire import Limit, ShortText, WireModel
from handbook_api.search.service import Found
from search_index import Excerpt, Hit, Interpretation, PassageHit, Query

#: Names of the facets whose values are closed lists with words in content/messages.
_WORDED = {"kind": "kind", "status": "status"}


class SearchQuery(AsAtQuery):
    """A question and what it is narrowed to; repeated values of one filter mean “or”."""

    q: str = Field(description="Câu tìm: từ khoá, câu hỏi, số ký hiệu; có dấu hoặc không dấu.")
    limit: Limit = 10
    offset: int = Field(0, ge=0, le=1000, description="Bỏ qua chừng này văn bản đầu.")
    kind: list[DocumentKind] = Field([], max_length=25, description="Loại văn bản.")
    issuer: list[ShortText] = Field([], max_length=50, description="Mã cơ quan ban hành.")
    topic: list[ShortText] = Field([], max_length=50, description="Mã chủ đề.")
    status: list[ValidityStatus] = Field([], max_length=10, description="Tình trạng hiệu lực.")
    year_from: Year = None
    year_to: Year = None

    @property
    def question(self) -> Query:
        """What the index is asked."""
        return Query(
            text=self.q,
            limit=self.limit,
            offset=self.offset,
            kinds=frozenset(kind.value for kind in self.kind),
            issuers=frozenset(self.issuer),
            topics=frozenset(self.topic),
            statuses=frozenset(status.value for status in self.status),
            year_from=self.year_from,
            year_to=self.year_to,
        )


class SuggestQuery(AsAtQuery):
    """The beginning of a question."""

    q: str = Field(description="Những chữ vừa gõ.")
    limit: int = Field(8, ge=1, le=20)


class MarkOut(WireModel):
    """A matched word inside an excerpt: offsets in characters (Unicode code points)."""

    start: int
    end: int


class ExcerptOut(WireModel):
    """The sentence that answers best, and the words in it that matched."""

    text: str
    marks: list[MarkOut]


class StepOut(WireModel):
    """One level above a passage."""

    number: str
    heading: str


class PassageOut(WireModel):
    """A provision that matched."""

    anchor: str
    number: str
    path: list[StepOut]
    heading: str
    excerpt: ExcerptOut
    score: float
    origin: str = Field(
        description="text: chính văn; summary: tóm tắt của ban biên tập; title: tên văn bản."
    )
    href: str = Field(description="Địa chỉ để mở đúng điều khoản này.")


class HitOut(WireModel):
    """A document that matched, with its best provisions."""

    document: DocumentBrief
    score: float
    passages: list[PassageOut]


class InterpretationOut(WireModel):
    """How the question was understood."""

    kind: str
    text: str
    symbol: str | None
    expanded: list[str]
    unaccented: bool
    corrected: bool


class FacetValue(WireModel):
    """One value of a facet and how many documents carry it."""

    code: str
    name: str
    count: int


class SearchOut(WireModel):
    """The answer to a question."""

    interpretation: InterpretationOut
    total: int = Field(description="Số văn bản khớp.")
    hits: list[HitOut]
    facets: dict[str, list[FacetValue]]
    did_you_mean: str | None


class SuggestionOut(WireModel):
    """A completion."""

    text: str
    kind: str = Field(description="symbol, title hoặc heading")
    document_id: str
    anchor: str | None


class SuggestionsOut(WireModel):
    """Completions, best first."""

    items: list[SuggestionOut]


def search_out(found: Found, words: Words) -> SearchOut:
    """Show an answer with its documents."""
    answer = found.answer
    return SearchOut(
        interpretation=_interpretation(answer.interpretation),
        total=answer.total,
        hits=[
            _hit(hit, document_brief(found.documents[hit.document_id], words))
            for hit in answer.hits
            if hit.document_id in found.documents
        ],
        facets={
            name: [
                FacetValue(code=code, name=_facet_name(name, code, found, words), count=count)
                for code, count in values
            ]
            for name, values in answer.facets.items()
        },
        did_you_mean=answer.did_you_mean,
    )


def _interpretation(read: Interpretation) -> InterpretationOut:
    return InterpretationOut(
        kind=read.kind,
        text=read.text,
        symbol=read.symbol.display if read.symbol else None,
        expanded=list(read.expanded),
        unaccented=read.unaccented,
        corrected=read.corrected,
    )


def _hit(hit: Hit, document: DocumentBrief) -> HitOut:
    passages = [_passage(hit.document_id, passage) for passage in hit.passages]
    return HitOut(document=document, score=round(hit.score, 4), passages=passages)


def _passage(document_id: str, passage: PassageHit) -> PassageOut:
    document = f"/api/v1/documents/{document_id}"
    is_text = passage.origin == "text"
    return PassageOut(
        anchor=passage.anchor,
        number=passage.number,
        path=[StepOut(number=number, heading=heading) for number, heading in passage.path],
        heading=passage.heading,
        excerpt=_excerpt(passage.excerpt),
        score=round(passage.score, 4),
        origin=passage.origin,
        href=f"{document}/provisions/{passage.anchor}" if is_text else document,
    )


def _excerpt(excerpt: Excerpt) -> ExcerptOut:
    marks = [MarkOut(start=start, end=end) for start, end in excerpt.marks]
    return ExcerptOut(text=excerpt.text, marks=marks)


def _facet_name(facet: str, code: str, found: Found, words: Words) -> str:
    named: Mapping[str, Mapping[str, str]] = {"issuer": found.issuers, "topic": found.topics}
    if facet in _WORDED:
        return words.label(f"{_WORDED[facet]}.{code}")
    return named.get(facet, {}).get(code, code)
