"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells for each of them."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handbook_api.db.base import Base


def insert_into(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can be told what to do with rows that are there already.

    On PostgreSQL a name that another transaction is just taking is waited for: rows go in in the
    order of their names, or two transactions may wait for each other.
    """
    dialect = session.get_bind().dialect.name
    return postgresql.insert(model) if dialect == "postgresql" else sqlite.insert(model)
