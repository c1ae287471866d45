"""Transfers on the wire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.transfers import TransferStep as StepSpec
from handbook_api.core import clock
from handbook_api.core.identity import Identity
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
from handbook_api.members.sealed_rows import texts_of
from handbook_api.members.transfers import limits, queries, service
from handbook_api.members.transfers.models import TransferStep
from handbook_api.members.transfers.queries import TransferRow
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded


class Direction(StrEnum):
    """Where a transfer goes, seen from the whole handbook."""

    INTERNAL = "internal"
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class TransferIn(BodyModel):
    """A transfer that is asked for, or came with a paper from elsewhere."""

    kind: ShortText = Field(min_length=1, description="Mã loại chuyển sinh hoạt.")
    member_id: UUID | None = Field(
        None, description="Hồ sơ của người chuyển; bỏ trống khi là chính mình."
    )
    full_name: ShortText | None = Field(
        None, min_length=1, description="Họ tên người từ nơi khác đến, chưa có hồ sơ ở đây."
    )
    to_cell_id: UUID | None = Field(None, description="Chi bộ nơi đến, nếu đã biết.")
    to_code: ShortText | None = Field(
        None,
        min_length=1,
        description="Mã số chi bộ nơi đến; cán bộ tổ chức dùng khi khác đảng bộ.",
    )
    place: ShortText | None = Field(
        None, min_length=1, description="Nơi đến hoặc nơi đi, viết bằng lời."
    )
    reason: LongText | None = Field(None, min_length=1, description="Lý do.")
    changed_on: Day | None = Field(
        None, description="Ngày quyết định chuyển công tác có hiệu lực hoặc ngày đổi nơi cư trú."
    )
    since: Day | None = Field(None, description="Ngày đầu sinh hoạt tạm thời.")
    until: Day | None = Field(None, description="Ngày cuối sinh hoạt tạm thời.")
    for_study: bool = Field(False, description="Sinh hoạt tạm thời để đi học.")
    on: Day | None = Field(None, description="Ngày đề nghị hoặc ngày của giấy; mặc định hôm nay.")
    decision: ShortText | None = Field(None, min_length=1, description="Số, ký hiệu của giấy.")


class TransferStepIn(BodyModel):
    """A step that is taken."""

    code: ShortText = Field(min_length=1, description="Mã bước, lấy từ open_steps.")
    on: Day | None = Field(None, description="Ngày của bước này; mặc định hôm nay.")
    decision: ShortText | None = Field(None, min_length=1, description="Số, ký hiệu của giấy.")
    note: LongText | None = Field(
        None, min_length=1, description="Ghi chú; bắt buộc khi bước đòi lý do."
    )
    to_cell_id: UUID | None = Field(None, description="Chi bộ nơi đến, cấp ủy nêu ở bước này.")
    to_code: ShortText | None = Field(None, min_length=1, description="Mã số chi bộ nơi đến.")
    member_id: UUID | None = Field(
        None, description="Hồ sơ vừa lập cho người từ nơi khác chuyển đến."
    )


class TransferListQuery(QueryModel):
    """Filters of the list; repeated values of one filter mean “or”."""

    state: list[ShortText] = Field([], max_length=20, description="Mã trạng thái.")
    kind: list[ShortText] = Field([], max_length=20, description="Mã loại.")
    direction: Direction | None = Field(None, description="Trong đảng bộ, đi, hay đến.")
    overdue: bool = Field(False, description="Chỉ những việc đã quá hạn hôm nay.")
    cell_id: UUID | None = Field(None, description="Chi bộ nơi đi hoặc nơi đến.")
    member_id: UUID | None = Field(None, description="Hồ sơ của người chuyển.")
    limit: Limit = 20
    cursor: Cursor = None

    def filter(self, content: Content) -> queries.TransferFilter:
        """Return what the list is narrowed to."""
        kinds = set(self.kind or content.transfer_flow.kinds)
        if self.direction is not None:
            kinds &= {
                code
                for code, kind in content.transfer_flow.kinds.items()
                if (kind.from_here, kind.to_here) == _ENDS[self.direction]
            }
        narrowed = self.kind or self.direction is not None
        return queries.TransferFilter(
            states=self.state,
            kinds=kinds if narrowed else None,
            late_on=clock.today() if self.overdue else None,
            cell_id=self.cell_id,
            member_id=self.member_id,
        )


_ENDS = {
    Direction.INTERNAL: (True, True),
    Direction.OUTGOING: (True, False),
    Direction.INCOMING: (False, True),
}


class TransferBrief(WireModel):
    """A transfer in a list."""

    id: UUID
    kind: Coded
    state: Coded
    done: bool
    member_id: UUID | None = Field(description="null khi người đến chưa có hồ sơ ở đây.")
    full_name: str
    from_cell: CellRef | None
    to_cell: CellRef | None
    started_at: datetime
    state_since: datetime
    since: date | None
    until: date | None = Field(description="Ngày cuối sinh hoạt tạm thời.")
    due_on: date | None = Field(description="Hạn của bước đang chờ; null khi không chờ ai.")
    overdue: bool


class TransferStepOut(WireModel):
    """A step that was taken."""

    number: int
    step: Coded
    state: Coded
    on: date
    at: datetime
    by: str | None = Field(description="Họ tên người làm bước này.")
    side: str = Field(description="Bước này làm thay mặt bên nào.")
    decision: str | None
    note: str | None


class OpenStep(WireModel):
    """A step that whoever asks may take now."""

    code: str
    name: str
    needs_reason: bool


class TransferOut(TransferBrief):
    """A transfer, whole."""

    place: str | None
    reason: str | None
    changed_on: date | None
    started_late: bool = Field(description="Bắt đầu làm thủ tục sau hạn quy định.")
    for_study: bool
    end_suggested_on: date | None = Field(
        description="Ngày hệ thống nhắc đã hết thời gian sinh hoạt tạm thời."
    )
    steps: list[TransferStepOut]
    open_steps: list[OpenStep]


def transfer_brief(content: Content, row: TransferRow, language: str) -> TransferBrief:
    """Return a transfer as a line of a list."""
    flow, transfer = content.transfer_flow, row.transfer
    state = flow.states.get(transfer.state)
    return TransferBrief(
        id=transfer.id,
        kind=coded(flow.kinds.get(transfer.kind), transfer.kind, language),
        state=coded(state, transfer.state, language),
        done=state is None or state.done,
        member_id=transfer.member_id,
        full_name=row.full_name,
        from_cell=cell_ref(row.from_cell) if row.from_cell else None,
        to_cell=cell_ref(row.to_cell) if row.to_cell else None,
        started_at=transfer.started_at,
        state_since=transfer.state_since,
        since=transfer.since,
        until=transfer.until,
        due_on=transfer.due_on,
        overdue=transfer.due_on is not None and transfer.due_on < clock.today(),
    )


def transfer_out(
    session: Session,
    viewer: Identity,
    content: Content,
    row: TransferRow,
    steps: queries.Steps,
    language: str,
) -> TransferOut:
    """Return a transfer with its words, its steps, and what `viewer` may do now."""
    transfer, texts = row.transfer, texts_of(session, row.transfer)
    begun = transfer.started_at.astimezone(clock.VIETNAM).date()
    return TransferOut(
        **dict(transfer_brief(content, row, language)),
        place=texts.get("place"),
        reason=texts.get("reason"),
        changed_on=transfer.changed_on,
        started_late=transfer.changed_on is not None
        and limits.started_late(content, transfer.changed_on, begun),
        for_study=transfer.for_study,
        end_suggested_on=transfer.end_suggested_on,
        steps=[_step_out(session, content, row, *step, language) for step in steps],
        open_steps=[
            _open_step(step, language) for step in service.open_steps(content, viewer, row)
        ],
    )


def _step_out(
    session: Session,
    content: Content,
    row: TransferRow,
    step: TransferStep,
    by: str | None,
    language: str,
) -> TransferStepOut:
    flow = content.transfer_flow
    known = (one for one in flow.steps if one.code == step.code and row.transfer.kind in one.kinds)
    named = [one for one in known if one.end == step.to_state]
    return TransferStepOut(
        number=step.number,
        step=coded(named[0] if named else None, step.code, language),
        state=coded(flow.states.get(step.to_state), step.to_state, language),
        on=step.on,
        at=step.at,
        by=by,
        side=step.side,
        decision=step.decision,
        note=texts_of(session, step).get("note"),
    )


def _open_step(step: StepSpec, language: str) -> OpenStep:
    return OpenStep(code=step.code, name=step.called(language), needs_reason=step.needs_reason)
