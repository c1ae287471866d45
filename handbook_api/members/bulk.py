"""Many rows at once, straight into a table."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from handbook_api.db.base import Base


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """`rows` stand in the table of `model`; all have the same columns.

    Past the unit of work: it would send rows with and without a NULL apart, one by one.
    """
    if rows:
        session.execute(insert(cast(Table, model.__table__)), rows)
