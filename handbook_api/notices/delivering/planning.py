"""Bells are planned in bulk: one statement for as many people as the caller takes at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Select, and_, literal, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.db.inserting import insert_into
from handbook_api.db.jobs import wake_workers
from handbook_api.notices.delivering.bells import CHANNEL, mould_of, must_be_sendable
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way
from handbook_api.notices.delivering.quiet import quiet_until
from handbook_api.notices.models import Notice, Priority, Recipient

#: Which bells go first.
URGENT, NORMAL, WHENEVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned. overriding: how many of them ring although it is night: urgent ones."""

    bells: int
    overriding: int


def plan_bells(  # noqa: PLR0913  # a notice, a round, and whose turn it is
    session: Session,
    content: Content,
    notice: Notice,
    round: int,  # noqa: A002  # that is its name
    after: UUID | None = None,
    until: UUID | None = None,
    *,
    insists: bool = False,
    only: Sequence[ColumnElement[bool]] = (),
) -> Planned:
    """A bell is due on every living device of the recipients whose account is in (after, until].

    round: 0 the first, one more for each reminder or correction. insists: rings though they have
    done what was asked. only: for the recipients that meet these conditions. Safe to repeat.
    Not to be called where `push.is_set_up(settings)` says that nothing rings. Raises PayloadUnfit.
    """
    now, rules = clock.now(), content.notices(clock.today())
    urgent = notice.priority == Priority.URGENT
    night = quiet_until(now, rules)
    due_at = now if urgent or night is None else night
    hours = rules.push_give_up_urgent_hours if urgent else rules.push_give_up_hours
    give_up_at = _earlier(due_at + timedelta(hours=hours), notice.expires_at)
    # Over before the morning: it never rings, and is closed in time.
    due_at = min(due_at, give_up_at)
    must_be_sendable(mould_of(content), notice.id, give_up_at)
    rows = {
        Delivery.notice_id: Recipient.notice_id,
        Delivery.target_id: PushDevice.id,
        Delivery.way: literal(Way.PUSH.value),
        Delivery.round: literal(round),
        Delivery.insists: literal(insists),
        Delivery.account_id: Recipient.account_id,
        Delivery.state: literal(DeliveryState.WAITING.value),
        Delivery.rank: literal(URGENT if urgent else NORMAL),
        Delivery.due_at: _instant(due_at, Delivery.due_at),
        Delivery.give_up_at: _instant(give_up_at, Delivery.give_up_at),
        Delivery.attempts: literal(0),
    }
    whom = [Recipient.notice_id == notice.id, *_within(after, until), *only]
    names, found = [column.key for column in rows], _to_living_devices(now, and_(*whom), rows)
    added = insert_into(session, Delivery).from_select(names, found).on_conflict_do_nothing()
    done = session.execute(added, execution_options={"preserve_rowcount": True})
    bells = cast(CursorResult[Any], done).rowcount
    if bells:
        wake_workers(session, CHANNEL)
    return Planned(bells, bells if urgent and night is not None else 0)


def is_living(now: datetime) -> ColumnElement[bool]:
    """Whether a device still stands for somebody who is signed in there."""
    return and_(
        PushDevice.dead_at.is_(None),
        DeviceSession.ended_at.is_(None),
        DeviceSession.expires_at > now,
    )


def _to_living_devices(
    now: datetime, whom: ColumnElement[bool], rows: dict[Any, Any]
) -> Select[Any]:
    return (
        select(*rows.values())
        .select_from(Recipient)
        .join(PushDevice, PushDevice.account_id == Recipient.account_id)
        .join(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(whom, is_living(now))
    )


def _within(after: UUID | None, until: UUID | None) -> list[ColumnElement[bool]]:
    bounds = []
    if after is not None:
        bounds.append(Recipient.account_id > after)
    if until is not None:
        bounds.append(Recipient.account_id <= until)
    return bounds


def _earlier(first: datetime, second: datetime | None) -> datetime:
    return first if second is None else min(first, second)


def _instant(at: datetime, column: Any) -> ColumnElement[Any]:
    return literal(at, column.type)
