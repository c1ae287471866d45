"""Notices as those who send and follow them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from handbook_api.content_store import Content
from handbook_api.core.words import Words
from handbook_api.http.wire import Cursor, Limit, QueryModel, ShortText, WireModel
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded, labelled
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeEvent, NoticeState, NoticeVersion
from handbook_api.notices.queries import NoticeFilter, NoticeRow, Totals
from handbook_api.notices.service import Preview


class NoticeLinkOut(WireModel):
    """A document, or one provision of it."""

    document_id: str
    anchor: str | None


class AnswerKindOut(WireModel):
    """Something that can be answered."""

    code: str
    name: str
    needs_reason: bool


class AsksOut(WireModel):
    """What a notice asks of whoever gets it."""

    answers: list[AnswerKindOut]
    confirm: str | None = Field(description="Chữ trên nút xác nhận; null khi không cần.")


class NoticeBrief(WireModel):
    """A notice in a list of its senders."""

    id: UUID
    organisation: CellRef | None = Field(description="Nơi gửi; null là sổ tay tự gửi.")
    kind: Coded
    priority: str
    state: Coded
    title: str
    version: int
    revision: int
    people: int | None = Field(
        description="Số người nhận khi gửi (hoặc khi xin gửi); với người chỉ theo dõi một phần: "
        "số người mình theo dõi, null trong danh sách."
    )
    starts_at: datetime | None
    send_at: datetime | None
    sent_at: datetime | None
    answer_by: datetime | None
    created_at: datetime


class NoticeOut(NoticeBrief):
    """A notice as its senders see it."""

    text: str
    template: str | None
    template_version: int | None
    values: dict[str, Any]
    links: list[NoticeLinkOut]
    ends_at: datetime | None
    place: str | None
    audience: dict[str, Any] | None = Field(
        description="null với người chỉ theo dõi một phần người nhận."
    )
    contact_id: UUID | None
    expires_at: datetime | None
    asks: AsksOut
    call_from: datetime | None = Field(description="Từ lúc nào người im lặng vào danh sách gọi.")
    in_inboxes_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    totals: "TotalsOut | None" = Field(description="null khi chưa gửi.")


class TotalsOut(WireModel):
    """How far a notice came with those one looks after; adds up to `people`."""

    people: int
    reach: dict[str, int] = Field(description="Số người ở mỗi mức, theo mã mức.")
    answers: dict[str, int] = Field(description="Số người theo mã câu trả lời.")
    late: int = Field(description="Số câu trả lời sau hạn.")


class ClosedLinkOut(WireModel):
    """A linked document that some of the audience may not open."""

    document_id: str
    name: str = Field(description="Số, ký hiệu; văn bản không có số thì tên.")
    people: int = Field(description="Số người nhận ở ngoài nơi văn bản dành cho.")


class NoticePreviewOut(WireModel):
    """What sending would come to."""

    title: str
    text: str
    people: int
    by_way: dict[str, int] = Field(
        description="push: máy nhận được chuông; app: có đăng nhập, không chuông; "
        "phone: gọi điện; in_person: báo trực tiếp hoặc giấy."
    )
    exempt: int = Field(description="Số người không gửi vì được miễn sinh hoạt.")
    needs_release: bool = Field(description="Cần người thứ hai duyệt.")
    closed_links: list[ClosedLinkOut] = Field(
        description="Văn bản đính kèm chỉ dành cho một tổ chức, mà người nhận có người ở ngoài."
    )


class NoticeEventOut(WireModel):
    """A line of the timeline."""

    at: datetime
    what: Coded
    by: UUID | None = Field(description="Tài khoản của người làm; null là sổ tay tự làm.")
    facts: dict[str, str | int]


class NoticeVersionOut(WireModel):
    """The words of a notice at one time."""

    number: int
    title: str
    text: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    answer_by: datetime | None
    reason: str | None = Field(description="Người gửi nói đã đổi gì.")
    made_at: datetime


class TimelineOut(WireModel):
    """What happened to a notice, and how it read."""

    events: list[NoticeEventOut]
    versions: list[NoticeVersionOut]


class NoticeListQuery(QueryModel):
    """Filters of the list; repeated values of one filter mean “or”."""

    state: list[NoticeState] = Field([], max_length=10)
    kind: list[ShortText] = Field([], max_length=20)
    organisation_id: UUID | None = None
    limit: Limit = 20
    cursor: Cursor = None

    def filter(self) -> NoticeFilter:
        """Return what the list is narrowed to."""
        return NoticeFilter(self.state, self.kind, self.organisation_id)


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A notice as somebody sees it. whole: he speaks for its sender, or above; else he knows of
    the people he looks after alone."""

    row: NoticeRow
    totals: Totals | None
    whole: bool

    @property
    def people(self) -> dict[str, int | None]:
        """How many it is for, as far as he knows."""
        if self.whole:
            return {}
        return {"people": None if self.totals is None else self.totals.people}


def asks_of(content: Content, notice: Notice, language: str) -> AsksOut:
    """Return what a notice asks, in the words of its buttons."""
    kind = content.notice_kinds.get(notice.kind)
    if kind is None:
        return AsksOut(answers=[], confirm=None)
    answers = [
        AnswerKindOut(code=one.code, name=one.called(language), needs_reason=one.needs_reason)
        for one in kind.answers
    ]
    confirm = kind.confirm.called(language) if kind.confirm else None
    return AsksOut(answers=answers, confirm=confirm)


def notice_brief(content: Content, seen: NoticeSeen, words: Words, language: str) -> NoticeBrief:
    """Return a notice for a list."""
    return NoticeBrief(**(_brief(content, seen.row, words, language) | seen.people))


def notice_out(content: Content, seen: NoticeSeen, words: Words, language: str) -> NoticeOut:
    """Return a notice as whoever follows it, or a part of its recipients, sees it."""
    row, totals, notice = seen.row, seen.totals, seen.row.notice
    return NoticeOut(
        **(_brief(content, row, words, language) | seen.people),
        text=notice.text,
        template=notice.template_code,
        template_version=notice.template_version,
        values=notice.template_values if seen.whole else {},
        links=[NoticeLinkOut(**one) for one in notice.links],
        ends_at=notice.ends_at,
        place=notice.place,
        audience=notice.audience if seen.whole else None,
        contact_id=notice.contact_id if seen.whole else None,
        expires_at=notice.expires_at,
        asks=asks_of(content, notice, language),
        call_from=notice.call_from,
        in_inboxes_at=notice.in_inboxes_at,
        closed_at=notice.closed_at,
        cancelled_at=notice.cancelled_at,
        totals=None if totals is None else totals_out(totals),
    )


def totals_out(totals: Totals) -> TotalsOut:
    """Return counts on the wire."""
    return TotalsOut(
        people=totals.people,
        reach=dict(totals.reach),
        answers=dict(totals.answers),
        late=totals.late,
    )


def preview_out(found: Preview) -> NoticePreviewOut:
    """Return a preview on the wire."""
    return NoticePreviewOut(
        title=found.words.title,
        text=found.words.text,
        people=found.forecast.people,
        by_way=dict(found.forecast.by_way),
        exempt=found.forecast.exempt,
        needs_release=found.needs_release,
        closed_links=[
            ClosedLinkOut(document_id=one.id, name=one.symbol or one.title, people=people)
            for one, people in found.closed
        ],
    )


#: What whoever looks after a part of the recipients hears of; the rest is its senders' affair.
_TOLD_TO_ALL = (
    Happened.IN_INBOXES,
    Happened.CORRECTED,
    Happened.REMINDED,
    Happened.CANCELLED,
    Happened.CLOSED,
)


def told_of(events: Sequence[NoticeEvent], *, whole: bool) -> Sequence[NoticeEvent]:
    """Return those of `events` that somebody hears of who follows the whole notice, or a part."""
    return events if whole else [one for one in events if one.what in _TOLD_TO_ALL]


def event_out(event: NoticeEvent, words: Words, *, whole: bool) -> NoticeEventOut:
    """Return a line of the timeline in words; who did it, and counts, for its senders."""
    what = labelled("notice_event", event.what, words)
    return NoticeEventOut(
        at=event.at,
        what=what,
        by=event.by if whole else None,
        facts=event.facts if whole else {},
    )


def version_out(version: NoticeVersion) -> NoticeVersionOut:
    """Return the words of a notice at one time."""
    return NoticeVersionOut(
        number=version.number,
        title=version.title,
        text=version.text,
        starts_at=version.starts_at,
        ends_at=version.ends_at,
        place=version.place,
        answer_by=version.answer_by,
        reason=version.reason,
        made_at=version.made_at,
    )


def _brief(content: Content, row: NoticeRow, words: Words, language: str) -> dict[str, Any]:
    notice = row.notice
    return {
        "id": notice.id,
        "organisation": cell_ref(row.organisation) if row.organisation else None,
        "kind": coded(content.notice_kinds.get(notice.kind), notice.kind, language),
        "priority": notice.priority,
        "state": labelled("notice_state", notice.state, words),
        "title": notice.title,
        "version": notice.version,
        "revision": notice.revision,
        "people": notice.people,
        "starts_at": notice.starts_at,
        "send_at": notice.send_at,
        "sent_at": notice.sent_at,
        "answer_by": notice.answer_by,
        "created_at": notice.created_at,
    }
