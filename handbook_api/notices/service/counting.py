"""How many people an audience is, and how each of them would be reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Case, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import DeviceSession
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.members.models import Member
from handbook_api.notices.audiences import Meant
from handbook_api.notices.delivering.models import PushDevice

PUSH, APP, PHONE, IN_PERSON = "push", "app", "phone", "in_person"


@dataclass(frozen=True, slots=True)
class Forecast:
    """Who would get it. by_way: how each would hear of it first; adds up to `people`.

    push: on a device that works; app: signed in somewhere, without a bell; phone, in_person: as
    the record says of those who use neither. exempt: left out because they are.
    """

    people: int
    by_way: Mapping[str, int]
    exempt: int


def count_people(session: Session, people: Select[UUID, UUID]) -> int:
    """Return how many `people` are."""
    return session.scalar(select(func.count()).select_from(people.subquery())) or 0


def forecast(session: Session, content: Content, meant: Meant) -> Forecast:
    """Return how many an audience is and how they would be reached, in two statements."""
    way = way_of(content)
    people = meant.people.with_only_columns(way.label("way")).subquery()
    counted = session.execute(select(people.c.way, func.count()).group_by(people.c.way))
    by_way = {row[0]: row[1] for row in counted}
    return Forecast(sum(by_way.values()), by_way, count_people(session, meant.left_out))


def way_of(content: Content) -> Case[str]:
    """How a member would hear of a notice first, for queries of members."""
    now = clock.now()
    fresh = now - timedelta(days=content.notices(clock.today()).device_fresh_days)
    lives = and_(DeviceSession.ended_at.is_(None), DeviceSession.expires_at > now)
    signed_in = exists().where(DeviceSession.account_id == Member.account_id, lives)
    rings = exists().where(
        PushDevice.account_id == Member.account_id,
        PushDevice.dead_at.is_(None),
        PushDevice.refreshed_at > fresh,
        PushDevice.session_id == DeviceSession.id,
        lives,
    )
    return case(
        (rings.correlate(Member), PUSH),
        (signed_in.correlate(Member), APP),
        (Member.reachable_by.in_((APP, PHONE)), PHONE),
        else_=IN_PERSON,
    )
