"""Taking the next bells into one's hands, and seeing which are still wanted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import structlog
from sqlalchemy import Row, Update, and_, bindparam, exists, select, update
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.db.sealing import KeyRing, Place, keys_of
from handbook_api.gateways.push import AddressKind, Platform, PushMessage
from handbook_api.notices.delivering.bells import TEST_NOTICE, Mould
from handbook_api.notices.delivering.changing import Change, Key, in_hands, leave_hands
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way
from handbook_api.notices.delivering.planning import NORMAL, URGENT, WHENEVER
from handbook_api.notices.delivering.wanting import Drop, Later, Wanting
from handbook_api.notices.models import Notice, Priority, Recipient

log = structlog.get_logger("push")

_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bell:
    """A bell in this sender's hands."""

    key: Key
    account_id: UUID
    attempts: int
    give_up_at: datetime
    refreshed_at: datetime
    message: PushMessage


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sender took at a time. seen: how many rows were looked at, rung or not."""

    lease: UUID
    bells: Sequence[Bell]
    seen: int


def claim(
    session: Session,
    rules: NoticeRules,
    mould: Mould,
    *,
    most: int,
    lease_seconds: float,
    resting: Mapping[str, datetime],
) -> Claim:
    """Up to `most` due bells are in the caller's hands until its lease is over.

    What is no longer wanted is dropped on the way; what has to wait (its platform rests, its owner
    had enough for an hour) is put off. resting: until when, by platform.
    """
    now, lease = clock.now(), uuid4()
    until = now + timedelta(seconds=lease_seconds)
    rows = _take(session, most, {"now": now, "under": lease, "until": until})
    recent = _recent_bells(session, rows, now)
    wanting = Wanting(now, rules, resting, recent)
    bells: list[Bell] = []
    changes: list[Change] = []
    for row in rows:
        verdict = wanting.of(row) or _bell(row, rules, mould, keys_of(session))
        if isinstance(verdict, Bell):
            bells.append(verdict)
        else:
            changes.append(_change(_key(row), verdict))
    leave_hands(session, lease, changes, now)
    return Claim(lease, bells, len(rows))


def keep(session: Session, claim: Claim, lease_seconds: float) -> None:
    """The bells stay in their sender's hands for another lease."""
    until = clock.now() + timedelta(seconds=lease_seconds)
    session.execute(_of_lease(claim.lease).values(due_at=until))


def release(session: Session, claim: Claim) -> None:
    """The bells are back in the queue as they were; nothing was rung."""
    back = {"state": DeliveryState.WAITING, "lease": None, "due_at": clock.now()}
    session.execute(_of_lease(claim.lease).values(**back, attempts=Delivery.attempts - 1))


def _of_lease(lease: UUID) -> Update:
    mine = update(Delivery).where(Delivery.lease == lease)
    return mine.execution_options(synchronize_session=False)


def _key(row: Row[Any]) -> Key:
    return Key(row.notice_id, row.target_id, row.round)


def _change(key: Key, verdict: Drop | Later) -> Change:
    if isinstance(verdict, Drop):
        return Change(key, verdict.state, verdict.reason, None)
    return Change(key, DeliveryState.WAITING, verdict.reason, verdict.at)


def _take(session: Session, most: int, asked: Mapping[str, Any]) -> Sequence[Row[Any]]:
    taken = 0
    # One rank at a time: then the index leads straight to what is due, past what is not yet.
    for rank in (URGENT, NORMAL, WHENEVER):
        if taken < most:
            left = {"of_rank": rank, "most": most - taken}
            taken += len(session.execute(_HOLD, {**asked, **left}).all())
    if not taken:
        return []
    return session.execute(_HELD, {"under": asked["under"]}).all()


def _hold() -> Any:
    """What has been due for longest is held: each attempt counts from here on."""
    due = (
        select(Delivery.notice_id, Delivery.target_id, Delivery.way, Delivery.round)
        .where(
            Delivery.way == Way.PUSH.value,
            Delivery.rank == bindparam("of_rank"),
            Delivery.due_at.is_not(None),
            Delivery.due_at <= bindparam("now"),
        )
        .order_by(Delivery.due_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(Delivery)
        .where(
            Delivery.notice_id == due.c.notice_id,
            Delivery.target_id == due.c.target_id,
            Delivery.way == due.c.way,
            Delivery.round == due.c.round,
        )
        .values(
            state=DeliveryState.SENDING,
            lease=bindparam("under"),
            due_at=bindparam("until"),
            attempts=Delivery.attempts + 1,
        )
        .returning(Delivery.rank)
        .execution_options(synchronize_session=False)
    )


def _held() -> Any:
    newer = aliased(Delivery)
    outdated = exists().where(
        newer.notice_id == Delivery.notice_id,
        newer.target_id == Delivery.target_id,
        newer.way == Delivery.way,
        newer.round > Delivery.round,
    )
    of_owner = and_(
        Recipient.notice_id == Delivery.notice_id, Recipient.account_id == Delivery.account_id
    )
    # Whose it is now, not whose it was when the bell was planned.
    on_device = and_(
        PushDevice.id == Delivery.target_id, PushDevice.account_id == Delivery.account_id
    )
    return (
        select(
            *(Delivery.notice_id, Delivery.target_id, Delivery.round, Delivery.account_id),
            *(Delivery.rank, Delivery.insists, Delivery.attempts, Delivery.give_up_at),
            *(Notice.state, Notice.version, Notice.priority, Notice.expires_at),
            *(Recipient.reach, Recipient.opened_version),
            *(PushDevice.kind, PushDevice.platform, PushDevice.sealed, PushDevice.refreshed_at),
            *(PushDevice.dead_at, DeviceSession.ended_at),
            DeviceSession.expires_at.label("signed_in_until"),
            outdated.label("is_outdated"),
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .outerjoin(Recipient, of_owner)
        .outerjoin(PushDevice, on_device)
        .outerjoin(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(in_hands())
        .order_by(Delivery.rank, Delivery.give_up_at)
    )


_HOLD, _HELD = _hold(), _held()


def _recent_bells(
    session: Session, rows: Iterable[Row[Any]], now: datetime
) -> Mapping[UUID, Collection[datetime]]:
    """Return when the devices of `rows` rang within the last hour; urgent bells do not count."""
    targets = {row.target_id for row in rows if row.rank != URGENT}
    rung: defaultdict[UUID, list[datetime]] = defaultdict(list)
    if targets:
        query = select(Delivery.target_id, Delivery.handed_at).where(
            Delivery.target_id.in_(targets),
            Delivery.handed_at > now - _AN_HOUR,
            Delivery.rank != URGENT,
        )
        for target, at in session.execute(query):
            rung[target].append(cast(datetime, at))
    return rung


def _bell(row: Row[Any], rules: NoticeRules, mould: Mould, keys: KeyRing) -> Bell | Drop:
    try:
        address = keys.open(row.sealed, Place("push_devices", "sealed", str(row.target_id)))
    except HandbookError as error:
        log.error("device_unreadable", device=str(row.target_id), error=error.code)
        return Drop(DeliveryState.FAILED, "unreadable")
    message = mould.bell(
        row.notice_id,
        AddressKind(row.kind),
        address,
        Platform(row.platform),
        urgent=row.priority == Priority.URGENT,
        until=_kept_until(row, rules),
    )
    return Bell(
        *(_key(row), row.account_id, row.attempts, row.give_up_at, row.refreshed_at, message)
    )


def _kept_until(row: Row[Any], rules: NoticeRules) -> datetime:
    """Return until when FCM keeps a bell for a phone that is off."""
    given_up: datetime = row.give_up_at
    if row.notice_id == TEST_NOTICE:
        return given_up
    return row.expires_at or given_up + timedelta(days=rules.close_after_days)
