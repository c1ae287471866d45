"""A database in which everything can be undone at once, however much was committed.

To copy one takes longer than most requests to it, and what asks the copy begins anew.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from handbook_api.db.engine import make_engine

_KEEP, _UNDO = "SAVEPOINT kept", "ROLLBACK TO SAVEPOINT kept"


@contextmanager
def rewinding(url: str) -> Iterator[tuple[Engine, Callable[[], None]]]:
    """Yield an engine for `url`, and what brings the database back to how it is now.

    Nobody else may use the database meanwhile.
    """
    engine = make_engine(url)
    with engine.connect() as connection:
        line: Any = connection.connection.driver_connection
    over = _over_savepoints(engine, line) if engine.name == "postgresql" else _over_a_file(engine)
    try:
        yield engine, over
    finally:
        engine.dispose()


def _over_a_file(engine: Engine) -> Callable[[], None]:
    engine.dispose()
    file = Path(str(engine.url.database))
    kept = file.with_suffix(".kept")
    shutil.copyfile(file, kept)

    def rewind() -> None:
        engine.dispose()
        for ending in ("-wal", "-shm"):
            file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
        shutil.copyfile(kept, file)

    return rewind


def _over_savepoints(engine: Engine, line: Any) -> Callable[[], None]:
    """One connection, never given up: what is committed on it stays for itself alone."""

    def rewind() -> None:
        line.rollback()
        line.execute(_KEEP)

    line.execute(_KEEP)
    event.listen(engine, "connect", _refuse)
    # A connection in the middle of something cannot be asked whether it is alive, nor be told
    # that it shall only read.
    engine.pool._pre_ping = False
    dialect: Any = engine.dialect
    dialect.set_readonly = lambda *_: None
    dialect.do_commit = lambda line: line.execute(f"RELEASE {_KEEP}; {_KEEP}")
    dialect.do_rollback = lambda line: line.execute(_UNDO)
    return rewind


def _refuse(*_: object) -> None:
    raise AssertionError("a request took two connections at once: one would not see the other")
