"""Wrong tries, counted in the database: the same for every worker, and after every restart.

A try is written down *before* the answer is looked at, in a transaction that ends before that.
Whoever sends ten thousand guesses at once has as many looked at as one who sends them in a row.
The right answer gives its own try back and no other: signing in does not clear the way for
somebody else's guesses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import FailedTry
from handbook_api.core import clock
from handbook_api.db.sealing import keys_of
from handbook_api.db.turns import take_turn


class TryKind(StrEnum):
    """What was tried."""

    PASSWORD = "password"  # noqa: S105  # the name of a kind
    TOTP = "totp"
    #: Asked again of somebody who is signed in: by himself he locks no door from within, and
    #: nobody at the door locks this.
    PASSWORD_AGAIN = "proof"  # noqa: S105  # the name of a kind
    TOTP_AGAIN = "totp_again"
    #: A name of one's own that turned out to be somebody else's.
    NAME = "name"
    SLIP = "slip"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong tries a target bears within a time."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Taken:
    """A try was written down; `left` more may follow."""

    id: UUID
    left: int


@dataclass(frozen=True, slots=True)
class Full:
    """The target bears no further try before `until` (UTC)."""

    until: datetime


def target(session: Session, kind: str, name: str) -> bytes:
    """Return the 16 bytes that stand for what is tried, or from where."""
    return keys_of(session).blind(f"tries.{kind}", name)


def take(session: Session, kind: TryKind, aim: bytes, limit: Limit) -> Taken | Full:
    """One more try of `aim` is written down, unless it has had its share.

    The count is exact: others who try the same wait for the end of this transaction.
    """
    take_turn(session, aim)
    now = clock.now()
    recent = (FailedTry.target == aim, FailedTry.kind == kind, FailedTry.at > now - limit.within)
    count = session.scalar(select(func.count()).select_from(FailedTry).where(*recent)) or 0
    if count >= limit.most:
        # When the oldest of the last `most` has passed out of sight, there is room for one.
        oldest = session.scalar(
            select(FailedTry.at)
            .where(*recent)
            .order_by(FailedTry.at.desc())
            .offset(limit.most - 1)
            .limit(1)
        )
        return Full((oldest or now) + limit.within)
    made = FailedTry(id=uuid4(), target=aim, kind=kind, at=now)
    session.add(made)
    session.flush()
    return Taken(made.id, limit.most - count - 1)


def give_back(session: Session, *taken: Taken | Full) -> None:
    """The answer was right: its own try does not count."""
    ids = [one.id for one in taken if isinstance(one, Taken)]
    session.execute(delete(FailedTry).where(FailedTry.id.in_(ids)))


def forget(session: Session, aims: Sequence[bytes], *kinds: TryKind) -> int:
    """Nothing of `kinds` tried against `aims` counts any more; return how many tries that were."""
    gone = session.execute(
        delete(FailedTry)
        .where(FailedTry.target.in_(aims), FailedTry.kind.in_(kinds))
        .returning(FailedTry.id)
    )
    return len(gone.all())


def forget_before(session: Session, instant: datetime) -> None:
    """No try from before `instant` (UTC) is left: beyond its window none counts."""
    session.execute(delete(FailedTry).where(FailedTry.at < instant))
