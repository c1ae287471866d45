"""Facts about the library as a whole; none of them is personal or hidden."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.documents.models import (
    Change,
    Issuer,
    LibraryState,
    Topic,
)


def all_issuers(session: Session) -> Sequence[Issuer]:
    """Return every issuer; who issues documents is public."""
    return session.scalars(select(Issuer).order_by(Issuer.code)).all()


def all_topics(session: Session) -> Sequence[Topic]:
    """Return every topic in the order officers gave."""
    return session.scalars(select(Topic).order_by(Topic.position)).all()


def sequence(session: Session) -> int:
    """Return the number of the library's last change."""
    return session.scalar(select(LibraryState.sequence)) or 0


def knows_sequence(session: Session, number: int) -> bool:
    """Tell whether the library ever gave that number; 0 is where everybody begins."""
    return number == 0 or session.get(Change, number) is not None


def changed_since(session: Session, since: int, *, limit: int) -> Sequence[Change]:
    """Return changes after `since`, oldest first."""
    query = select(Change).where(Change.sequence > since).order_by(Change.sequence).limit(limit)
    return session.scalars(query).all()
