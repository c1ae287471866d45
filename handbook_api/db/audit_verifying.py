"""Is the audit log as it was written? `verify` says so, or names the first wrong place.

Nobody can make a fitting hash without the audit key, so every edit, deletion, insertion and
exchange shows where the chain breaks. A cut-off end shows against the head row, and against the
anchors when the head row was set back too. What came after the last anchor and was cut off
together with the head is the one thing that cannot show; anchors are at most a minute apart.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from handbook_api.db.audit_anchors import Anchor, AnchorFile
from handbook_api.db.audit_model import AuditEntry, AuditHead, canonical
from handbook_api.db.sealing import CHAIN_START, KeyRing

#: Rows in memory at once.
_PIECE = 1000

_COLUMNS = tuple(AuditEntry.__table__.columns)

#: How a value that the column's type cannot hold shows itself.
_UNREADABLE = (TypeError, ValueError, AttributeError, OverflowError)


class FaultKind(StrEnum):
    """How the log differs from what was written."""

    EDITED = "edited"
    MISSING = "missing"
    INSERTED = "inserted"
    UNLINKED = "unlinked"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    HEAD = "head"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first wrong place.

    sequence: the entry that is wrong or missing; for HEAD, the number that the head row says.
    last: of the entries missing from there on; otherwise the same as `sequence`.
    """

    kind: FaultKind
    sequence: int
    last: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, and the first fault, if any.

    checked: how many entries from the first on are as they were written.
    anchors: how many anchors agree with them; last_anchor is the last of these.
    skipped_lines: lines of the anchor file that say nothing or stand out of order.
    """

    checked: int
    anchors: int
    last_anchor: Anchor | None
    skipped_lines: int
    fault: Fault | None


def verify(session: Session, keys: KeyRing, anchors: AnchorFile) -> Verdict:
    """Return whether the log is whole. Memory is bounded; the log may grow meanwhile."""
    walk = _Walk(session, keys, anchors)
    fault = walk.go()
    return Verdict(walk.sequence, walk.agreeing, walk.last_anchor, walk.reading.skipped, fault)


class _Walk:
    """One pass from the first entry to the last, with what has been found right so far."""

    def __init__(self, session: Session, keys: KeyRing, anchors: AnchorFile) -> None:
        self._session, self._keys = session, keys
        # In this order: an anchor read now is never ahead of the head read after it, nor the
        # head ahead of the entries, however fast others append.
        self.reading = anchors.opened()
        self._head = _head_of(session)
        self._coming = iter(self.reading)
        self._anchor = next(self._coming, None)
        self.sequence, self._link = 0, CHAIN_START
        self.agreeing = 0
        self.last_anchor: Anchor | None = None

    def go(self) -> Fault | None:
        """Return the first fault. `sequence` is the last entry that is right afterwards."""
        fault = self._against_head()
        rows = _rows(self._session)
        while fault is None and (found := next(rows, None)) is not None:
            fault = self._entry(*found)
        return fault or self._end()

    def _entry(self, sequence: Any, row: Row[Any] | None) -> Fault | None:
        fault = self._against_order(sequence, row) or self._against_chain(sequence, row)
        if fault is not None or row is None:
            return fault
        fault = self._against_anchors(sequence, row.hash)
        if fault is not None:
            return fault
        self.sequence, self._link = sequence, row.hash
        return self._against_head()

    def _against_order(self, sequence: Any, row: Row[Any] | None) -> Fault | None:
        due = self.sequence + 1
        if type(sequence) is not int:
            return _at(FaultKind.UNREADABLE if row is None else FaultKind.INSERTED, due)
        if sequence < due:
            return _at(FaultKind.INSERTED, sequence)
        return Fault(FaultKind.MISSING, due, sequence - 1) if sequence > due else None

    def _against_chain(self, due: int, row: Row[Any] | None) -> Fault | None:
        if row is None:
            return _at(FaultKind.UNREADABLE, due)
        if row.previous != self._link:
            return _at(FaultKind.UNLINKED, due)
        try:
            wanted = self._keys.chain(self._link, canonical(row._asdict()))
        except _UNREADABLE:
            return _at(FaultKind.UNREADABLE, due)
        return None if row.hash == wanted else _at(FaultKind.EDITED, due)

    def _against_anchors(self, sequence: int, link: bytes) -> Fault | None:
        while self._anchor is not None and self._anchor.sequence <= sequence:
            if self._anchor.hash != link:
                return _at(FaultKind.ANCHOR, sequence)
            self.agreeing, self.last_anchor = self.agreeing + 1, self._anchor
            self._anchor = next(self._coming, None)
        return None

    def _against_head(self) -> Fault | None:
        if self._head is None or self._head[0] != self.sequence or self._head[1] == self._link:
            return None
        return _at(FaultKind.HEAD, self.sequence)

    def _end(self) -> Fault | None:
        known = max((anchor.sequence for anchor in self._beyond()), default=0)
        if self._head is not None:
            known = max(known, self._head[0])
        if known > self.sequence:
            return Fault(FaultKind.TRUNCATED, self.sequence + 1, known)
        if self._head is None:
            return _at(FaultKind.HEAD, self.sequence)
        if self._head[0] < self.sequence:
            # Either others appended since the head was read, and it has moved, or it lies.
            now = _head_of(self._session)
            if now is None or now[0] < self.sequence:
                return _at(FaultKind.HEAD, self._head[0])
        return None

    def _beyond(self) -> Iterator[Anchor]:
        first = () if self._anchor is None else (self._anchor,)
        return itertools.chain(first, self._coming)


def _at(kind: FaultKind, sequence: int) -> Fault:
    return Fault(kind, sequence, sequence)


def _unreadable(session: Session) -> tuple[type[Exception], ...]:
    # SQLite takes any value anywhere, and answers undecodable text with an OperationalError. On
    # PostgreSQL that is a lost connection, and nobody has touched the log.
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (*_UNREADABLE, OperationalError) if is_sqlite else _UNREADABLE


def _head_of(session: Session) -> tuple[int, bytes] | None:
    """Return the head's number and hash; None when the row is not there once, and readable."""
    try:
        rows = session.execute(select(AuditHead.sequence, AuditHead.hash)).all()
    except _unreadable(session):
        return None
    if len(rows) != 1 or type(rows[0].sequence) is not int:
        return None
    return rows[0].sequence, rows[0].hash


def _rows(session: Session) -> Iterator[tuple[Any, Row[Any] | None]]:
    """Yield every number in order with its row.

    A row that cannot be read is None; its number too, when that cannot be read or found again.
    """
    sequence = None
    query = select(*_COLUMNS).order_by(AuditEntry.sequence)
    try:
        with session.execute(query, execution_options={"yield_per": _PIECE}) as rows:
            for row in rows:
                sequence = row.sequence
                yield sequence, row
    except _unreadable(session):
        # One bad value spoils the piece that it came in: go on row by row.
        yield from _one_by_one(session, sequence)
        yield None, None


def _one_by_one(session: Session, after: int | None) -> Iterator[tuple[Any, Row[Any] | None]]:
    try:
        while (after := session.scalar(_number_after(after))) is not None:
            yield after, _row(session, after)
    except _unreadable(session):
        return


def _number_after(sequence: int | None) -> Select[int]:
    query = select(func.min(AuditEntry.sequence))
    return query if sequence is None else query.where(AuditEntry.sequence > sequence)


def _row(session: Session, sequence: int) -> Row[Any] | None:
    try:
        return session.execute(select(*_COLUMNS).where(AuditEntry.sequence == sequence)).first()
    except _unreadable(session):
        return None
