"""How the bells stand, in numbers: for whoever runs the service. Nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.notices.delivering.models import Delivery, Pause, PushDevice, Way
from handbook_api.notices.delivering.planning import is_living

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Backlog:
    """due: ought to have rung by now; later: put off or planned. living, dead: devices.

    finished: what became of the bells of the last day, by state and reason.
    """

    due: int
    later: int
    oldest_due_at: datetime | None
    pauses: Sequence[Pause]
    finished: dict[str, int]
    living: dict[str, int]
    dead: dict[str, int]


def backlog_of(session: Session) -> Backlog:
    """Return how the bells stand now."""
    now = clock.now()
    open_ = (Delivery.way == Way.PUSH.value, Delivery.due_at.is_not(None))
    due, oldest = session.execute(
        select(func.count(), func.min(Delivery.due_at)).where(*open_, Delivery.due_at <= now)
    ).one()
    later = session.scalar(select(func.count()).where(*open_, Delivery.due_at > now))
    ended = select(Delivery.state, Delivery.reason, func.count()).where(
        Delivery.way == Way.PUSH.value, Delivery.finished_at > now - _A_DAY
    )
    living = (
        select(PushDevice.platform, func.count())
        .join(DeviceSession, DeviceSession.id == PushDevice.session_id)
        .where(is_living(now))
        .group_by(PushDevice.platform)
    )
    dead = (
        select(PushDevice.dead_reason, func.count())
        .where(PushDevice.dead_at.is_not(None))
        .group_by(PushDevice.dead_reason)
    )
    return Backlog(
        due=due,
        later=later or 0,
        oldest_due_at=oldest,
        pauses=session.scalars(select(Pause).order_by(Pause.name)).all(),
        finished={
            f"{state}/{reason}" if reason else state: count
            for state, reason, count in session.execute(
                ended.group_by(Delivery.state, Delivery.reason)
            )
        },
        living=_counts(session, living),
        dead=_counts(session, dead),
    )


def _counts(session: Session, query: Select[Any, int]) -> dict[str, int]:
    return {str(name): count for name, count in session.execute(query)}
