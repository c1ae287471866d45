"""Taking the next bells into one's hands, and seeing which are still wanted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import structlog
from sqlalchemy import Row, Table, and_, bindparam, exists, select, update
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.db.sealing import KeyRing, Place, keys_of
from handbook_api.gateways.push import AddressKind, Platform, PushMessage
from handbook_api.notices.delivering.bells import TEST_NOTICE, Mould
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way
from handbook_api.notices.delivering.planning import NORMAL, URGENT, WHENEVER
from handbook_api.notices.delivering.wanting import Drop, Wanting
from handbook_api.notices.models import Notice, Priority, Recipient

log = structlog.get_logger("push")

_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Key:
    """Which delivery."""

    notice_id: UUID
    target_id: UUID
    round: int


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
    rows = _take(session, now, most)
    recent = _recent_bells(session, rows, now)
    wanting = Wanting(now, rules, resting, recent)
    bells: list[Bell] = []
    drops: list[dict[str, Any]] = []
    puts_off: list[dict[str, Any]] = []
    for row in rows:
        verdict = wanting.of(row)
        made = _bell(row, rules, mould, keys_of(session)) if verdict is None else verdict
        key = {"n": row.notice_id, "t": row.target_id, "r": row.round}
        if isinstance(made, Bell):
            bells.append(made)
        elif isinstance(made, Drop):
            drops.append({**key, "state": made.state, "reason": made.reason})
        else:
            puts_off.append({**key, "due_at": made.at, "reason": made.reason})
    _write(session, drops, due_at=None, lease=None, finished_at=now)
    _write(session, puts_off, state=DeliveryState.WAITING, lease=None)
    _hold(session, bells, lease, now + timedelta(seconds=lease_seconds))
    return Claim(lease, bells, len(rows))


def keep(session: Session, claim: Claim, lease_seconds: float) -> None:
    """The bells stay in their sender's hands for another lease."""
    until = clock.now() + timedelta(seconds=lease_seconds)
    rows = [{**_names(bell.key), "lease_now": claim.lease, "due_at": until} for bell in claim.bells]
    if rows:
        still = Delivery.lease == bindparam("lease_now")
        session.execute(update(_TABLE).where(_ONE, still), rows)


_TABLE = cast(Table, Delivery.__table__)
_ONE = and_(
    Delivery.notice_id == bindparam("n"),
    Delivery.target_id == bindparam("t"),
    Delivery.way == Way.PUSH.value,
    Delivery.round == bindparam("r"),
)


def _names(key: Key) -> dict[str, Any]:
    return {"n": key.notice_id, "t": key.target_id, "r": key.round}


def _take(session: Session, now: datetime, most: int) -> Sequence[Row[Any]]:
    found: list[Row[Any]] = []
    # One rank at a time: then the index leads straight to what is due, past what is not yet.
    for rank in (URGENT, NORMAL, WHENEVER):
        if len(found) < most:
            query = _due(now, rank).limit(most - len(found))
            found += session.execute(query).all()
    return found


def _due(now: datetime, rank: int) -> Any:
    newer = aliased(Delivery)
    outdated = exists().where(
        newer.notice_id == Delivery.notice_id,
        newer.target_id == Delivery.target_id,
        newer.way == Delivery.way,
        newer.round > Delivery.round,
    )
    return (
        select(
            *(Delivery.notice_id, Delivery.target_id, Delivery.round, Delivery.account_id),
            *(Delivery.rank, Delivery.attempts, Delivery.give_up_at),
            *(Notice.state, Notice.version, Notice.priority, Notice.expires_at),
            *(Recipient.reach, Recipient.opened_version),
            *(PushDevice.kind, PushDevice.platform, PushDevice.sealed, PushDevice.refreshed_at),
            *(PushDevice.dead_at, DeviceSession.ended_at),
            DeviceSession.expires_at.label("signed_in_until"),
            outdated.label("is_outdated"),
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .outerjoin(
            Recipient,
            and_(
                Recipient.notice_id == Delivery.notice_id,
                Recipient.account_id == Delivery.account_id,
            ),
        )
        .outerjoin(
            PushDevice,
            and_(PushDevice.id == Delivery.target_id, PushDevice.account_id == Delivery.account_id),
        )
        .outerjoin(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(
            Delivery.way == Way.PUSH.value,
            Delivery.rank == rank,
            Delivery.due_at.is_not(None),
            Delivery.due_at <= now,
        )
        .order_by(Delivery.due_at)
        .with_for_update(of=Delivery, skip_locked=True)
    )


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
    key = Key(row.notice_id, row.target_id, row.round)
    return Bell(key, row.account_id, row.attempts + 1, row.give_up_at, row.refreshed_at, message)


def _kept_until(row: Row[Any], rules: NoticeRules) -> datetime:
    """Return until when FCM keeps a bell for a phone that is off."""
    given_up: datetime = row.give_up_at
    if row.notice_id == TEST_NOTICE:
        return given_up
    return row.expires_at or given_up + timedelta(days=rules.close_after_days)


def _hold(session: Session, bells: Sequence[Bell], lease: UUID, until: datetime) -> None:
    rows = [{**_names(bell.key), "attempts": bell.attempts} for bell in bells]
    _write(session, rows, state=DeliveryState.SENDING, lease=lease, due_at=until)


def _write(session: Session, rows: Sequence[Mapping[str, Any]], **same: Any) -> None:
    if rows:
        session.execute(update(_TABLE).where(_ONE), [{**row, **same} for row in rows])
