"""Copies of one prepared world, on either database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.db.engine import make_engine
from handbook_api.runtime import Runtime, build_runtime
from tests.matrix.cells import Stage
from tests.matrix.world import World, a_world
from tests.support.apps import create_app
from tests.support.databases import PostgresqlCopies, SqliteCopies
from tests.support.rewinding import rewinding

_worlds: dict[str, World] = {}

Copies = SqliteCopies | PostgresqlCopies


@contextmanager
def peopled(
    copies: Copies, settings_for: Callable[[str, Path], Settings], folder: Path
) -> Iterator[tuple[Runtime, World]]:
    """Yield a runtime over a copy of the world, and the world."""

    def prepare(url: str) -> None:
        engine = make_engine(url)
        migrate.upgrade(engine)
        engine.dispose()
        first = build_runtime(settings_for(url, folder / "first"))
        _worlds[copies.name] = a_world(first)
        first.close()

    with copies.copy("matrix", prepare) as url:
        runtime = build_runtime(settings_for(url, folder / "var"))
        try:
            yield runtime, _worlds[copies.name]
        finally:
            runtime.close()


@contextmanager
def staged(
    copies: Copies, settings_for: Callable[[str, Path], Settings], folder: Path
) -> Iterator[tuple[Stage, World]]:
    """Yield a stage over a copy of the world, and the world."""
    with (
        peopled(copies, settings_for, folder) as (runtime, world),
        rewinding(runtime.settings.database) as (engine, rewind),
    ):
        alone = replace(runtime, engine=engine)
        yield Stage(create_app(alone), alone, rewind), world
