"""Tell followers, in the same transaction, that something about a document changed."""

import secrets
from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.documents.models import Change, LibraryState

#: A million changes of a library stay far below what clients can count exactly (2**53).
_LONGEST_STEP = 1 << 20


def take_turn(session: Session) -> LibraryState:
    """No other writer of the library goes on before this transaction ends; returns its state.

    Two imports of one new document would otherwise both find it missing. SQLite's writers take
    turns anyhow; PostgreSQL's wait for the row, as long as its lock time-out allows.
    """
    return session.scalars(select(LibraryState).with_for_update()).one()


def record_changes(session: Session, document_ids: Iterable[str]) -> None:
    """Each document has one change with a higher number than any before, afterwards.

    The counter's row is locked until commit, so numbers appear in order. The steps are of
    random length: after a backup is restored the numbers go on differently, and a follower
    that stands at a number the library never gave knows that it followed another history.
    """
    for document_id in sorted(set(document_ids)):
        step = 1 + secrets.randbelow(_LONGEST_STEP)
        number = session.scalar(
            update(LibraryState)
            .values(sequence=LibraryState.sequence + step)
            .returning(LibraryState.sequence)
        )
        if number is None:
            raise LookupError("library_state has no row: the database is not migrated")
        session.add(Change(sequence=number, document_id=document_id, at=clock.now()))
