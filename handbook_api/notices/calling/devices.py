"""Whether bells ring for people: whose device works, whose has gone silent, who has none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.members.cursors import cursor_after, opened_cursor
from handbook_api.members.models import Member
from handbook_api.notices.audiences import PLACE
from handbook_api.notices.calling.vocabulary import DeviceState
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.notices.delivering.planning import is_living
from handbook_api.notices.offices import LOOKING_AFTER
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of somebody's devices. last_at: when one of them last told its address."""

    state: DeviceState
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """What a list is narrowed to. states: only these; empty: all. within: a path."""

    states: Collection[DeviceState] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """Somebody, where he takes part now, and his devices. signed_in: anywhere at all."""

    member: Member
    place: Organisation
    heard: Heard
    signed_in: bool


def heard_of(
    session: Session, viewer: Identity, content: Content, accounts: Collection[UUID]
) -> Mapping[UUID, Heard]:
    """Return what is known of the devices of people `viewer` was shown; one statement."""
    del viewer
    told = (
        select(PushDevice.account_id, func.max(PushDevice.refreshed_at))
        .join(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(PushDevice.account_id.in_(accounts), is_living(clock.now()))
        .group_by(PushDevice.account_id)
    )
    since, last = _fresh_since(content), {row[0]: row[1] for row in session.execute(told)}
    return {one: _heard(last.get(one), since) for one in accounts}


def page_of_devices(
    session: Session,
    viewer: Identity,
    content: Content,
    wanted: DeviceFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[DeviceRow]:
    """Return whom notices are for and whom `viewer` looks after, with what rings for them.

    In the order of Vietnamese lists.
    """
    since, last = _fresh_since(content), _last_heard()
    query = _looked_after(viewer, content, wanted.within).add_columns(last, _signed_in())
    if wanted.states:
        said = {
            DeviceState.WORKS: last > since,
            DeviceState.IDLE: last <= since,
            DeviceState.NONE: last.is_(None),
        }
        query = query.where(or_(*(said[state] for state in wanted.states)))
    if cursor is not None:
        name, id_ = opened_cursor(session, cursor)
        passed = or_(Member.sort_name > name, Member.id > id_)
        query = query.where(Member.sort_name >= name, passed)
    found = session.execute(query.order_by(Member.sort_name, Member.id).limit(limit + 1)).all()
    rows = [DeviceRow(one[0], one[1], _heard(one[2], since), bool(one[3])) for one in found]
    more = len(rows) > limit
    return Page(rows[:limit], cursor_after(session, rows[limit - 1].member) if more else None)


def _looked_after(
    viewer: Identity, content: Content, within: str | None
) -> Select[Member, Organisation]:
    served: Sequence[str] = viewer.paths(*LOOKING_AFTER)
    here = or_(false(), *(inside(Organisation.path, path) for path in served))
    conditions = [true() if viewer.sees_everything else here]
    if within is not None:
        conditions.append(inside(Organisation.path, within))
    states = content.member_statuses.states.values()
    able = sorted(one.code for one in states if one.is_member and one.may_sign_in)
    return (
        select(Member, Organisation)
        .join(Organisation, Organisation.id == PLACE)
        .where(
            Member.cell_id.is_not(None),
            Member.erased_at.is_(None),
            Member.status.in_(able),
            *conditions,
        )
    )


def _last_heard() -> ColumnElement[Any]:
    """When one of the member's devices last told its address; NULL: he has none that lives."""
    return (
        select(func.max(PushDevice.refreshed_at))
        .join(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(PushDevice.account_id == Member.account_id, is_living(clock.now()))
        .correlate(Member)
        .scalar_subquery()
    )


def _signed_in() -> ColumnElement[bool]:
    lives = and_(DeviceSession.ended_at.is_(None), DeviceSession.expires_at > clock.now())
    return exists().where(DeviceSession.account_id == Member.account_id, lives).correlate(Member)


def _fresh_since(content: Content) -> datetime:
    return clock.now() - timedelta(days=content.notices(clock.today()).device_fresh_days)


def _heard(last_at: datetime | None, since: datetime) -> Heard:
    if last_at is None:
        return Heard(DeviceState.NONE, None)
    return Heard(DeviceState.WORKS if last_at > since else DeviceState.IDLE, last_at)
