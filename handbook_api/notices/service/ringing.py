"""Bells for a notice, where this installation rings any."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import SYSTEM
from handbook_api.db import audit
from handbook_api.gateways.push import is_set_up
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.delivering.quiet import quiet_until
from handbook_api.notices.models import Notice, Priority
from handbook_api.notices.service.laying import Stretch
from handbook_api.notices.service.noting import KIND
from handbook_api.runtime import Runtime

#: What the audit log calls it when an urgent notice does not wait for the morning.
RING_AT_NIGHT = "notices.ring_at_night"


@dataclass(frozen=True, slots=True)
class Turn:
    """Which bells these are; see `plan_bells`."""

    round: int = 0
    insists: bool = False
    only: Sequence[ColumnElement[bool]] = ()


def ring(
    session: Session,
    runtime: Runtime,
    notice: Notice,
    stretch: Stretch,
    turn: Turn | None = None,
) -> None:
    """The devices of the notice's recipients in the stretch are to ring.

    turn: None for the first time. Where that of an urgent notice comes at night, it is written
    down.
    """
    turn = turn or Turn()
    if not is_set_up(runtime.settings):
        return
    after, until, content = stretch.after, stretch.until, runtime.content
    plan_bells(
        session, content, notice, turn.round, after, until, insists=turn.insists, only=turn.only
    )
    if turn.round == 0 and after is None and _wakes_people(runtime, notice):
        audit.record(session, SYSTEM, RING_AT_NIGHT, KIND, str(notice.id))


def _wakes_people(runtime: Runtime, notice: Notice) -> bool:
    rules = runtime.content.notices(clock.today())
    return notice.priority == Priority.URGENT and quiet_until(clock.now(), rules) is not None
