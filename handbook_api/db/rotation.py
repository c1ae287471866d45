"""Sealed values move to the current data key, some at a time, while everybody goes on reading.

Every table of sealed rows has the same three columns: `id`, `sealed` and the `key_id` it was
sealed with; a value is bound to its table, its column and its row's id. So one job serves all of
them, and needs no note of how far it came: what is left is what still bears another key.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Engine, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from handbook_api.db.base import Base
from handbook_api.db.sealing import KeyRing, Place, key_id_of
from handbook_api.db.transaction import transaction

#: Values moved in one transaction: short enough that no writer waits long for the lock.
BATCH = 1_000


def rotate(engine: Engine, keys: KeyRing, batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """No value is sealed with another key than `keys.current` once this has run to its end.

    Yields (values moved, values to move) after each batch. Stopped at any moment, by a signal
    or a power cut, it is begun again and goes on with what is left. Readers need both keys
    meanwhile. Raises SealBroken, KeyUnknown for a value that cannot be opened.
    """
    with transaction(engine, keys, read_only=True) as session:
        left = sum(_count(session, table, keys.current) for table in sealed_tables())
        loose = [(table, column, _ids(session, table, column)) for table, column in loose_columns()]
    total, done = left + sum(len(ids) for _, _, ids in loose), 0
    for table in sealed_tables():
        moved = batch
        while moved == batch:
            with transaction(engine, keys) as session:
                moved = _move_some(session, keys, table, batch)
            done += moved
            if moved:
                yield done, max(total, done)
    for table, column, ids in loose:
        for start in range(0, len(ids), batch):
            some = ids[start : start + batch]
            with transaction(engine, keys) as session:
                _move_loose(session, keys, table, column, some)
            done += len(some)
            yield done, max(total, done)


def sealed_tables() -> Sequence[Table]:
    """Return every table whose rows say which key they were sealed with."""
    return [
        table for table in Base.metadata.sorted_tables if {"sealed", "key_id"} <= {*table.c.keys()}
    ]


def loose_columns() -> Sequence[tuple[Table, Column[Any]]]:
    """Return the sealed columns of other tables: few values each, read one by one."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.c
        if column.name.endswith("_sealed")
    ]


def _count(session: Session, table: Table, current: int) -> int:
    query = select(func.count()).select_from(table).where(table.c.key_id != current)
    return session.scalar(query) or 0


def _ids(session: Session, table: Table, column: Column[Any]) -> Sequence[Any]:
    return session.scalars(select(table.c.id).where(column.is_not(None))).all()


def _move_some(session: Session, keys: KeyRing, table: Table, batch: int) -> int:
    query = (
        select(table.c.id, table.c.sealed)
        .where(table.c.key_id != keys.current)
        .limit(batch)
        .with_for_update(skip_locked=True)  # two runs at once share the work; SQLite has one writer
    )
    found = session.execute(query).all()
    if not found:
        return 0
    moved = [
        {"row": id_, "sealed": _resealed(keys, Place(table.name, "sealed", str(id_)), sealed)}
        for id_, sealed in found
    ]
    session.execute(
        update(table)
        .where(table.c.id == bindparam("row"))
        .values(sealed=bindparam("sealed"), key_id=keys.current),
        moved,
    )
    return len(found)


def _move_loose(
    session: Session, keys: KeyRing, table: Table, column: Column[Any], ids: Sequence[Any]
) -> None:
    query = select(table.c.id, column).where(table.c.id.in_(ids)).with_for_update()
    for id_, sealed in session.execute(query):
        if sealed is not None and key_id_of(sealed) != keys.current:
            fresh = _resealed(keys, Place(table.name, column.name, str(id_)), sealed)
            session.execute(update(table).where(table.c.id == id_).values({column.name: fresh}))


def _resealed(keys: KeyRing, place: Place, sealed: bytes) -> bytes:
    return keys.seal(keys.open(sealed, place), place)
