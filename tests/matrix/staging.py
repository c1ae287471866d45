"""Copies of one prepared world for a stage, on either database."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.engine import make_engine
from handbook_api.runtime import build_runtime
from tests.matrix.cells import Stage
from tests.matrix.world import World, a_world
from tests.support.databases import PostgresqlCopies, SqliteCopies

_worlds: dict[str, World] = {}


@contextmanager
def staged(
    copies: SqliteCopies | PostgresqlCopies,
    settings_for: Callable[[str, Path], Settings],
    folder: Path,
) -> Iterator[tuple[Stage, World]]:
    """Yield a stage over copies of the world, and the world."""

    def prepare(url: str) -> None:
        engine = make_engine(url)
        migrate.upgrade(engine)
        engine.dispose()
        first = build_runtime(settings_for(url, folder / "first"))
        _worlds[copies.name] = a_world(first)
        first.close()

    held = ExitStack()

    def fresh() -> str:
        held.close()
        return held.enter_context(copies.copy("matrix", prepare))

    stage = Stage.over(build_runtime(settings_for(fresh(), folder / "var")), fresh)
    try:
        yield stage, _worlds[copies.name]
    finally:
        stage.runtime.close()
        held.close()
