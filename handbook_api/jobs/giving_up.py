"""How often a job is tried, how long it rests in between, and how it is given up."""

from datetime import timedelta
from pathlib import Path
from random import SystemRandom
from traceback import extract_tb
from uuid import UUID

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.db.jobs import Job, JobState

log = structlog.get_logger("jobs")

#: With the rests in between, 20 minutes and more go by before a job is given up.
MOST_ATTEMPTS = 8

_FIRST_REST = timedelta(seconds=10)
_LONGEST_REST = timedelta(hours=1)
_LONGEST_NAME = 200
_FRAMES = 3
_HOUSE = Path(__file__).parents[1]
_dice = SystemRandom()


def rest_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 10 s, doubled each time, an hour at most.

    A fifth more or less, so that what failed together does not come again together.
    """
    doubled: timedelta = _FIRST_REST * 2 ** min(attempts - 1, 20)
    return min(doubled, _LONGEST_REST) * _dice.uniform(0.8, 1.2)


def is_refusal(error: Exception) -> bool:
    """Whether nothing can come of trying again.

    A refusal (4xx) is an answer and no fault: the same question gets it again in an hour, and
    meanwhile nobody would learn of it. Whoever waits for something answers Again; “too many”
    (429) says by itself that later is better.
    """
    return isinstance(error, HandbookError) and 400 <= error.status < 500 and error.status != 429


def name_of(error: BaseException) -> str:
    """Return the code or the class of a failure, never its words: they may be about people."""
    if isinstance(error, HandbookError):
        return error.code[:_LONGEST_NAME]
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return type(cause).__name__[:_LONGEST_NAME]


def place_of(error: BaseException) -> str:
    """Return the last of our own lines on its way, and the one that raised it, by file."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if Path(frame.filename).is_relative_to(_HOUSE)]
    way = [*ours[-_FRAMES:], *frames[-1:]]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in way)


def bury(session: Session, id_: UUID, kind: str, error: str) -> None:
    """The job is dead, and the log says so: somebody has to look at it."""
    session.execute(
        update(Job)
        .where(Job.id == id_)
        .values(
            state=JobState.DEAD,
            due_at=None,
            lease=None,
            last_error=error,
            finished_at=clock.now(),
        )
    )
    log.error("job_dead", job=str(id_), kind=kind, error=error)
