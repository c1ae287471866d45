"""Rows that carry words of people: all of a row's texts sealed together, under its own place."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import orjson
from sqlalchemy import LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, Session, mapped_column

from handbook_api.db.base import Base
from handbook_api.db.sealing import Place, key_id_of, keys_of


class SealedRow(Base):
    """A table whose rows carry texts."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)
    #: A JSON object of the texts that were given, sealed; None when none was.
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: The data key it was sealed with, for the rotation of keys.
    key_id: Mapped[int | None] = mapped_column(SmallInteger, index=True)


def seal_texts(session: Session, row: SealedRow, **texts: str | None) -> None:
    """`row` carries exactly the given `texts` afterwards; empty ones are left out.

    The row's id must be set: the texts are bound to it.
    """
    given = {name: text for name, text in sorted(texts.items()) if text}
    if not given:
        row.sealed, row.key_id = None, None
        return
    row.sealed = keys_of(session).seal(orjson.dumps(given).decode(), place_of(row))
    row.key_id = key_id_of(row.sealed)


def texts_of(session: Session, row: SealedRow) -> Mapping[str, str]:
    """Return the texts that `row` carries, by name. Raises SealBroken, KeyUnknown."""
    if row.sealed is None:
        return {}
    opened: dict[str, str] = orjson.loads(keys_of(session).open(row.sealed, place_of(row)))
    return opened


def place_of(row: SealedRow) -> Place:
    """Return where the texts of `row` live."""
    return Place(row.__tablename__, "sealed", str(row.id))
