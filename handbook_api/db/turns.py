"""Whoever comes for the same thing at the same moment waits until the one before is done."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def take_turn(session: Session, thing: bytes) -> None:
    """Nobody else goes on with `thing` before this transaction ends.

    thing: 8 bytes or more that name it, such as a digest; two things that begin alike share a
        turn, which costs a wait and nothing else. For what has no row to lock yet. Take several
        in ascending order, so that two transactions never wait for each other.

    SQLite's writers take turns anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(thing[:8], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
