"""What transfers say in words is kept no longer than the record they are about."""

from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from handbook_api.members.keeping import months_ago
from handbook_api.members.transfers.models import Transfer, TransferStep


def forget_words(session: Session, which: ColumnElement[bool], **of_steps: Any) -> None:
    """Nothing in words is left of these transfers and their steps; of_steps: columns that change
    with it."""
    nothing = {"sealed": None, "key_id": None}
    ids = select(Transfer.id).where(which)
    session.execute(
        update(TransferStep)
        .where(TransferStep.transfer_id.in_(ids))
        .values(**nothing, **of_steps)
        .execution_options(synchronize_session="fetch")
    )
    session.execute(
        update(Transfer)
        .where(which)
        .values(**nothing)
        .execution_options(synchronize_session="fetch")
    )


def forget_strangers(session: Session, months: int) -> None:
    """Nobody is named who was here for a time, or was sent back, and had no record of ours, when
    that is over for so long."""
    over = (
        Transfer.member_id.is_(None)
        & Transfer.full_name.is_not(None)
        & Transfer.due_on.is_(None)
        & (Transfer.state_since < months_ago(months))
    )
    forget_words(session, over, decision=None)
    session.execute(
        update(Transfer)
        .where(over)
        .values(full_name=None)
        .execution_options(synchronize_session="fetch")
    )
