"""One engine per process, with the settings that make SQLite and PostgreSQL behave alike."""

from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from handbook_api.core import clock

log = structlog.get_logger("database")

#: Execution option set by `transaction` on connections that will write.
WRITES = "handbook_writes"

#: How long a statement may wait for another's lock, and run at all. Every wait has a time-out.
_BUSY_MS = 15_000
#: Connections are made anew so often, and the database's clock is looked at with each.
_CLOCK_SECONDS = 600
#: No just-in-time compiling: where PostgreSQL overrates a query it costs a second, and ours are
#: done in milliseconds.
_PG_OPTIONS = (
    "-c lock_timeout=15s -c statement_timeout=120s -c idle_in_transaction_session_timeout=60s"
    " -c jit=off"
)

#: A machine that is cut off says no good-bye: whoever waits for its answer learns of it in 30 s,
#: and not after the two hours that the system would give it.
_PG_LINE = {
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def make_engine(url: str) -> Engine:
    """Return an engine for `url`; an embedded SQLite file's folder exists afterwards."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    engine = create_engine(
        url,
        hide_parameters=True,  # error messages are logged; people's words are not
        pool_pre_ping=True,
        pool_recycle=_CLOCK_SECONDS,
        pool_size=8,
        max_overflow=8,
        pool_timeout=10,
        # Each statement is planned for its own values: a plan kept from when a table was empty may
        # read it whole for every batch of a long list. A pooler in between needs this too.
        connect_args={
            "connect_timeout": 5,
            "options": _PG_OPTIONS,
            "prepare_threshold": None,
            **_PG_LINE,
        },
    )
    event.listen(engine, "connect", _follow_clock)
    return engine


def _follow_clock(connection: Any, _: ConnectionPoolEntry) -> None:
    """Live by the database's clock: leases and due times are compared between machines."""
    ahead = clock.follow(lambda: connection.execute("SELECT clock_timestamp()").fetchone()[0])
    connection.rollback()
    if ahead:
        log.warning("clock_differs", seconds=round(ahead.total_seconds(), 1))


def _sqlite_engine(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    # With the driver's own transaction handling a rolled-back outer transaction leaks rows:
    # we say BEGIN ourselves, in `_begin_sqlite`.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # 16 MB of pages in memory: with the 2 MB of the default, bringing in a province's members
    # costs a quarter more time.
    connection.execute("PRAGMA cache_size=-16384")
    # What was deleted is overwritten: an erased person is not read out of free pages.
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: read-then-write under a plain BEGIN fails with
    # “database is locked” as soon as two people write.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
