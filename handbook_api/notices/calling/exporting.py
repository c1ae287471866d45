"""The list of recipients goes out: for a purpose, as far as it is seen, and written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.gateways.table_writing import Column, Sheet, Value, write_csv, write_workbook
from handbook_api.members import names
from handbook_api.members.exports.errors import PurposeMissing
from handbook_api.members.exports.service import LEAST_PURPOSE, MOST_PURPOSE
from handbook_api.notices import queries
from handbook_api.notices.calling.errors import RecipientsTooMany
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow, RecipientFilter, RecipientRow
from handbook_api.notices.service.noting import KIND

#: People in a list that is made while somebody waits for it; read so many at a time.
MOST_AT_ONCE, _PIECE = 20_000, 500
_WARNING = "Có dữ liệu cá nhân: chỉ dùng đúng mục đích trên, không gửi tiếp, xong việc thì xóa."
_COLUMNS = (
    Column("TT", 6),
    Column("Họ và tên", 28),
    Column("Chi bộ", 30),
    Column("Đã tới đâu", 20),
    Column("Vào hộp thư lúc", 17),
    Column("Tới máy lúc", 17),
    Column("Mở lúc", 17),
    Column("Bản đã mở"),
    Column("Xác nhận lúc", 17),
    Column("Trả lời", 16),
    Column("Trả lời lúc", 17),
    Column("Sau hạn"),
    Column("Báo cách khác", 16),
    Column("Báo lúc", 17),
    Column("Số lần nhắc"),
)


class Format(StrEnum):
    """Kinds of files."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The recipients of which notice a list is to hold, and what it is for."""

    notice_id: UUID
    purpose: str
    format: Format
    narrowed: RecipientFilter
    most_rows: int = MOST_AT_ONCE


@dataclass(frozen=True, slots=True)
class Export:
    """A list that was made. path: of the organisation that sent the notice."""

    notice_id: UUID
    path: str | None
    purpose: str
    rows: int


def export_recipients(
    session: Session,
    viewer: Identity,
    content: Content,
    wanted: Wanted,
    target: IO[bytes],
    folder: Path | None = None,
) -> Export:
    """`target` is a table of the recipients; memory does not grow with them.

    No reasons, no numbers: who stayed away is told, not why. Written down it is not yet: see
    `write_down`, which must be done before anybody gets the list. Raises NoticeNotFound,
    Forbidden, PurposeMissing, RecipientsTooMany.
    """
    row = queries.get_notice(session, viewer, wanted.notice_id)
    path = row.path
    POLICY.require(viewer, NoticeAct.EXPORT, Subject(path))
    purpose = names.tidy(wanted.purpose)
    if not LEAST_PURPOSE <= len(purpose) <= MOST_PURPOSE:
        raise PurposeMissing(least=LEAST_PURPOSE, most=MOST_PURPOSE)
    rows = _Rows(session, viewer, content, row, wanted)
    sheet = Sheet("Người nhận", _COLUMNS, rows.all(), _above(row, purpose))
    if wanted.format == Format.CSV:
        write_csv(target, sheet)
    else:
        write_workbook(target, [sheet], folder=folder)
    return Export(wanted.notice_id, path, purpose, rows.written)


def write_down(session: Session, viewer: Identity, export: Export) -> None:
    """The export is in the audit log: who, of which notice, what for, how many people."""
    facts: dict[str, audit.Fact] = {"purpose": export.purpose, "rows": export.rows}
    about = KIND, str(export.notice_id)
    audit.record(session, viewer, NoticeAct.EXPORT, *about, path=export.path, facts=facts)


def _above(row: NoticeRow, purpose: str) -> Sequence[str]:
    sender = row.organisation.name if row.organisation else "Sổ tay đảng viên điện tử"
    made = clock.now().astimezone(clock.VIETNAM)
    return (
        f"Người nhận thông báo: {row.notice.title}",
        f"Nơi gửi: {sender}",
        f"Lúc: {made:%H:%M ngày %d/%m/%Y} (giờ Việt Nam)",
        f"Mục đích: {purpose}",
        _WARNING,
    )


class _Rows:
    """Reads the recipients of an export, some hundred at a time."""

    def __init__(
        self,
        session: Session,
        viewer: Identity,
        content: Content,
        row: NoticeRow,
        wanted: Wanted,
    ) -> None:
        self._session, self._viewer = session, viewer
        self._labels = content.messages("vi").labels
        self._row, self._wanted = row, wanted
        kind = content.notice_kinds.get(row.notice.kind)
        self._answers = {one.code: one.name for one in kind.answers} if kind else {}
        self.written = 0

    def all(self) -> Iterator[Sequence[Value]]:
        """Yield a row for each recipient, in the order of lists."""
        cursor: str | None = None
        while True:
            page = queries.page_of_recipients(
                *(self._session, self._viewer, self._row, self._wanted.narrowed),
                limit=_PIECE,
                cursor=cursor,
            )
            for found in page.rows:
                self.written += 1
                if self.written > self._wanted.most_rows:
                    raise RecipientsTooMany(limit=self._wanted.most_rows)
                yield self._told(found)
            # What was read is of no use any more.
            self._session.expunge_all()
            if page.next_cursor is None:
                return
            cursor = page.next_cursor

    def _told(self, found: RecipientRow) -> Sequence[Value]:
        mine = found.recipient
        return (
            self.written,
            found.member.full_name,
            found.place.name if found.place else None,
            self._labels[f"reach.{mine.reach}"],
            mine.in_inbox_at,
            mine.delivered_at,
            mine.opened_at,
            mine.opened_version,
            mine.confirmed_at,
            self._answers.get(mine.answer, mine.answer) if mine.answer else None,
            mine.answered_at,
            "Có" if mine.answer_late else None,
            self._labels[f"contact_how.{mine.told_how}"] if mine.told_how else None,
            mine.told_at,
            mine.reminders,
        )
