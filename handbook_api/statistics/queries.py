"""Numbers of people, counted where they belong.

Whoever asks has been allowed to: the service asks the policy, and decides which groups are told
apart. A member counts in his own cell, also while he is a guest elsewhere.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account, DeviceSession
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.members.models import Member
from handbook_api.notices.service.counting import APP, IN_PERSON, PHONE, PUSH, way_of
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside
from handbook_api.statistics.figures import Figures, total_of

#: The letters of one step of a path: a key of eight, and what ends it.
_STEP = 9


def figures_below(
    session: Session, viewer: Identity, content: Content, path: str, on: date
) -> Mapping[str, Figures]:
    """Return the figures of what stands directly under `path`, by its path; of a cell, its own.

    One statement, whatever the subtree. Groups without members are left out.
    """
    del viewer  # the service has asked the policy what he is told
    keys = _keys(content, path, on)
    # Grouped by what is asked of each: it is found out once for everybody, and not once a column.
    query = (
        select(*keys, func.count())
        .join(Member, Member.cell_id == Organisation.id)
        .join(Account, Account.id == Member.account_id)
        .where(
            inside(Organisation.path, path),
            Member.erased_at.is_(None),
            Member.status.in_(sorted(content.member_statuses.members)),
        )
        .group_by(*keys)
    )
    groups: dict[str, list[Figures]] = {}
    for row in session.execute(query):
        place, *told = [*row]
        groups.setdefault(place, []).append(_figures(*told))
    return {place: total_of(parts) for place, parts in groups.items()}


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


def _keys(content: Content, path: str, on: date) -> Sequence[ColumnElement[Any]]:
    """Where somebody belongs, and all that is asked of him."""
    since = clock.now() - timedelta(days=content.statistics(on).seen_within_days)
    is_seen = exists().where(
        DeviceSession.account_id == Member.account_id, DeviceSession.last_used_at >= since
    )
    return (
        func.substr(Organisation.path, 1, len(path) + _STEP).label("place"),
        Member.status.in_(sorted(content.member_statuses.counted)).label("is_counted"),
        Account.activated_at.is_not(None).label("is_activated"),
        is_seen.correlate(Member).label("is_seen"),
        way_of(content).label("way"),
    )


def _figures(  # what is the same of them, and how many they are
    is_counted: bool, is_activated: bool, is_seen: bool, way: str, people: int
) -> Figures:
    if not is_counted:
        return Figures(left_out=people)
    return Figures(
        counted=people,
        activated=people * is_activated,
        seen=people * is_seen,
        with_bell=people * (way == PUSH),
        by_app=people * (way in (PUSH, APP)),
        by_phone=people * (way == PHONE),
        in_person=people * (way == IN_PERSON),
    )
