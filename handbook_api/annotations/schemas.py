"""Annotations on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from handbook_api.annotations.models import Motivation
from handbook_api.annotations.queries import Placed
from handbook_api.annotations.quotes import Quote
from handbook_api.annotations.service import Said
from handbook_api.core.words import Words
from handbook_api.documents.schemas import DocumentRef, document_ref
from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Instant,
    Limit,
    LongText,
    QueryModel,
    ShortText,
    WireModel,
)

Anchor = Annotated[ShortText, Field(min_length=1, max_length=160)]


class QuoteIn(BodyModel):
    """A passage by its words."""

    exact: LongText = Field(description="Đúng những chữ được tô.")
    prefix: ShortText = Field("", description="Vài chữ đứng ngay trước.")
    suffix: ShortText = Field("", description="Vài chữ đứng ngay sau.")


class AnnotationIn(BodyModel):
    """What somebody keeps for himself."""

    motivation: Motivation = Field(
        strict=False,
        description=(
            "bookmarking: đánh dấu, không kèm chữ; commenting: ghi chú, có text; "
            "highlighting: tô sáng, có quote."
        ),
    )
    document_id: Anchor
    anchor: Anchor | None = Field(None, description="Điểm nào; null: cả văn bản.")
    text: LongText | None = None
    quote: QuoteIn | None = None
    made_at: Instant | None = Field(None, description="Lúc viết, theo máy; null: bây giờ.")
    version: int | None = Field(
        None, ge=1, description="Sửa trên bản số mấy (version đã nhận); null: ghi mới."
    )

    def said(self) -> Said:
        """Return it as the service takes it."""
        given = self.quote
        quote = Quote(given.exact, given.prefix, given.suffix) if given else None
        return Said(self.motivation, self.document_id, self.anchor, self.text, quote, self.made_at)


class AnnotationsQuery(QueryModel):
    """Which of one's annotations."""

    document: Anchor | None = Field(None, description="Chỉ ở văn bản này.")
    motivation: Motivation | None = None
    limit: Limit = 50
    cursor: Cursor = None


class QuoteOut(WireModel):
    """A passage by its words."""

    exact: str
    prefix: str
    suffix: str


class AnnotationOut(WireModel):
    """One annotation, as its owner sees it."""

    id: UUID
    motivation: Motivation
    document_id: str
    document: DocumentRef | None = Field(
        description="null khi thư viện không còn văn bản ấy, hoặc đồng chí không còn đọc được."
    )
    anchor: str | None
    number: str | None = Field(description="Số của điểm trong bản hiện nay.")
    stands: bool = Field(description="false: chỗ được ghi không còn trong bản hiện nay.")
    text: str | None
    quote: QuoteOut | None
    version: int
    made_at: Instant
    changed_at: Instant


def annotation_out(one: Placed, words: Words) -> AnnotationOut:
    """Show an annotation to its owner."""
    row = one.annotation
    return AnnotationOut(
        id=row.id,
        motivation=Motivation(row.motivation),
        document_id=row.document_id,
        document=document_ref(one.document, words) if one.document else None,
        anchor=row.anchor,
        number=one.provision.number if one.provision else None,
        stands=one.stands,
        text=one.text,
        quote=_quote_out(one.quote),
        version=row.version,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def _quote_out(quote: Quote | None) -> QuoteOut | None:
    if quote is None:
        return None
    return QuoteOut(exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix)
