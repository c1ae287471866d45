"""The small demo, made once for each kind of database."""

from pathlib import Path

import pytest

from handbook_api.content_store import Content, load
from handbook_api.db import migrate
from handbook_api.demo.service import SMALL, make_demo
from handbook_api.runtime import Runtime, build_runtime

CONTENT = Path(__file__).parents[2] / "content"


def ignore(done: int, total: int) -> None:
    """Nobody watches how far it is."""


@pytest.fixture(scope="session")
def content() -> Content:
    return load(CONTENT)


@pytest.fixture
def demo(copies, settings_for, tmp_path) -> Runtime:
    """A runtime over the small demo."""

    def prepare(url: str) -> None:
        first = build_runtime(settings_for(url, tmp_path / "first"))
        migrate.upgrade(first.engine)
        make_demo(first, SMALL, ignore)
        first.close()

    with copies.copy("demo", prepare) as url:
        built = build_runtime(settings_for(url, tmp_path / "var"))
        yield built
        built.close()
