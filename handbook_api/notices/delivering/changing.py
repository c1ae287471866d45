"""What is in a sender's hands, and how it leaves them: found by its lease, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, update
from sqlalchemy.orm import Session

from handbook_api.notices.delivering.models import Delivery, DeliveryState, Way


@dataclass(frozen=True, slots=True)
class Key:
    """Which delivery of a push."""

    notice_id: UUID
    target_id: UUID
    round: int


@dataclass(frozen=True, slots=True)
class Change:
    """How one delivery leaves its sender's hands without having been handed over.

    due_at: when it is looked at again; None: it is final. counts: whether it was an attempt.
    """

    key: Key
    state: DeliveryState
    reason: str | None
    due_at: datetime | None
    counts: bool = False


def in_hands() -> ColumnElement[bool]:
    """Return whether a delivery is held under the lease given as `under`.

    The state says nothing that the lease does not. But with it the planner, whatever it knows of
    the table, takes them for few, and looks up what belongs to them instead of reading it whole.
    """
    return and_(Delivery.lease == bindparam("under"), Delivery.state == DeliveryState.SENDING)


def leave_hands(session: Session, lease: UUID, changes: Sequence[Change], now: datetime) -> None:
    """These deliveries are as told, in nobody's hands; those no longer under `lease` stay so."""
    if changes:
        session.execute(_LEAVES, [_values(lease, change, now) for change in changes])


def _values(lease: UUID, change: Change, now: datetime) -> dict[str, Any]:
    return {
        "of_notice": change.key.notice_id,
        "of_target": change.key.target_id,
        "of_round": change.key.round,
        "under": lease,
        "to_state": change.state,
        "to_reason": change.reason,
        "to_due_at": change.due_at,
        "to_finished_at": now if change.due_at is None else None,
        "uncounted": 0 if change.counts else 1,
    }


def _leaves() -> Any:
    one = cast(Table, Delivery.__table__)
    return (
        update(one)
        .where(
            one.c.notice_id == bindparam("of_notice"),
            one.c.target_id == bindparam("of_target"),
            one.c.way == Way.PUSH.value,
            one.c.round == bindparam("of_round"),
            one.c.lease == bindparam("under"),
        )
        .values(
            state=bindparam("to_state"),
            reason=bindparam("to_reason"),
            due_at=bindparam("to_due_at"),
            lease=None,
            finished_at=bindparam("to_finished_at"),
            attempts=one.c.attempts - bindparam("uncounted"),
        )
    )


_LEAVES = _leaves()
