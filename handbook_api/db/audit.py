"""The audit log: who did or saw what, on which record, when. Hash-chained and append-only.

`record` only notes an entry. `transaction` writes the notes just before it commits: then they get
their numbers, are chained to the last entry, and stand or fall with the act itself. So the end of
the chain is locked for the shortest time, and always last: writers cannot deadlock over it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import String, event, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db.audit_model import AuditEntry, AuditHead, canonical
from handbook_api.db.sealing import KeyRing, keys_of

_NOTES = "audit_notes"
_BATCH = 500

Fact = str | int | bool | None

#: Longest text of each column; SQLite would take more, PostgreSQL would refuse it at the commit.
_LONGEST: Mapping[str, int] = {
    column.key: column.type.length
    for column in AuditEntry.__table__.columns
    if isinstance(column.type, String) and column.type.length
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act came from; lies in `session.info["origin"]`."""

    request_id: str | None = None
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Note:
    values: dict[str, Any]
    #: The savepoints it was made inside; rolling one back takes the note with it.
    savepoints: tuple[SessionTransaction, ...]


def record(  # noqa: PLR0913  # an entry has these parts; a bag of them would hide what is asked for
    session: Session,
    actor: Identity,
    act: str,
    subject_kind: str,
    subject_id: str,
    *,
    path: str | None = None,
    fields: Sequence[str] = (),
    facts: Mapping[str, Fact] | None = None,
    refused: bool = False,
) -> None:
    """The act is in the log as soon as this transaction commits, and not otherwise.

    path: of the organisation that the subject belongs to now. fields: names, never contents.
    facts: codes, ids and dates, never names or free text; a stated purpose of export is allowed.
    Raises ValueError or TypeError for what cannot be written down, RuntimeError in a read-only
    transaction, which would lose the entry.
    """
    if session.info.get("read_only"):
        raise RuntimeError(f"{act} is written down: it needs a writing transaction")
    origin = session.info.get("origin") or Origin()
    values = {
        "at": clock.now(),
        "actor": actor.name,
        "actor_account_id": actor.account_id,
        "act": str(act),
        "subject_kind": str(subject_kind),
        "subject_id": subject_id,
        "path": path,
        "fields": [str(name) for name in fields],
        "facts": {str(name): _plain(fact) for name, fact in (facts or {}).items()},
        "request_id": origin.request_id,
        "session_id": origin.session_id or actor.session_id,
        "refused": refused,
    }
    _must_be_writable(values)
    _notes_of(session).append(_Note(values, _savepoints(session)))


def write_pending(session: Session) -> None:
    """Everything recorded in this transaction is in the log, numbered and chained.

    Called by `transaction` right before the commit, and by nobody else. Raises RuntimeError when
    there is something to write and the session has no keys.
    """
    notes: list[_Note] = session.info.get(_NOTES, [])
    if not notes:
        return
    keys = keys_of(session)
    # Whatever else this transaction locks, it must lock before the end of the chain.
    session.flush()
    _append(session, keys, notes)
    notes.clear()


def _append(session: Session, keys: KeyRing, notes: Sequence[_Note]) -> None:
    # SQLite has one writer at a time anyway and leaves FOR UPDATE out.
    head = select(AuditHead.sequence, AuditHead.hash).with_for_update()
    sequence, link = session.execute(head).one()
    coming = iter(notes)
    while batch := list(islice(coming, _BATCH)):
        rows = []
        for note in batch:
            sequence, previous = sequence + 1, link
            row = {**note.values, "sequence": sequence}
            link = keys.chain(previous, canonical(row))
            rows.append({**row, "previous": previous, "hash": link})
        session.execute(insert(AuditEntry), rows)
    session.execute(update(AuditHead).values(sequence=sequence, hash=link))


def _plain(fact: Fact) -> Fact:
    # A member of an enumeration is stored as what it says.
    if isinstance(fact, str):
        return str(fact)
    return int(fact) if isinstance(fact, int) and not isinstance(fact, bool) else fact


def _must_be_writable(values: Mapping[str, Any]) -> None:
    for name, longest in _LONGEST.items():
        text = values[name]
        if text is not None and not (0 < len(text) <= longest and "\0" not in text):
            raise ValueError(f"{name} has 1 to {longest} characters and no NUL")
    canonical({**values, "sequence": 0})


def _notes_of(session: Session) -> list[_Note]:
    if _NOTES not in session.info:
        session.info[_NOTES] = []
        event.listen(session, "after_soft_rollback", _forget)
    notes: list[_Note] = session.info[_NOTES]
    return notes


def _savepoints(session: Session) -> tuple[SessionTransaction, ...]:
    found, one = [], session.get_nested_transaction()
    while one is not None:
        found.append(one)
        one = one.parent
    return tuple(found)


def _forget(session: Session, rolled_back: SessionTransaction) -> None:
    notes = _notes_of(session)
    if rolled_back.nested:
        notes[:] = [note for note in notes if rolled_back not in note.savepoints]
    else:
        notes.clear()
