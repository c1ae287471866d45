"""Corrections on the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.words import Words
from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Limit,
    LongText,
    QueryModel,
    ShortText,
    WireModel,
)
from handbook_api.members import queries as members
from handbook_api.members.corrections.models import CorrectionExport, CorrectionStep
from handbook_api.members.corrections.queries import CorrectionRow
from handbook_api.members.relations import relations_of, seen_fields
from handbook_api.members.sealed_rows import texts_of
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded, labelled

StepTaken = tuple[CorrectionStep, str | None]


class CorrectionState(StrEnum):
    """Where a correction stands."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CorrectionIn(BodyModel):
    """A field of one's own record that is wrong."""

    field: ShortText = Field(min_length=1, description="Mã mục của hồ sơ.")
    wanted: LongText = Field(
        min_length=1, description="Nội dung đúng; ngày viết năm-tháng-ngày, danh mục ghi mã."
    )
    reason: LongText | None = Field(
        None, min_length=1, description="Vì sao; giấy tờ nào cho biết. Không bắt buộc."
    )


class CorrectionStepIn(BodyModel):
    """What is done with a correction."""

    code: Literal["forward", "refuse", "accept"] = Field(
        description="Chuyển cán bộ tổ chức, từ chối, hay chấp nhận."
    )
    note: LongText | None = Field(None, min_length=1, description="Lý do; bắt buộc khi từ chối.")


class CorrectionListQuery(QueryModel):
    """Filters of the queue."""

    state: list[CorrectionState] = Field([], max_length=10, description="Trạng thái.")
    overdue: bool = Field(False, description="Chỉ những đề nghị đã quá hạn hôm nay.")
    limit: Limit = 20
    cursor: Cursor = None


class CorrectionExportIn(BodyModel):
    """Why a list of corrections is taken out."""

    purpose: ShortText = Field(min_length=5, description="Xuất để làm gì; ghi vào nhật ký.")


class CorrectionBrief(WireModel):
    """A correction in a list; what it says is not in it."""

    id: UUID
    field: Coded
    state: Coded
    member_id: UUID
    full_name: str
    cell: CellRef
    asked_at: datetime
    due_on: date | None = Field(description="Hạn của bước đang chờ; null khi đã xong.")
    overdue: bool
    decided_at: datetime | None
    exported: bool = Field(
        description="Đã nằm trong một danh sách xuất cho cơ sở dữ liệu cấp trên."
    )


class CorrectionStepOut(WireModel):
    """A step of a correction."""

    number: int
    step: Coded
    state: Coded
    at: datetime
    by: str | None
    note: str | None


class CorrectionOut(CorrectionBrief):
    """A correction with its words, as far as its reader sees the field."""

    hidden: bool = Field(
        description="true: người xem không được xem mục này nên nội dung để trống."
    )
    wanted: str | None
    was: str | None = Field(description="Nội dung cũ; chỉ có khi đã chấp nhận.")
    reason: str | None
    steps: list[CorrectionStepOut]


class CorrectionsOut(WireModel):
    """One's own corrections."""

    items: list[CorrectionOut]


class CorrectionExportOut(WireModel):
    """A list that was taken out."""

    id: UUID
    made_at: datetime
    rows: int
    purpose: str
    href: str = Field(description="Nơi tải tệp Excel; tải lại được trong vài ngày.")


def correction_brief(
    content: Content, row: CorrectionRow, words: Words, language: str
) -> CorrectionBrief:
    """Return a correction as a line of a list."""
    correction = row.correction
    return CorrectionBrief(
        id=correction.id,
        field=coded(content.member_fields.get(correction.field), correction.field, language),
        state=labelled("correction", correction.state, words),
        member_id=row.member.id,
        full_name=row.member.full_name,
        cell=cell_ref(row.cell),
        asked_at=correction.asked_at,
        due_on=correction.due_on,
        overdue=correction.due_on is not None and correction.due_on < clock.today(),
        decided_at=correction.decided_at,
        exported=correction.export_id is not None,
    )


def sees_field(session: Session, viewer: Identity, content: Content, row: CorrectionRow) -> bool:
    """Whether `viewer` sees the field that the correction is about."""
    at = members.get_member(session, viewer, row.member.id)
    relations = relations_of(content, viewer, at)
    return viewer.sees_everything or row.correction.field in seen_fields(content, relations)


def correction_out(
    session: Session,
    row: CorrectionRow,
    steps: Sequence[StepTaken],
    brief: CorrectionBrief,
    words: Words,
    *,
    seen: bool,
) -> CorrectionOut:
    """Return a correction with its words; without them where the field is not `seen`."""
    texts = texts_of(session, row.correction) if seen else {}
    return CorrectionOut(
        **dict(brief),
        hidden=not seen,
        wanted=texts.get("wanted"),
        was=texts.get("was"),
        reason=texts.get("reason"),
        steps=[_step(session, step, name, words, seen=seen) for step, name in steps],
    )


def export_out(export: CorrectionExport) -> CorrectionExportOut:
    """Return a list that was made, and where its file is fetched."""
    return CorrectionExportOut(
        id=export.id,
        made_at=export.made_at,
        rows=export.rows,
        purpose=export.purpose,
        href=f"/api/v1/corrections/exports/{export.id}",
    )


def _step(
    session: Session, step: CorrectionStep, name: str | None, words: Words, *, seen: bool
) -> CorrectionStepOut:
    return CorrectionStepOut(
        number=step.number,
        step=labelled("correction", step.code, words),
        state=labelled("correction", step.to_state, words),
        at=step.at,
        by=name,
        note=texts_of(session, step).get("note") if seen else None,
    )
