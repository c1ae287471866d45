"""Numbers of people, counted where they belong.

Whoever asks has been allowed to: the service asks the policy, and decides which groups are told
apart. A member counts in his own cell, also while he is a guest elsewhere.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account, DeviceSession
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.members.models import Member
from handbook_api.notices.service.counting import APP, IN_PERSON, PHONE, PUSH, way_of
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside
from handbook_api.statistics.figures import Figures

#: The letters of one step of a path: a key of eight, and what ends it.
_STEP = 9


def figures_below(
    session: Session, viewer: Identity, content: Content, path: str, on: date
) -> Mapping[str, Figures]:
    """Return the figures of what stands directly under `path`, by its path; of a cell, its own.

    One statement, whatever the subtree. Groups without members are left out.
    """
    del viewer  # the service has asked the policy what he is told
    people = _people(content, path, on).subquery()
    is_counted = people.c.is_counted
    way = people.c.way

    def of(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((and_(is_counted, *conditions), 1), else_=0)), 0)

    query = select(
        people.c.place,
        of(),
        func.sum(case((is_counted, 0), else_=1)),
        of(people.c.is_activated),
        of(people.c.is_seen),
        of(way == PUSH),
        of(way.in_((PUSH, APP))),
        of(way == PHONE),
        of(way == IN_PERSON),
    ).group_by(people.c.place)
    return {row[0]: Figures(*map(int, row[1:])) for row in session.execute(query)}


def counted_in_cells(
    session: Session, viewer: Identity, content: Content, path: str
) -> Mapping[str, int]:
    """Return how many counted members each cell inside `path` has, by the cell's path."""
    del viewer
    query = (
        select(Organisation.path, func.count())
        .join(Member, Member.cell_id == Organisation.id)
        .where(
            inside(Organisation.path, path),
            Member.erased_at.is_(None),
            Member.status.in_(sorted(content.member_statuses.counted)),
        )
        .group_by(Organisation.path)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _people(content: Content, path: str, on: date) -> Select[Any]:
    since = clock.now() - timedelta(days=content.statistics(on).seen_within_days)
    states = content.member_statuses
    is_seen = exists().where(
        DeviceSession.account_id == Member.account_id, DeviceSession.last_used_at >= since
    )
    return (
        select(
            func.substr(Organisation.path, 1, len(path) + _STEP).label("place"),
            Member.status.in_(sorted(states.counted)).label("is_counted"),
            Account.activated_at.is_not(None).label("is_activated"),
            is_seen.correlate(Member).label("is_seen"),
            way_of(content).label("way"),
        )
        .join(Member, Member.cell_id == Organisation.id)
        .join(Account, Account.id == Member.account_id)
        .where(
            inside(Organisation.path, path),
            Member.erased_at.is_(None),
            Member.status.in_(sorted(states.members)),
        )
    )
