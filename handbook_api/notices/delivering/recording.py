"""What became of a call is written down, all of it in one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, CursorResult, and_, bindparam, select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome
from handbook_api.notices.delivering import pauses
from handbook_api.notices.delivering.changing import Change, in_hands, leave_hands
from handbook_api.notices.delivering.claiming import Bell, Claim
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way
from handbook_api.notices.delivering.pauses import PUSH, Standing
from handbook_api.notices.delivering.verdicts import Rest, Verdict, rests_after, verdict_on
from handbook_api.notices.models import Inbox, Reach, Recipient

log = structlog.get_logger("push")


@dataclass(frozen=True, slots=True)
class Result:
    """A claim and what came of it: one answer for each bell."""

    claim: Claim
    answers: Sequence[Answer]
    doubted: frozenset[Outcome]


def record(session: Session, result: Result, standing: Standing, full: int) -> bool:
    """Deliveries are final or back in the queue, people's reach is raised, dead devices are dead.

    The way rests where it has to, and goes on where it works again; return whether anything
    rests. Safe to repeat as a whole. Of a bell whose lease another took over, that other tells.
    """
    now, claim = clock.now(), result.claim
    judged = [
        (bell, _verdict(bell, answer, result.doubted, now))
        for bell, answer in zip(claim.bells, result.answers, strict=True)
    ]
    spared = _kill(session, judged, now)
    again_at = _rest(session, result, full)
    handed = [bell for bell, verdict in judged if verdict.state == DeliveryState.HANDED]
    others = [
        _settled(bell, verdict, spared, again_at, now)
        for bell, verdict in judged
        if verdict.state != DeliveryState.HANDED
    ]
    leave_hands(session, claim.lease, others, now)
    if handed:
        _hand(session, {"under": claim.lease, "now": now})
    _condemn(session, {b.key.notice_id for b, v in judged if v.reason == Outcome.BAD_PAYLOAD}, now)
    if not again_at:
        pauses.go_on(session, standing.rested, {bell.message.platform for bell in handed}, full)
    return bool(again_at)


def _verdict(bell: Bell, answer: Answer, doubted: frozenset[Outcome], now: datetime) -> Verdict:
    return verdict_on(
        *(answer,),
        attempts=bell.attempts,
        now=now,
        give_up_at=bell.give_up_at,
        doubted=doubted,
    )


def _settled(
    bell: Bell,
    verdict: Verdict,
    spared: Collection[UUID],
    again_at: Mapping[str, datetime],
    now: datetime,
) -> Change:
    if bell.key.target_id in spared:
        # The app told its address again meanwhile: the answer was about the one before.
        at = min(now, bell.give_up_at)
        return Change(bell.key, DeliveryState.WAITING, verdict.reason, at, counts=True)
    at_earliest = verdict.due_at
    if at_earliest is not None:
        names = (PUSH, pauses.name_of(bell.message.platform))
        at = max([at_earliest, *(again_at[name] for name in names if name in again_at)])
        at_earliest = min(at, bell.give_up_at)
    return Change(bell.key, verdict.state, verdict.reason, at_earliest, verdict.counts)


def _hand(session: Session, asked: Mapping[str, Any]) -> None:
    """What is left under the lease was handed over, and its people's reach says so.

    Their inboxes are locked first, always in the same order: two who change several never wait
    for each other. Until the end nobody else changes how far anything in them came.
    """
    session.execute(_LOCK_INBOXES, asked)
    if cast(CursorResult[Any], session.execute(_RAISE_INBOXES, asked)).rowcount:
        session.execute(_RAISE_REACH, asked)
    session.execute(_HANDED, asked)


def _lock_inboxes() -> Any:
    return (
        select(Inbox.account_id)
        .join(Delivery, Delivery.account_id == Inbox.account_id)
        .where(in_hands())
        .order_by(Inbox.account_id)
        .with_for_update(of=Inbox)
    )


def _low() -> ColumnElement[bool]:
    """Whether a recipient had it only in his inbox; other bells of his may have told."""
    return and_(
        in_hands(),
        Recipient.notice_id == Delivery.notice_id,
        Recipient.account_id == Delivery.account_id,
        Recipient.reach == Reach.IN_INBOX,
    )


def _raise_inboxes() -> Any:
    return (
        update(Inbox)
        .where(Inbox.account_id.in_(select(Recipient.account_id).where(_low())))
        .values(revision=Inbox.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _raise_reach() -> Any:
    return (
        update(Recipient)
        .where(_low(), Inbox.account_id == Recipient.account_id)
        .values(reach=Reach.HANDED, handed_at=bindparam("now"), revision=Inbox.revision)
        .execution_options(synchronize_session=False)
    )


def _handed() -> Any:
    final = {"due_at": None, "lease": None, "reason": None}
    return (
        update(Delivery)
        .where(in_hands())
        .values(
            **final,
            state=DeliveryState.HANDED,
            handed_at=bindparam("now"),
            finished_at=bindparam("now"),
        )
        .execution_options(synchronize_session=False)
    )


_LOCK_INBOXES, _RAISE_INBOXES = _lock_inboxes(), _raise_inboxes()
_RAISE_REACH, _HANDED = _raise_reach(), _handed()


def _kill(
    session: Session, judged: Iterable[tuple[Bell, Verdict]], now: datetime
) -> Collection[UUID]:
    """Devices that answers condemn are dead; return those that told their address again since."""
    condemned = [(bell, verdict.kills) for bell, verdict in judged if verdict.kills]
    spared = set()
    for bell, reason in condemned:
        killed = session.execute(
            update(PushDevice)
            .where(
                PushDevice.id == bell.key.target_id,
                PushDevice.refreshed_at <= bell.refreshed_at,
                PushDevice.dead_at.is_(None),
            )
            .values(dead_at=now, dead_reason=reason)
            .returning(PushDevice.id)
        )
        if killed.one_or_none() is None:
            spared.add(bell.key.target_id)
    return spared


def _rest(session: Session, result: Result, full: int) -> Mapping[str, datetime]:
    platforms = [bell.message.platform for bell in result.claim.bells]
    needed = rests_after(list(zip(platforms, result.answers, strict=True)), result.doubted)
    return {name_of(one): take_rest(session, one, full) for one in needed}


def name_of(needed: Rest) -> str:
    """Return the name of what has to rest."""
    return PUSH if needed.platform is None else pauses.name_of(needed.platform)


def take_rest(session: Session, needed: Rest, full: int) -> datetime:
    """The way, or its platform, rests; whoever is on call hears of it where he has to."""
    until = pauses.rest(session, name_of(needed), needed.reason, needed.seconds, full)
    say = log.error if needed.alarm else log.warning
    say("push_rests", name=name_of(needed), reason=str(needed.reason), until=until.isoformat())
    return until


def _condemn(session: Session, notices: Collection[UUID], now: datetime) -> None:
    """A notice that FCM does not take is not sent to anybody else; its devices live on."""
    for notice in sorted(notices):
        log.error("push_payload_refused", notice=str(notice))
        session.execute(
            update(Delivery)
            .where(
                Delivery.notice_id == notice,
                Delivery.way == Way.PUSH,
                Delivery.due_at.is_not(None),
            )
            .values(
                state=DeliveryState.FAILED,
                reason=Outcome.BAD_PAYLOAD,
                due_at=None,
                lease=None,
                finished_at=now,
            )
        )
