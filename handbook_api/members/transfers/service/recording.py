"""A step as it is written down: the state moves on, the clock starts anew, the audit knows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit, events
from handbook_api.members.sealed_rows import seal_texts
from handbook_api.members.transfers import limits
from handbook_api.members.transfers.errors import DayNotPossible
from handbook_api.members.transfers.events import TransferStepTaken
from handbook_api.members.transfers.models import Transfer, TransferStep
from handbook_api.members.transfers.policy import TransferAct
from handbook_api.members.transfers.queries import TransferRow

#: The side of a step that nobody took because it follows from something else.
SYSTEM_SIDE = "system"


@dataclass(frozen=True, slots=True)
class Written:
    """What is written about one step. on: the Vietnamese day it counts from."""

    code: str
    to_state: str
    side: str
    on: date
    decision: str | None = None
    note: str | None = None


def write_step(
    session: Session, actor: Identity, content: Content, row: TransferRow, step: Written
) -> None:
    """The transfer stands in the step's state; its clock runs from the step's day."""
    transfer = row.transfer
    transfer.due_on = limits.due_on(content, step.to_state, step.on)
    if content.transfer_flow.states[step.to_state].done:
        transfer.open_for = None
    _append(session, transfer, step, actor.account_id)


def close_by_itself(session: Session, transfer: Transfer, step: Written) -> None:
    """The transfer is at its end without anybody's act: something else made it pointless."""
    transfer.due_on = transfer.open_for = transfer.away_for = None
    _append(session, transfer, step, None)


def _append(session: Session, transfer: Transfer, step: Written, by: UUID | None) -> None:
    now = clock.now()
    transfer.state, transfer.state_since = step.to_state, now
    transfer.version = (transfer.version or 0) + 1
    taken = TransferStep(
        id=uuid4(),
        transfer_id=transfer.id,
        number=transfer.version,
        code=step.code,
        to_state=step.to_state,
        side=step.side,
        on=step.on,
        at=now,
        by=by,
        decision=step.decision,
    )
    seal_texts(session, taken, note=step.note)
    session.add(taken)
    session.flush()
    told = TransferStepTaken(transfer.id, transfer.member_id, step.code, step.to_state, step.on)
    events.emit(session, told)


def possible_day(session: Session, transfer: Transfer, on: date | None) -> date:
    """Return `on`, today when it was left out. Raises DayNotPossible for a day ahead, or one
    before the last step."""
    day, today = on or clock.today(), clock.today()
    last = select(TransferStep.on).where(
        TransferStep.transfer_id == transfer.id, TransferStep.number == transfer.version
    )
    earliest = session.scalar(last)
    if day > today or (earliest is not None and day < earliest):
        raise DayNotPossible
    return day


def note(session: Session, actor: Identity, act: str, row: TransferRow, step: str = "") -> None:
    """The act is in the audit log, under the member where he has a record."""
    transfer = row.transfer
    kind, subject = ("member", row.member.id) if row.member else ("transfer", transfer.id)
    cell = row.from_cell or row.to_cell
    facts = {"transfer": str(transfer.id), "kind": transfer.kind, "state": transfer.state}
    if act != TransferAct.START and step:
        facts["step"] = step
    audit.record(
        session, actor, act, kind, str(subject), path=cell.path if cell else None, facts=facts
    )
