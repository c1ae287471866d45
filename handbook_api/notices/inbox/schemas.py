"""One's own inbox on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.http.wire import BodyModel, Cursor, Instant, Limit, QueryModel, WireModel
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded
from handbook_api.notices.inbox import queries, service
from handbook_api.notices.inbox.queries import InboxFilter, InboxRow
from handbook_api.notices.inbox.service import Answered, Receipt, Received
from handbook_api.notices.models import Answer, NoticeVersion
from handbook_api.notices.queries import versions_of
from handbook_api.notices.schemas.notices import (
    AsksOut,
    NoticeLinkOut,
    NoticeVersionOut,
    asks_of,
    version_out,
)

_MOST_RECEIPTS = 200


class ReceiptIn(BodyModel):
    """A notice came through to a phone, or was opened."""

    notice_id: UUID = Field(strict=False)
    what: Receipt = Field(strict=False)
    at: Instant | None = Field(None, description="Theo đồng hồ của máy.")

    def received(self) -> Received:
        """Return it as the service takes it."""
        return Received(self.notice_id, self.what, self.at)


class ReceiptsIn(BodyModel):
    """What a phone tells at once, when it comes back into signal."""

    receipts: list[ReceiptIn] = Field(min_length=1, max_length=_MOST_RECEIPTS)


class NoticeConfirmationIn(BodyModel):
    """“Tôi đã đọc”."""

    made_at: Instant | None = Field(None, description="Lúc bấm nút, khi gửi muộn vì mất sóng.")


class NoticeAnswerIn(BodyModel):
    """An answer."""

    answer: str = Field(min_length=1, max_length=20, description="Mã câu trả lời.")
    reason: str | None = Field(None, max_length=1000, description="Lý do, khi câu trả lời cần.")
    made_at: Instant | None = Field(None, description="Lúc trả lời, khi gửi muộn vì mất sóng.")

    def answered(self) -> Answered:
        """Return it as the service takes it."""
        reason = None if self.reason is None else self.reason.replace("\x00", "")
        return Answered(self.answer, reason, self.made_at)


class ArchivingIn(BodyModel):
    """Put away, or taken out again."""

    archived: bool


class InboxQuery(QueryModel):
    """Filters of the inbox."""

    archived: bool = Field(False, description="Những cái đã cất.")
    unread: bool = False
    unanswered: bool = Field(False, description="Những cái đang chờ mình trả lời hoặc xác nhận.")
    q: str = Field("", max_length=200, description="Chữ trong thông báo, có dấu hoặc không.")
    limit: Limit = 25
    cursor: Cursor = None

    def filter(self, content: Content) -> InboxFilter:
        """Return what the inbox is narrowed to."""
        words = self.q.replace("\x00", "")
        return InboxFilter(
            archived=self.archived,
            unread=self.unread,
            unanswered=self.unanswered,
            asking=asking_kinds(content),
            words=words,
        )


class SummaryOut(WireModel):
    """How much waits."""

    revision: int = Field(description="Tăng mỗi khi hộp thư có gì đổi.")
    unread: int
    unanswered: int


class ReceiptsOut(WireModel):
    """What was news."""

    news: int


class InboxItemOut(WireModel):
    """A notice in one's inbox; all that is needed to read and answer it without signal."""

    id: UUID
    organisation: CellRef | None = Field(description="Nơi gửi; null là sổ tay tự gửi.")
    kind: Coded
    priority: str
    title: str
    text: str
    links: list[NoticeLinkOut]
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    version: int = Field(description="Lớn hơn 1: đã được đính chính hoặc thu hồi.")
    received_at: datetime
    opened_at: datetime | None
    opened_version: int | None
    confirmed_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    answer_late: bool | None
    answer_by: datetime | None
    expires_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None = Field(
        description="Đã thu hồi lúc này: chỉ còn để biết, không trả lời được nữa."
    )
    cancelled_because: str | None = Field(description="Nơi gửi nói vì sao thu hồi.")
    archived_at: datetime | None
    asks: AsksOut


class OwnAnswerOut(WireModel):
    """An answer one gave."""

    answer: str
    reason: str | None
    made_at: datetime
    received_at: datetime
    late: bool
    given_by: UUID | None = Field(description="Người ghi giúp; null là tự trả lời.")


class InboxNoticeOut(InboxItemOut):
    """A notice of one's own with its earlier words and one's answers."""

    versions: list[NoticeVersionOut]
    own_answers: list[OwnAnswerOut]


def asking_kinds(content: Content) -> tuple[str, ...]:
    """Return the kinds of notices that ask for an answer or a confirmation."""
    return tuple(kind.code for kind in content.notice_kinds.values() if kind.asks)


def item_out(content: Content, row: InboxRow, language: str) -> InboxItemOut:
    """Return a notice as it lies in an inbox."""
    return InboxItemOut(**_item(content, row, language))


def notice_out(
    session: Session, viewer: Identity, content: Content, row: InboxRow, language: str
) -> InboxNoticeOut:
    """Return a notice of one's own with its history."""
    versions = versions_of(session, viewer, row.notice.id)
    answers = queries.answers_of(session, viewer, row.notice.id)
    return InboxNoticeOut(
        **_item(content, row, language),
        versions=_versions(versions),
        own_answers=[_answer(session, one) for one in answers],
    )


def _versions(versions: Sequence[NoticeVersion]) -> list[NoticeVersionOut]:
    return [version_out(one) for one in versions]


def _answer(session: Session, answer: Answer) -> OwnAnswerOut:
    return OwnAnswerOut(
        answer=answer.answer,
        reason=service.reason_of(session, answer),
        made_at=answer.made_at,
        received_at=answer.received_at,
        late=answer.late,
        given_by=answer.given_by,
    )


def _item(content: Content, row: InboxRow, language: str) -> dict[str, Any]:
    notice, mine = row.notice, row.recipient
    return {
        "id": notice.id,
        "organisation": cell_ref(row.organisation) if row.organisation else None,
        "kind": coded(content.notice_kinds.get(notice.kind), notice.kind, language),
        "priority": notice.priority,
        "title": notice.title,
        "text": notice.text,
        "links": [NoticeLinkOut(**one) for one in notice.links],
        "starts_at": notice.starts_at,
        "ends_at": notice.ends_at,
        "place": notice.place,
        "version": notice.version,
        "received_at": mine.in_inbox_at,
        "opened_at": mine.opened_at,
        "opened_version": mine.opened_version,
        "confirmed_at": mine.confirmed_at,
        "answer": mine.answer,
        "answered_at": mine.answered_at,
        "answer_late": mine.answer_late,
        "answer_by": notice.answer_by,
        "expires_at": notice.expires_at,
        "closed_at": notice.closed_at,
        "cancelled_at": notice.cancelled_at,
        "cancelled_because": row.cancelled_because,
        "archived_at": mine.archived_at,
        "asks": asks_of(content, notice, language),
    }
