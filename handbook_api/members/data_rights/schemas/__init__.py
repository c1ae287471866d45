"""Data requests and breaches on the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.words import Words
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
from handbook_api.members.data_rights.models import BreachStep
from handbook_api.members.data_rights.queries import BreachRow, RequestRow
from handbook_api.members.sealed_rows import texts_of
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded, labelled

Affected = int | None


class RequestState(StrEnum):
    """Where a data request stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


class DataRequestIn(BodyModel):
    """What somebody asks about his own data."""

    kind: ShortText = Field(min_length=1, description="Mã loại yêu cầu.")
    text: LongText = Field(min_length=1, description="Nội dung yêu cầu, bằng lời của mình.")


class PaperRequestIn(DataRequestIn):
    """A request that came on paper."""

    member_id: UUID = Field(description="Hồ sơ của người yêu cầu.")
    received_on: Day = Field(description="Ngày nhận được giấy.")


class AnswerIn(BodyModel):
    """The answer to a data request."""

    outcome: Literal["agreed", "partly", "refused"] = Field(
        description="Đồng ý, đồng ý một phần, hay từ chối."
    )
    text: LongText = Field(min_length=1, description="Lời trả lời cho người yêu cầu.")


class DataRequestListQuery(QueryModel):
    """Filters of the queue."""

    state: list[RequestState] = Field([], max_length=10, description="Trạng thái.")
    overdue: bool = Field(False, description="Chỉ những yêu cầu đã quá hạn trả lời hôm nay.")
    limit: Limit = 20
    cursor: Cursor = None


class DataRequestBrief(WireModel):
    """A data request in a list."""

    id: UUID
    kind: Coded
    state: Coded
    member_id: UUID
    full_name: str
    cell: CellRef
    on_paper: bool
    received_on: date
    due_on: date | None = Field(description="Hạn trả lời; null khi đã trả lời hoặc đã rút.")
    overdue: bool
    outcome: Coded | None
    answered_at: datetime | None
    closed_at: datetime | None


class DataRequestOut(DataRequestBrief):
    """A data request with its words."""

    explanation: str = Field(description="Loại yêu cầu này nghĩa là gì, việc gì sẽ xảy ra.")
    text: str
    answer: str | None


class DataRequestsOut(WireModel):
    """One's own data requests."""

    items: list[DataRequestOut]


class BreachIn(BodyModel):
    """A loss or leak that was noticed."""

    organisation_id: UUID = Field(description="Tổ chức có dữ liệu bị vi phạm (kể cả cấp dưới).")
    noticed_at: AwareDatetime = Field(description="Lúc phát hiện, có múi giờ.")
    description: LongText = Field(min_length=1, description="Việc gì đã xảy ra.")
    affected: Affected = Field(None, ge=0, le=100_000_000, description="Số người bị ảnh hưởng.")


class BreachStepIn(BodyModel):
    """Something done about a breach."""

    code: Literal["noted", "reported", "told", "closed"] = Field(
        description="Ghi thêm, đã báo cơ quan chuyên trách, đã báo người bị ảnh hưởng, kết thúc."
    )
    done_at: AwareDatetime | None = Field(None, description="Lúc làm; mặc định bây giờ.")
    note: LongText | None = Field(None, min_length=1, description="Ghi chú.")
    affected: Affected = Field(None, ge=0, le=100_000_000, description="Số người, khi biết rõ hơn.")


class BreachListQuery(QueryModel):
    """Filters of the register."""

    overdue: bool | None = Field(None, description="true: chỉ vụ quá hạn báo; false: các vụ khác.")
    limit: Limit = 20
    cursor: Cursor = None


class BreachBrief(WireModel):
    """A breach in the register."""

    id: UUID
    organisation: CellRef
    state: Coded
    noticed_at: datetime
    report_by: datetime = Field(description="Hạn báo cơ quan chuyên trách.")
    overdue: bool
    reported_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    affected: int | None


class BreachStepOut(WireModel):
    """Something that was done about a breach."""

    number: int
    step: Coded
    done_at: datetime
    at: datetime
    by: str | None
    affected: int | None
    note: str | None


class BreachOut(BreachBrief):
    """A breach with its words and steps."""

    description: str
    steps: list[BreachStepOut]


def request_brief(
    content: Content, row: RequestRow, words: Words, language: str
) -> DataRequestBrief:
    """Return a data request as a line of a list."""
    request = row.request
    return DataRequestBrief(
        id=request.id,
        kind=coded(content.request_kinds.get(request.kind), request.kind, language),
        state=labelled("data_request", request.state, words),
        member_id=row.member.id,
        full_name=row.member.full_name,
        cell=cell_ref(row.cell),
        on_paper=request.on_paper,
        received_on=request.received_on,
        due_on=request.due_on,
        overdue=request.due_on is not None and request.due_on < clock.today(),
        outcome=labelled("data_request", request.outcome, words) if request.outcome else None,
        answered_at=request.answered_at,
        closed_at=request.closed_at,
    )


def request_out(
    session: Session, content: Content, row: RequestRow, words: Words, language: str
) -> DataRequestOut:
    """Return a data request with its words."""
    texts = texts_of(session, row.request)
    kind = content.request_kinds.get(row.request.kind)
    return DataRequestOut(
        **dict(request_brief(content, row, words, language)),
        explanation=kind.explanation if kind else "",
        text=texts.get("text", ""),
        answer=texts.get("answer"),
    )


def breach_brief(row: BreachRow, words: Words) -> BreachBrief:
    """Return a breach as a line of the register."""
    breach, organisation = row.breach, row.organisation
    open_ = breach.reported_at is None and breach.closed_at is None
    return BreachBrief(
        id=breach.id,
        organisation=cell_ref(organisation),
        state=labelled("breach", row.state, words),
        noticed_at=breach.noticed_at,
        report_by=breach.report_by,
        overdue=open_ and breach.report_by < clock.now(),
        reported_at=breach.reported_at,
        told_at=breach.told_at,
        closed_at=breach.closed_at,
        affected=breach.affected,
    )


def breach_out(
    session: Session,
    row: BreachRow,
    steps: Sequence[tuple[BreachStep, str | None]],
    words: Words,
) -> BreachOut:
    """Return a breach with its words and steps."""
    return BreachOut(
        **dict(breach_brief(row, words)),
        description=texts_of(session, row.breach).get("description", ""),
        steps=[_breach_step(session, step, name, words) for step, name in steps],
    )


def _breach_step(
    session: Session, step: BreachStep, name: str | None, words: Words
) -> BreachStepOut:
    return BreachStepOut(
        number=step.number,
        step=labelled("breach", step.code, words),
        done_at=step.done_at,
        at=step.at,
        by=name,
        affected=step.affected,
        note=texts_of(session, step).get("note"),
    )
