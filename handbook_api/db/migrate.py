"""Bring a database to a known shape. The newest number is pinned here, so that two people who
both add a migration meet in review and not in production."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from handbook_api.core.errors import HandbookError
from handbook_api.db.engine import WRITES

HEAD = "0008_pins"

_FOLDER = Path(__file__).parent / "migrations"
#: Any constant: two nodes that start together must not both migrate PostgreSQL.
_PG_LOCK = 7_294_2025


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database up to revision `to`; already there, nothing happens."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        _one_at_a_time(connection)
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Bring the database down to revision `to` (or “base”)."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        _one_at_a_time(connection)
        command.downgrade(_config(connection), to)


class NotMigrated(HandbookError):
    """The database is at another revision than this release needs."""

    status, code = 503, "service.not_migrated"


def require_head(engine: Engine) -> None:
    """The database is at the pinned revision; raises NotMigrated."""
    with engine.connect() as connection:
        found = revision_of(connection)
    if found != HEAD:
        raise NotMigrated(found=found or "trống", wanted=HEAD)


def revision_of(connection: Connection) -> str | None:
    """Return the revision the database is at, None when it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
