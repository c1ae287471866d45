"""The library on the wire."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from handbook_api.core.words import Words
from handbook_api.documents.models import (
    CitationRow,
    Document,
    DocumentVersion,
    Provision,
    Relation,
)
from handbook_api.documents.queries import Cited, DocumentAt, DocumentFilter
from handbook_api.documents.vocabulary import DocumentKind, Precision, ValidityStatus
from handbook_api.http.wire import Cursor, Day, Limit, PageOut, QueryModel, ShortText, WireModel

Year = Annotated[int | None, Field(ge=1900, le=2200, description="Năm ban hành.")]
AsAt = Annotated[
    Day | None,
    Field(description="Xem hiệu lực tại ngày này; mặc định là hôm nay (giờ Việt Nam)."),
]


class AsAtQuery(QueryModel):
    """A day to look at the library from."""

    as_at: AsAt = None


class DocumentListQuery(AsAtQuery):
    """Filters of the document list; repeated values of one filter mean “or”."""

    kind: list[DocumentKind] = Field([], max_length=25, description="Loại văn bản.")
    issuer: list[ShortText] = Field([], max_length=50, description="Mã cơ quan ban hành.")
    topic: list[ShortText] = Field([], max_length=50, description="Mã chủ đề.")
    status: list[ValidityStatus] = Field([], max_length=10, description="Tình trạng hiệu lực.")
    year: Year = None
    year_from: Year = None
    year_to: Year = None
    limit: Limit = 20
    cursor: Cursor = None

    @property
    def wanted(self) -> DocumentFilter:
        """What the list is narrowed to."""
        return DocumentFilter(
            kinds=self.kind,
            issuers=self.issuer,
            topics=self.topic,
            statuses=self.status,
            year_from=self.year or self.year_from,
            year_to=self.year or self.year_to,
        )


class ProvisionListQuery(QueryModel):
    """How much of a text to give at once."""

    limit: int = Field(200, ge=1, le=500, description="Số điều khoản nhiều nhất của một trang.")
    cursor: Cursor = None


class CitationListQuery(AsAtQuery):
    """How many citations to give at once."""

    limit: Limit = 50
    cursor: Cursor = None


class ResolveQuery(AsAtQuery):
    """A symbol in any spelling, and the date when it is known."""

    symbol: ShortText = Field(min_length=1, description="Số, ký hiệu, viết kiểu nào cũng được.")
    issued_on: Day | None = Field(None, description="Ngày ban hành, nếu biết.")


class CodeName(WireModel):
    """A code and the word people read for it."""

    code: str
    name: str


class DocumentRef(WireModel):
    """Just enough of a document to name it and link to it."""

    id: str
    kind: CodeName
    symbol: str
    title: str
    issued_on: date | None


class Successor(WireModel):
    """A document that replaces or amends another."""

    document: DocumentRef
    since: date | None = Field(description="Ngày bắt đầu thay thế hoặc sửa đổi; null khi chưa rõ.")
    certain: bool = Field(description="false: mới là có thể, chưa kiểm chứng.")


class ValidityOut(WireModel):
    """Whether a document is in force on a day, and how we know."""

    status: ValidityStatus
    label: str
    as_at: date
    replaced_by: list[Successor]
    amended_by: list[Successor]
    note: str | None = Field(description="Điều chưa kiểm chứng hoặc cần lưu ý.")
    checked_on: date | None = Field(description="Ngày kiểm tra tình trạng gần nhất.")


class DocumentBrief(DocumentRef):
    """A document in a list."""

    issuer: CodeName | None
    issued: str | None = Field(
        description="Ngày ban hành như đã biết; chỉ có tháng hoặc năm khi chưa rõ ngày."
    )
    effective_on: date | None
    topics: list[CodeName]
    file_name: str | None = Field(description="Tên tệp gốc; null khi chưa có toàn văn.")
    validity: ValidityOut


class FileOut(WireModel):
    """The original file we hold."""

    name: str
    media_type: str
    pages: int
    version: int
    href: str


class RelationOut(WireModel):
    """A relation, told from this document's side."""

    kind: CodeName
    direction: str = Field(description="“outgoing”: văn bản này tác động; “incoming”: bị tác động.")
    document: DocumentRef
    since: date | None
    certain: bool
    evidence: str | None = Field(description="Câu trong văn bản cho biết quan hệ này.")


class SourceOut(WireModel):
    """Where a fact was seen."""

    key: str
    url: str | None
    reference: str | None
    as_of: date | None


class MentionOut(WireModel):
    """A relation to a document that the library does not hold."""

    kind: CodeName
    citation: str
    certain: bool


class DocumentOut(DocumentBrief):
    """A document, whole but for its text."""

    signer: str | None
    place: str | None
    aliases: list[str]
    summary: str | None = Field(description="Tóm tắt của ban biên tập, dạng Markdown.")
    sources: list[SourceOut]
    relations: list[RelationOut]
    mentions: list[MentionOut] = Field(description="Văn bản có liên quan mà thư viện chưa có.")
    file: FileOut | None
    provisions: int = Field(description="Số điều khoản của toàn văn; 0 khi chưa có toàn văn.")
    current: DocumentRef | None = Field(
        description="Văn bản cuối chuỗi thay thế; null khi văn bản này chưa bị thay thế."
    )


class PathStep(WireModel):
    """One level above a provision."""

    anchor: str
    number: str
    heading: str


class ProvisionBrief(WireModel):
    """One provision of a text."""

    anchor: str
    parent: str | None
    kind: str
    number: str
    heading: str
    text: str
    page: int | None
    path: list[PathStep]


class UnresolvedOut(WireModel):
    """A mention in a text that leads nowhere yet, and why."""

    anchor: str
    text: str
    note: CodeName | None


class CitationOut(WireModel):
    """One mention of a document in a text."""

    anchor: str
    start: int = Field(description="Vị trí trong lời văn của điều khoản.")
    end: int
    text: str
    certainty: CodeName
    target: DocumentRef | None
    target_anchor: str | None
    candidates: list[DocumentRef] = Field(
        description="Các văn bản có thể được nhắc đến, khi chưa xác định được một văn bản."
    )
    note: CodeName | None = Field(description="Điều chưa khớp, hoặc vì sao chưa xác định được.")


class ProvisionOut(ProvisionBrief):
    """One provision with what is below it, its neighbours and what it cites."""

    document: DocumentBrief
    below: list[ProvisionBrief]
    previous: str | None
    next: str | None
    citations: list[CitationOut]


class CitingDocument(WireModel):
    """A document that cites this one."""

    document: DocumentRef
    times: int


class CitationsOut(PageOut[CitationOut]):
    """What a document cites, and who cites it."""

    cited_by: list[CitingDocument]


class ResolvedOut(WireModel):
    """The documents that carry a symbol."""

    symbol: str
    document: DocumentBrief | None = Field(
        description="Văn bản duy nhất khớp; null khi nhiều văn bản cùng ký hiệu: xem candidates."
    )
    candidates: list[DocumentBrief]


def document_ref(document: Document, words: Words) -> DocumentRef:
    """Name a document."""
    return DocumentRef(
        id=document.id,
        kind=code_name("kind", document.kind, words),
        symbol=document.symbol,
        title=document.title,
        issued_on=_known_day(document),
    )


def code_name(group: str, code: str, words: Words) -> CodeName:
    """Put the word beside a code."""
    return CodeName(code=code, name=words.label(f"{group}.{code}"))


def document_brief(row: DocumentAt, words: Words) -> DocumentBrief:
    """Show a document in a list."""
    document = row.document
    issuer = document.issuer
    return DocumentBrief(
        **dict(document_ref(document, words)),
        issuer=CodeName(code=issuer.code, name=issuer.name) if issuer else None,
        issued=_issued(document),
        effective_on=document.effective_on,
        topics=[CodeName(code=topic.code, name=topic.name) for topic in document.topics],
        file_name=row.file_name,
        validity=validity_out(row, words),
    )


def validity_out(row: DocumentAt, words: Words) -> ValidityOut:
    """Tell the validity of a document and what changed it."""
    return ValidityOut(
        status=ValidityStatus(row.status),
        label=words.label(f"status.{row.status}"),
        as_at=row.as_at,
        replaced_by=[_successor(*pair, words) for pair in row.replaced_by],
        amended_by=[_successor(*pair, words) for pair in row.amended_by],
        note=_note(row),
        checked_on=row.document.status_as_of,
    )


def _note(row: DocumentAt) -> str | None:
    """An officer's note tells of the day it was written, not of earlier ones."""
    written = row.document.status_as_of
    return row.document.status_note if written is None or written <= row.as_at else None


def _successor(relation: Relation, source: Document, words: Words) -> Successor:
    return Successor(
        document=document_ref(source, words), since=relation.since, certain=relation.certain
    )


def relation_out(
    document_id: str, relation: Relation, other: Document, words: Words
) -> RelationOut:
    """Tell a relation from the side of `document_id`."""
    return RelationOut(
        kind=code_name("relation", relation.kind, words),
        direction="outgoing" if relation.source_id == document_id else "incoming",
        document=document_ref(other, words),
        since=relation.since,
        certain=relation.certain,
        evidence=relation.evidence,
    )


def mention_out(mention: dict[str, Any], words: Words) -> MentionOut:
    """Tell of a document we do not hold."""
    return MentionOut(
        kind=code_name("relation", mention["kind"], words),
        citation=mention["citation"],
        certain=mention["certain"],
    )


def file_out(version: DocumentVersion) -> FileOut:
    """Describe the original file."""
    return FileOut(
        name=version.file_name,
        media_type=version.media_type,
        pages=version.pages,
        version=version.number,
        href=f"/api/v1/documents/{version.document_id}/file",
    )


def provision_brief(provision: Provision) -> ProvisionBrief:
    """Show one provision."""
    return ProvisionBrief(
        anchor=provision.anchor,
        parent=provision.parent_anchor,
        kind=provision.kind,
        number=provision.number,
        heading=provision.heading,
        text=provision.text,
        page=provision.page,
        path=[
            PathStep(anchor=anchor, number=number, heading=heading)
            for anchor, number, heading in provision.path
        ],
    )


def citation_out(cited: Cited, words: Words) -> CitationOut:
    """Show one mention; a document the viewer may not see is not named."""
    citation, target = cited.citation, cited.target
    certainty = citation.certainty if target is not None else "unresolved"
    return CitationOut(
        anchor=citation.anchor,
        start=citation.start,
        end=citation.end,
        text=citation.text,
        certainty=code_name("certainty", certainty, words),
        target=document_ref(target, words) if target else None,
        target_anchor=citation.target_anchor if target else None,
        candidates=[document_ref(document, words) for document in cited.candidates],
        note=code_name("citation", cited.note, words) if cited.note else None,
    )


def unresolved_out(row: CitationRow, words: Words) -> UnresolvedOut:
    """Show a mention that leads nowhere yet."""
    return UnresolvedOut(
        anchor=row.anchor,
        text=" ".join(row.text.split()),
        note=code_name("citation", row.note, words) if row.note else None,
    )


def _known_day(document: Document) -> date | None:
    return document.issued_on if document.issued_precision == Precision.DAY else None


def _issued(document: Document) -> str | None:
    day = document.issued_on
    if day is None:
        return None
    if document.issued_precision == Precision.YEAR:
        return f"{day:%Y}"
    return (
        f"{day.month}/{day.year}"
        if document.issued_precision == Precision.MONTH
        else f"{day.day}/{day.month}/{day.year}"
    )
