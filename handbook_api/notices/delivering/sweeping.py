"""What time does to bells and devices: nothing waits for ever, nothing is kept for ever."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, select, update
from sqlalchemy.orm import Session

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way

#: Rows of one statement: no writer waits long for it.
_BATCH = 5_000


def close_given_up(session: Session) -> int:
    """No bell waits any more whose time is over; return how many did.

    What is in a sender's hands is left to it until its lease is over.
    """
    now = clock.now()
    held = and_(Delivery.state == DeliveryState.SENDING, Delivery.due_at > now)
    return _close(
        session,
        and_(Delivery.give_up_at <= now, ~held),
        DeliveryState.FAILED,
        "given_up",
        now,
    )


def drop_waiting(session: Session, reason: str) -> int:
    """No bell waits for anything any more; return how many did."""
    return _close(session, Delivery.way == Way.PUSH, DeliveryState.DROPPED, reason, clock.now())


def silence_devices(session: Session, rules: NoticeRules) -> int:
    """Devices that are signed out, or told nothing for long, are dead; return how many died."""
    now = clock.now()
    idle_since = now - timedelta(days=rules.device_idle_days)
    signed_in = exists().where(
        DeviceSession.id == PushDevice.session_id,
        DeviceSession.ended_at.is_(None),
        DeviceSession.expires_at > now,
    )
    return _silence(session, ~signed_in, "signed_out", now) + _silence(
        session, PushDevice.refreshed_at < idle_since, "idle", now
    )


def forget_old(session: Session, rules: NoticeRules) -> int:
    """Return how many final deliveries and dead devices past their time were deleted, of some."""
    before = clock.now() - timedelta(days=rules.keep_deliveries_days)
    some = (
        select(Delivery.notice_id, Delivery.target_id, Delivery.way, Delivery.round)
        .where(Delivery.finished_at < before)
        .limit(_BATCH)
        .subquery()
    )
    gone = session.execute(
        delete(Delivery).where(
            exists().where(
                some.c.notice_id == Delivery.notice_id,
                some.c.target_id == Delivery.target_id,
                some.c.way == Delivery.way,
                some.c.round == Delivery.round,
            )
        )
    )
    dead = session.execute(delete(PushDevice).where(PushDevice.dead_at < before))
    return _count(gone) + _count(dead)


def _close(
    session: Session,
    which: ColumnElement[bool],
    state: DeliveryState,
    reason: str,
    now: datetime,
) -> int:
    closed = (
        update(Delivery)
        .where(Delivery.due_at.is_not(None), which)
        .values(state=state, reason=reason, due_at=None, lease=None, finished_at=now)
    )
    return _count(session.execute(closed))


def _silence(session: Session, which: ColumnElement[bool], reason: str, now: datetime) -> int:
    silenced = (
        update(PushDevice)
        .where(PushDevice.dead_at.is_(None), which)
        .values(dead_at=now, dead_reason=reason)
    )
    return _count(session.execute(silenced))


def _count(result: Any) -> int:
    return cast(CursorResult[Any], result).rowcount
