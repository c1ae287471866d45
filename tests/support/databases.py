"""Fresh databases by copying a prepared one, on both engines."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.support.postgresql import Cluster

_number = itertools.count(1)

Prepare = Callable[[str], None]


class SqliteCopies:
    """Copies of a prepared SQLite file."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[str, Path] = {}

    @contextmanager
    def copy(self, template: str, prepare: Prepare) -> Iterator[str]:
        """Yield the address of a fresh copy of what `prepare` made (once)."""
        if template not in self._templates:
            source = self._folder / f"{template}.sqlite3"
            prepare(f"sqlite:///{source}")
            _fold_in_the_log(source)
            self._templates[template] = source
        target = self._folder / f"copy-{next(_number)}.sqlite3"
        shutil.copyfile(self._templates[template], target)
        yield f"sqlite:///{target}"
        for leftover in self._folder.glob(f"{target.name}*"):
            leftover.unlink()


def _fold_in_the_log(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


class PostgresqlCopies:
    """Copies of a prepared PostgreSQL database."""

    name = "postgresql"

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        # A test may stop the cluster: the next sentence finds it again.
        self._engine = create_engine(
            cluster.url("postgres"), isolation_level="AUTOCOMMIT", pool_pre_ping=True
        )
        self._templates: set[str] = set()

    @contextmanager
    def copy(self, template: str, prepare: Prepare) -> Iterator[str]:
        """Yield the address of a fresh copy of what `prepare` made (once)."""
        if template not in self._templates:
            # A template whose preparation failed for an earlier test is begun anew.
            self._say(f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')
            self._say(f'CREATE DATABASE "{template}"')
            prepare(self._cluster.url(template))
            self._templates.add(template)
        name = f"copy_{next(_number)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        yield self._cluster.url(name)
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Nothing of it asks the cluster any more."""
        self._engine.dispose()

    def _say(self, sentence: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(sentence))
