"""What became of a call is written down, all of it in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome
from handbook_api.notices.delivering import pauses
from handbook_api.notices.delivering.bells import TEST_NOTICE
from handbook_api.notices.delivering.changing import ONE_LESS, Changes
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
    rests. Safe to repeat as a whole.
    """
    now, bells = clock.now(), result.claim.bells
    verdicts = [
        verdict_on(
            *(answer,),
            attempts=bell.attempts,
            now=now,
            give_up_at=bell.give_up_at,
            doubted=result.doubted,
        )
        for bell, answer in zip(bells, result.answers, strict=True)
    ]
    handed = [b for b, v in zip(bells, verdicts, strict=True) if v.state == DeliveryState.HANDED]
    _raise_reach(session, handed, now)
    spared = _kill(session, zip(bells, verdicts, strict=True), now)
    again_at = _rest(session, result, full)
    changes = Changes(Delivery.lease == result.claim.lease)
    for bell, verdict in zip(bells, verdicts, strict=True):
        changes.add(bell.key, _values(_settled(bell, verdict, spared, again_at, now), now))
    changes.write(session)
    _condemn(
        session,
        {
            b.key.notice_id
            for b, v in zip(bells, verdicts, strict=True)
            if v.reason == Outcome.BAD_PAYLOAD
        },
        now,
    )
    if not again_at:
        pauses.go_on(session, standing.rested, {bell.message.platform for bell in handed}, full)
    return bool(again_at)


def _settled(
    bell: Bell,
    verdict: Verdict,
    spared: Collection[UUID],
    again_at: Mapping[str, datetime],
    now: datetime,
) -> Verdict:
    if bell.key.target_id in spared:
        # The app told its address again meanwhile: the answer was about the one before.
        return Verdict(DeliveryState.WAITING, verdict.reason, min(now, bell.give_up_at))
    if verdict.due_at is None:
        return verdict
    names = (PUSH, pauses.name_of(bell.message.platform))
    at = max([verdict.due_at, *(again_at[name] for name in names if name in again_at)])
    return replace(verdict, due_at=min(at, bell.give_up_at))


def _values(verdict: Verdict, now: datetime) -> dict[str, Any]:
    values = {
        "state": verdict.state,
        "reason": verdict.reason,
        "due_at": verdict.due_at,
        "lease": None,
        "handed_at": now if verdict.state == DeliveryState.HANDED else None,
        "finished_at": now if verdict.due_at is None else None,
    }
    return values if verdict.counts else {**values, **ONE_LESS}


def _raise_reach(session: Session, handed: Iterable[Bell], now: datetime) -> None:
    """Those who had it only in their inbox have it handed over as well."""
    by_notice: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for bell in handed:
        if bell.key.notice_id != TEST_NOTICE:
            by_notice[bell.key.notice_id].add(bell.account_id)
    low = _lock_inboxes(session, by_notice)
    accounts = {account for some in low.values() for account in some}
    if not accounts:
        return
    raised = update(Inbox).where(Inbox.account_id.in_(accounts)).values(revision=Inbox.revision + 1)
    session.execute(raised.execution_options(synchronize_session=False))
    revision = select(Inbox.revision).where(Inbox.account_id == Recipient.account_id)
    values = {"reach": Reach.HANDED, "handed_at": now, "revision": revision.scalar_subquery()}
    for notice, some in low.items():
        changed = update(Recipient).where(_only_in_inbox(notice, some)).values(values)
        session.execute(changed.execution_options(synchronize_session=False))


def _lock_inboxes(
    session: Session, by_notice: Mapping[UUID, Collection[UUID]]
) -> Mapping[UUID, Collection[UUID]]:
    """Return whose reach is to be raised, by notice; nobody else changes their inboxes meanwhile.

    Always locked in the same order, so that two who change several never wait for each other.
    """
    low: defaultdict[UUID, list[UUID]] = defaultdict(list)
    if by_notice:
        which = or_(*(_only_in_inbox(notice, some) for notice, some in by_notice.items()))
        query = (
            select(Recipient.notice_id, Inbox.account_id)
            .join(Inbox, Inbox.account_id == Recipient.account_id)
            .where(which)
            .order_by(Inbox.account_id)
            .with_for_update(of=Inbox)
        )
        for notice, account in session.execute(query):
            low[notice].append(account)
    return low


def _only_in_inbox(notice: UUID, accounts: Collection[UUID]) -> ColumnElement[bool]:
    return and_(
        Recipient.notice_id == notice,
        Recipient.account_id.in_(accounts),
        Recipient.reach == Reach.IN_INBOX,
    )


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
