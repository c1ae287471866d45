"""Who is told by a text or an e-mail: decided in SQL, some thousand people at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Select, and_, exists, literal, not_, select
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.db.inserting import insert_into
from handbook_api.jobs import Again
from handbook_api.members.models import Member, SealedValue
from handbook_api.notices.delivering.models import Delivery, DeliveryState, PushDevice, Way
from handbook_api.notices.delivering.planning import NORMAL, URGENT, is_living
from handbook_api.notices.delivering.quiet import quiet_until
from handbook_api.notices.events import Happened
from handbook_api.notices.models import OPEN, Notice, NoticeState, Priority, Reach, Recipient
from handbook_api.notices.second_ways.ways import FIELDS, open_ways
from handbook_api.notices.service.laying import Stretch, next_stretch, recipients_of
from handbook_api.notices.service.noting import note
from handbook_api.notices.service.pieces import account_after, go_on_after, locked_notice
from handbook_api.runtime import Runtime

_UNOPENED = Recipient.reach.in_([reach.value for reach in OPEN])


def second_way(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Whom the notice has not come through to, and whom no bell is likely to reach, is written to.

    One piece of it; to be called again until all are looked at. Nothing is planned where no
    gateway is set up, nor for what the handbook says by itself.
    """
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.SENT:
        return None
    kind = runtime.content.notice_kinds.get(notice.kind)
    ways = [one.way for one in open_ways(runtime.settings)]
    if not ways or kind is None or kind.by_system:
        return None
    stretch = next_stretch(session, recipients_of(notice.id, _UNOPENED), account_after(payload))
    rules = runtime.content.notices(clock.today())
    planned = {str(way): _plan(session, rules, notice, way, stretch) for way in ways}
    counts = {way: payload.get(way, 0) + more for way, more in planned.items()}
    again = go_on_after(stretch, {**payload, **counts})
    if again is None and any(counts.values()):
        note(session, notice, Happened.SECOND_WAY, **counts)
    return again


def _plan(session: Session, rules: NoticeRules, notice: Notice, way: Way, stretch: Stretch) -> int:
    """Return how many messages of one way were planned. Safe to repeat."""
    now = clock.now()
    urgent = notice.priority == Priority.URGENT
    due_at = now if urgent else quiet_until(now, rules) or now
    give_up_at = due_at + timedelta(hours=rules.second_way_give_up_hours)
    if notice.expires_at is not None:
        give_up_at = min(give_up_at, notice.expires_at)
    rows = {
        Delivery.notice_id: Recipient.notice_id,
        Delivery.target_id: Recipient.account_id,
        Delivery.way: literal(way.value),
        Delivery.round: literal(0),
        Delivery.account_id: Recipient.account_id,
        Delivery.state: literal(DeliveryState.WAITING.value),
        Delivery.rank: literal(URGENT if urgent else NORMAL),
        Delivery.due_at: literal(due_at, Delivery.due_at.type),
        Delivery.give_up_at: literal(give_up_at, Delivery.give_up_at.type),
        Delivery.attempts: literal(0),
    }
    people = (
        select(*rows.values())
        .join(Member, Member.account_id == Recipient.account_id)
        .where(
            Recipient.notice_id == notice.id,
            stretch.holds(Recipient.account_id),
            _UNOPENED,
            not_(and_(Recipient.reach == Reach.DELIVERED, _has_working_device(now, rules))),
            _has(FIELDS[way]),
            not_(_is_told_otherwise(way)),
        )
    )
    return _insert(session, [column.key for column in rows], people)


def _insert(session: Session, names: list[str], people: Select[Any]) -> int:
    added = insert_into(session, Delivery).from_select(names, people).on_conflict_do_nothing()
    done = session.execute(added, execution_options={"preserve_rowcount": True})
    return cast(CursorResult[Any], done).rowcount


def _has_working_device(now: datetime, rules: NoticeRules) -> ColumnElement[bool]:
    """The person's app told its address not long ago: what bells it has, it rings."""
    fresh = now - timedelta(days=rules.device_fresh_days)
    return (
        exists()
        .where(
            PushDevice.account_id == Recipient.account_id,
            PushDevice.refreshed_at >= fresh,
            DeviceSession.id == PushDevice.session_id,
            is_living(now),
        )
        .correlate(Recipient)
    )


def _has(field: str) -> ColumnElement[bool]:
    """The record holds an address in `field`; what it is stays sealed."""
    return exists().where(
        SealedValue.member_id == Member.id,
        SealedValue.field == field,
        SealedValue.until.is_(None),
    )


def _is_told_otherwise(way: Way) -> ColumnElement[bool]:
    """Another message goes to the same person for the same notice: one is enough."""
    other = aliased(Delivery)
    return exists().where(
        other.notice_id == Recipient.notice_id,
        other.target_id == Recipient.account_id,
        other.way.in_([one.value for one in FIELDS if one != way]),
    )
