"""The feed on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from handbook_api.content_store import Content
from handbook_api.documents.queries import DocumentAt
from handbook_api.http.wire import Cursor, QueryModel, WireModel
from handbook_api.notices.inbox.schemas import InboxItemOut, item_out
from handbook_api.notices.syncing.feed import Feed


class SyncQuery(QueryModel):
    """From where."""

    since: Cursor = Field(None, description="cursor của lần trước; bỏ trống ở lần đầu.")
    limit: int = Field(50, ge=1, le=200, description="Số mục nhiều nhất của một lần.")


class DocumentChangeOut(WireModel):
    """A document that is new or was changed."""

    id: str
    symbol: str
    title: str
    kind: str
    issued_on: date | None
    status: str = Field(description="Hiệu lực hôm nay.")
    updated_at: datetime


class SyncOut(WireModel):
    """What changed. A meeting is a notice with starts_at."""

    notices: list[InboxItemOut]
    notices_gone: list[UUID] = Field(description="Xoá khỏi máy: đã thu hồi trước khi mình mở.")
    documents: list[DocumentChangeOut]
    documents_gone: list[str] = Field(
        description="32 ký tự đầu SHA-256 (hex) của mã văn bản không còn đọc được; máy so với mã "
        "của các văn bản đã lưu rồi xoá."
    )
    cursor: str = Field(description="Gửi lại trong since lần sau.")
    more: bool = Field(description="Còn nữa: hỏi tiếp ngay.")


def sync_out(content: Content, feed: Feed, language: str) -> SyncOut:
    """Return a piece of the feed."""
    return SyncOut(
        notices=[item_out(content, row, language) for row in feed.notices],
        notices_gone=[row.notice.id for row in feed.notices_gone],
        documents=[_document(one) for one in feed.documents],
        documents_gone=list(feed.documents_gone),
        cursor=feed.at.cursor,
        more=feed.more,
    )


def _document(found: DocumentAt) -> DocumentChangeOut:
    document = found.document
    return DocumentChangeOut(
        id=document.id,
        symbol=document.symbol,
        title=document.title,
        kind=document.kind,
        issued_on=document.issued_on,
        status=found.status,
        updated_at=document.updated_at,
    )
