"""Rests of the way, or of one platform of it: a circuit breaker that all senders share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.inserting import insert_into
from handbook_api.gateways.push import Platform
from handbook_api.notices.delivering.models import Pause

#: The whole way; a platform of it is “push.ios”.
PUSH = "push"
#: No rest is longer: somebody may have mended it.
LONGEST = timedelta(hours=1)
#: Whether a side that was silent is back is asked every minute, with a tenth of a call: what waits
#: for it is not to wait for us besides.
LONGEST_SILENCE = timedelta(minutes=1)
_SILENT = frozenset({"outage", "no_answer"})
#: After a rest calls grow back by this share of the full number.
_STEP = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """How the way stands. until: the whole way rests. most: messages a call may carry.

    resting: platforms that rest, and until when. rested: names whose rest is over, not yet
    forgotten: the next yes forgets it.
    """

    until: datetime | None
    most: int
    resting: Mapping[str, datetime]
    rested: frozenset[str]


def name_of(platform: Platform) -> str:
    """Return the pause's name of one platform."""
    return f"{PUSH}.{platform}"


def standing(session: Session, full: int) -> Standing:
    """Return how the way stands now. full: messages of a call when nothing is wrong."""
    now, until, most = clock.now(), None, full
    resting, rested = {}, set()
    for pause in session.scalars(select(Pause).where(Pause.name.startswith(PUSH))):
        platform = pause.name.removeprefix(f"{PUSH}.")
        if pause.until <= now:
            rested.add(pause.name)
        elif pause.name == PUSH:
            until = pause.until
        else:
            resting[platform] = pause.until
        if pause.name == PUSH:
            most = min(most, pause.most)
    return Standing(until, most, resting, frozenset(rested))


def rest(session: Session, name: str, reason: str, at_least: float, full: int) -> datetime:
    """The way rests from now on; return until when.

    at_least: seconds; twice as long each time in a row, an hour at most, a minute where the other
    side was silent, and never all senders back in the same moment.
    """
    now = clock.now()
    new = {"name": name, "until": now, "reason": reason, "most": full, "times": 0}
    session.execute(insert_into(session, Pause).values(new).on_conflict_do_nothing())
    pause = session.scalars(
        select(Pause)
        .where(Pause.name == name)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    # Another sender may have met with the same thing a moment ago: that is one rest.
    if pause.until <= now:
        pause.times += 1
    seconds = at_least * 2 ** min(pause.times - 1, 12)
    longest = LONGEST_SILENCE if reason in _SILENT else LONGEST
    length = min(timedelta(seconds=seconds), max(longest, timedelta(seconds=at_least)))
    pause.until = max(pause.until, now + length * uniform(1.0, 1.1))  # noqa: S311  # no secret
    pause.reason, pause.most = reason, max(1, full // _STEP)
    session.flush()
    return pause.until


def go_on(session: Session, rested: frozenset[str], accepted_on: set[Platform], full: int) -> None:
    """What rested and works again is forgotten, the whole way in steps of a tenth."""
    over = [name_of(platform) for platform in accepted_on if name_of(platform) in rested]
    now = clock.now()
    if over:
        session.execute(delete(Pause).where(Pause.name.in_(over), Pause.until <= now))
    if PUSH in rested and accepted_on:
        is_whole = (Pause.name == PUSH, Pause.until <= now)
        session.execute(
            update(Pause).where(*is_whole).values(most=Pause.most + max(1, full // _STEP))
        )
        session.execute(delete(Pause).where(*is_whole, Pause.most >= full))
