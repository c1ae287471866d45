"""Drafts on the wire."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from handbook_api.core.identity import Audience
from handbook_api.core.words import Words
from handbook_api.documents.drafts.contents import provisions_of
from handbook_api.documents.drafts.models import DraftState, DraftText
from handbook_api.documents.drafts.problems import Problem
from handbook_api.documents.drafts.queries import DraftRow
from handbook_api.documents.drafts.service import Effect, RelationAt, Review
from handbook_api.documents.schemas import (
    CodeName,
    DocumentBrief,
    DocumentRef,
    UnresolvedOut,
    code_name,
    document_brief,
    document_ref,
)
from handbook_api.documents.service import ImportOutcome
from handbook_api.documents.vocabulary import DocumentKind, RelationKind
from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Day,
    Limit,
    LongText,
    QueryModel,
    ShortText,
    WireModel,
)

#: So many citations that lead nowhere are listed.
_MOST_LISTED = 100

Revision = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Words1000 = Annotated[LongText, Field(max_length=1000)]


class SendQuery(QueryModel):
    """What a file is called."""

    name: ShortText = Field(min_length=1, description="Tên tệp, có phần mở rộng.")


class DraftListQuery(QueryModel):
    """Filters of the list."""

    state: list[DraftState] = Field([], max_length=4, description="Tình trạng.")
    limit: Limit = 20
    cursor: Cursor = None


class DescriptionIn(BodyModel):
    """What the document is, where it is otherwise than read. Left out: stays; null: it has none."""

    kind: DocumentKind | None = Field(None, strict=False, description="Loại văn bản.")
    symbol: ShortText | None = Field(None, description="Số, ký hiệu.")
    issuer: ShortText | None = Field(None, description="Mã cơ quan ban hành.")
    issued_on: Day | None = Field(None, description="Ngày ban hành.")
    effective_on: Day | None = Field(None, description="Ngày có hiệu lực.")
    title: Words1000 | None = Field(None, description="Tên văn bản.")
    signer: ShortText | None = Field(None, description="Người ký.")
    audience: Audience = Field(Audience.PUBLIC, strict=False, description="Ai được đọc.")
    organisation_id: UUID | None = Field(
        None, strict=False, description="Tổ chức mà văn bản là nội bộ."
    )
    separate: bool = Field(False, description="Đúng là văn bản khác dù trùng số, ký hiệu.")

    @property
    def said(self) -> dict[str, Any]:
        """What was said, by field."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class AnswersIn(BodyModel):
    """Which relations are so."""

    yes: list[Annotated[int, Field(ge=0, le=999)]] = Field([], max_length=100)
    no: list[Annotated[int, Field(ge=0, le=999)]] = Field([], max_length=100)


class RelationIn(BodyModel):
    """A relation that the text does not say, or that was not recognised."""

    kind: RelationKind = Field(strict=False, description="Quan hệ.")
    words: Words1000 = Field(
        min_length=3, description="Văn bản kia, ví dụ: Hướng dẫn 01-HD/TW, ngày 28/9/2021."
    )


class TakingOverIn(BodyModel):
    """The yes to what was looked at."""

    revision: Revision = Field(description="revision của lần rà soát đã xem.")


class RefusalOut(WireModel):
    """Why a file was not taken in."""

    code: str
    title: str
    detail: str


class DraftBrief(WireModel):
    """A draft in a list."""

    id: UUID
    organisation: str
    organisation_id: UUID
    state: DraftState
    state_label: str
    file_name: str
    size: int = Field(description="Byte.")
    at: datetime
    changed_at: datetime
    version: int
    symbol: str | None = Field(description="Số, ký hiệu; null khi chưa đọc được.")
    title: str | None
    provisions: int
    pages: int
    refusal: RefusalOut | None
    document_id: str | None = Field(description="Văn bản đã thành, khi đã đưa vào thư viện.")


class DraftPageOut(WireModel):
    """A page of drafts."""

    items: list[DraftBrief]
    next_cursor: str | None


class DraftProblemOut(WireModel):
    """One thing to look at."""

    code: str
    message: str
    anchor: str | None
    page: int | None
    blocks: bool = Field(description="true: phải sửa trước khi đưa vào thư viện.")


class DraftRelationOut(WireModel):
    """One thing that the document does to another, with the answer of a person."""

    place: int
    kind: CodeName
    citation: str
    sentence: str
    target: DocumentBrief | None = Field(description="Văn bản được hiểu; null: thư viện chưa có.")
    is_exact: bool
    note: CodeName | None
    answer: bool | None = Field(description="null: chưa ai trả lời.")
    is_own: bool = Field(description="true: do cán bộ thêm.")


class EffectOut(WireModel):
    """What happens to another document."""

    kind: CodeName
    document: DocumentBrief
    since: date | None


class DifferenceOut(WireModel):
    """How the text differs from the one people read now, in provisions."""

    added: int
    changed: int
    removed: int


class DescriptionOut(WireModel):
    """What the document is, as things stand."""

    kind: CodeName | None
    symbol: str | None
    issuer: str | None = Field(description="Mã cơ quan, hoặc tên như in trên văn bản.")
    issuer_code: str | None = Field(description="Mã cơ quan; null khi danh mục chưa có.")
    issued_on: date | None
    effective_on: date | None
    title: str | None
    signer: str | None
    audience: CodeName
    organisation_id: UUID | None
    organisation: str | None = Field(description="Tổ chức mà văn bản là nội bộ.")
    separate: bool


class ReviewOut(WireModel):
    """A draft as a person looks it through."""

    draft: DraftBrief
    description: DescriptionOut
    problems: list[DraftProblemOut]
    relations: list[DraftRelationOut]
    unresolved: list[UnresolvedOut]
    unresolved_count: int
    document_id: str | None = Field(description="Mã văn bản sẽ thành; null khi còn phải sửa.")
    existing: DocumentRef | None = Field(description="Văn bản đã có sẽ nhận bản này.")
    difference: DifferenceOut | None
    effects: list[EffectOut]
    same_file: list[DocumentRef]
    may_take_over: bool
    revision: Revision
    sheets: int


class SheetProvisionOut(WireModel):
    """A provision that was recognised."""

    anchor: str
    kind: str
    number: str
    heading: str
    text: str


class SheetOut(WireModel):
    """A piece of the original beside what was recognised in it."""

    number: int
    of: int
    page: int | None
    original: str
    provisions: list[SheetProvisionOut]


class TakenOut(WireModel):
    """What became of a draft."""

    document_id: str
    version: int
    changed: bool
    provisions: int


class SentOut(WireModel):
    """A file that was taken in."""

    draft: DraftBrief
    is_new: bool = Field(description="false: tệp này đang được nhập rồi.")


def draft_brief(row: DraftRow, words: Words) -> DraftBrief:
    """Show a draft in a list."""
    draft = row.draft
    known: Mapping[str, Any] = {**(draft.found or {}), **draft.said}
    return DraftBrief(
        id=draft.id,
        organisation=row.organisation.name,
        organisation_id=row.organisation.id,
        state=DraftState(draft.state),
        state_label=words.label(f"draft_state.{draft.state}"),
        file_name=draft.file_name,
        size=draft.size,
        at=draft.at,
        changed_at=draft.changed_at,
        version=draft.version,
        symbol=known.get("symbol"),
        title=known.get("title"),
        provisions=known.get("provisions", 0),
        pages=known.get("pages", 0),
        refusal=_refusal(draft.refusal, words) if draft.refusal else None,
        document_id=draft.document_id,
    )


def _refusal(kept: Mapping[str, Any], words: Words) -> RefusalOut:
    code = kept["code"]
    return RefusalOut(code=code, title=words.title(code), detail=words.detail(code, kept["facts"]))


def review_out(review: Review, words: Words) -> ReviewOut:
    """Show all there is to look at."""
    return ReviewOut(
        draft=draft_brief(review.row, words),
        description=_description(review, words),
        problems=[problem_out(one, words) for one in review.problems],
        relations=[_relation(one, words) for one in review.relations],
        unresolved=_unresolved(review.text, words),
        unresolved_count=len(review.text.unresolved),
        document_id=review.plan.document_id if review.plan else None,
        existing=document_ref(review.existing.document, words) if review.existing else None,
        difference=_difference(review),
        effects=[_effect(one, words) for one in review.effects],
        same_file=[document_ref(one, words) for one in review.same_file],
        may_take_over=review.forbidden is None,
        revision=review.revision,
        sheets=len(review.text.sheets),
    )


def _description(review: Review, words: Words) -> DescriptionOut:
    said, kept = review.said, review.row.draft.said
    return DescriptionOut(
        kind=code_name("kind", said.kind, words) if said.kind else None,
        symbol=said.symbol,
        issuer=said.issuer,
        issuer_code=review.issuer,
        issued_on=said.issued_on,
        effective_on=said.effective_on,
        title=said.title,
        signer=said.signer,
        audience=code_name("audience", review.audience, words),
        organisation_id=review.organisation.id if review.organisation else None,
        organisation=review.organisation.name if review.organisation else None,
        separate=bool(kept.get("separate")),
    )


def _difference(review: Review) -> DifferenceOut | None:
    found = review.difference
    if found is None:
        return None
    return DifferenceOut(added=found.added, changed=found.changed, removed=found.removed)


def problem_out(problem: Problem, words: Words) -> DraftProblemOut:
    """Say what there is to look at."""
    return DraftProblemOut(
        code=problem.code,
        message=_message(problem, words),
        anchor=problem.anchor,
        page=problem.page,
        blocks=problem.blocks,
    )


def _message(problem: Problem, words: Words) -> str:
    key = f"draft_problem.{problem.code}"
    label = words.label(key)
    # What else stands in the way is told in the words of its refusal.
    return (
        words.detail(problem.code, problem.facts)
        if label == key
        else label.format_map(problem.facts)
    )


def _relation(one: RelationAt, words: Words) -> DraftRelationOut:
    stated = one.known.stated
    return DraftRelationOut(
        place=one.place,
        kind=code_name("relation", stated.kind, words),
        citation=" ".join(stated.citation.text.split()),
        sentence=" ".join(stated.sentence.split()),
        target=document_brief(one.target, words) if one.target else None,
        is_exact=one.is_exact,
        note=code_name("citation", one.note, words) if one.note and not one.target else None,
        answer=one.known.answer,
        is_own=one.known.is_own,
    )


def _unresolved(text: DraftText, words: Words) -> list[UnresolvedOut]:
    return [
        UnresolvedOut(
            anchor=anchor, text=said, note=code_name("citation", note, words) if note else None
        )
        for anchor, said, note in text.unresolved[:_MOST_LISTED]
    ]


def _effect(one: Effect, words: Words) -> EffectOut:
    return EffectOut(
        kind=code_name("relation", one.kind, words),
        document=document_brief(one.target, words),
        since=one.since,
    )


def sheet_out(text: DraftText, number: int) -> SheetOut:
    """Show the piece `number` (from 1) of the original; the nearest there is."""
    place = max(1, min(number, len(text.sheets)))
    page, first, last, original = text.sheets[place - 1]
    return SheetOut(
        number=place,
        of=len(text.sheets),
        page=page,
        original=original,
        provisions=provisions_out(text.provisions[first:last]),
    )


def provisions_out(written: Sequence[Sequence[Any]]) -> list[SheetProvisionOut]:
    """Show provisions as they were recognised."""
    return [
        SheetProvisionOut(
            anchor=part.anchor,
            kind=part.kind,
            number=part.number,
            heading=part.heading,
            text=part.text,
        )
        for part in provisions_of(written)
    ]


def taken_out(outcome: ImportOutcome) -> TakenOut:
    """Say what a draft became."""
    return TakenOut(
        document_id=outcome.document_id,
        version=outcome.version,
        changed=outcome.changed,
        provisions=outcome.provisions,
    )
