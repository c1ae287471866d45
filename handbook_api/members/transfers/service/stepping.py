"""A step of a transfer, taken by whichever side it is the turn of."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.transfers import TransferStep as StepSpec
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Forbidden, SecondFactorNeeded, Subject
from handbook_api.members.transfers import queries
from handbook_api.members.transfers.errors import (
    CellNeeded,
    CellUnknown,
    ReasonNeeded,
    SameCell,
    StepNotOpen,
)
from handbook_api.members.transfers.policy import ACT_OF, POLICY, RECEIVERS, Side, TransferAct
from handbook_api.members.transfers.queries import TransferRow
from handbook_api.members.transfers.service import effects
from handbook_api.members.transfers.service.cells import named_cell
from handbook_api.members.transfers.service.recording import (
    Written,
    note,
    possible_day,
    write_step,
)

_COMMITTEES = frozenset((Side.SENDING_COMMITTEE, Side.RECEIVING_COMMITTEE))


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step somebody takes.

    on: the Vietnamese day it counts from, today when left out. decision: the paper's symbol.
    note: why, where the step asks for a reason. to_cell_id, to_code: a committee names the
        receiving cell, or another one. member_id: the new record of somebody from elsewhere.
    """

    code: str
    on: date | None = None
    decision: str | None = None
    note: str | None = None
    to_cell_id: UUID | None = None
    to_code: str | None = None
    member_id: UUID | None = None


def take_step(
    session: Session, actor: Identity, content: Content, transfer_id: UUID, taken: StepTaken
) -> TransferRow:
    """The step is taken, and with the last one the person has moved.

    Of two people who take the same step at once, the second is refused. Raises TransferNotFound,
    StepNotOpen, Forbidden, ReasonNeeded, CellNeeded, CellUnknown, SameCell, DayNotPossible,
    RecordNeeded, NotMovable.
    """
    row = queries.get_transfer(session, actor, transfer_id, to_change=True)
    transfer = row.transfer
    step = content.transfer_flow.step(taken.code, transfer.kind, transfer.state)
    if step is None:
        raise StepNotOpen(state=content.transfer_flow.states[transfer.state].name)
    side = _side(actor, row, step)
    if step.needs_reason and not taken.note:
        raise ReasonNeeded
    on = possible_day(session, transfer, taken.on)
    row = _with_cell(session, actor, content, row, side, taken)
    if row.to_cell is None and _waits_for_receivers(content, transfer.kind, step.end):
        raise CellNeeded
    written = Written(step.code, step.end, side, on, taken.decision, taken.note)
    write_step(session, actor, content, row, written)
    row = effects.follow(session, actor, content, row, written, taken.member_id)
    note(session, actor, TransferAct.STEP, row, step.code)
    return row


def open_steps(content: Content, actor: Identity, row: TransferRow) -> list[StepSpec]:
    """Return the steps that `actor` may take now, in the order of the flow."""
    transfer = row.transfer
    return [
        step
        for step in content.transfer_flow.steps_from(transfer.kind, transfer.state)
        if may_take(actor, row, step)
    ]


def may_take(actor: Identity, row: TransferRow, step: StepSpec) -> bool:
    """Whether `actor` takes `step` for one of the sides it belongs to."""
    return bool(_sides(actor, row, step))


def _side(actor: Identity, row: TransferRow, step: StepSpec) -> Side:
    """Return the side that `actor` takes the step for. Raises Forbidden, SecondFactorNeeded."""
    mine = _sides(actor, row, step)
    if not mine:
        refusal = SecondFactorNeeded if _sides(actor.awakened(), row, step) else Forbidden
        raise refusal(act=TransferAct.STEP.value)
    return mine[0]


def _sides(actor: Identity, row: TransferRow, step: StepSpec) -> list[Side]:
    return [
        side
        for side in Side
        if side in step.by and POLICY.allows(actor, ACT_OF[side], _subject(row, side))
    ]


def _subject(row: TransferRow, side: Side) -> Subject:
    if side == Side.MEMBER:
        return Subject(account_id=row.member.account_id if row.member else None)
    cell = row.to_cell if side in RECEIVERS else row.from_cell
    return Subject(cell.path if cell else None)


def _with_cell(
    session: Session,
    actor: Identity,
    content: Content,
    row: TransferRow,
    side: Side,
    taken: StepTaken,
) -> TransferRow:
    """Return the row with the receiving cell, where a committee names one in this step.

    Raises CellUnknown, SameCell.
    """
    if side not in _COMMITTEES or not content.transfer_flow.kinds[row.transfer.kind].to_here:
        return row
    named = named_cell(session, actor, content, taken.to_cell_id, taken.to_code)
    if named is None:
        return row
    if row.from_cell is not None and named.id == row.from_cell.id:
        raise SameCell
    # A receiving committee hands on to its own cells only.
    own = POLICY.allows(actor, ACT_OF[side], Subject(named.path))
    if side == Side.RECEIVING_COMMITTEE and not own:
        raise CellUnknown
    row.transfer.to_cell_id = named.id
    return replace(row, to_cell=named)


def _waits_for_receivers(content: Content, kind: str, state: str) -> bool:
    """Whether in `state` only the receiving side can go on."""
    return any(not step.by - RECEIVERS for step in content.transfer_flow.steps_from(kind, state))
