"""Databases, the runtime and the client that the tests ask for."""

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from handbook_api.auth import passwords
from handbook_api.content_store import load
from handbook_api.core.settings import Settings
from handbook_api.db import engine, migrate
from handbook_api.db.engine import make_engine
from handbook_api.db.sealing import KeyRing
from handbook_api.documents import service
from handbook_api.documents.reading.reader import read_file
from handbook_api.documents.service import Overrides
from handbook_api.gateways.text_extraction import Limits, SandboxedExtraction
from handbook_api.preparing import publish_content
from handbook_api.registry import NAMESPACES
from handbook_api.runtime import Runtime, build_runtime
from handbook_api.search import following
from tests.support import apps
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.databases import PostgresqlCopies, SqliteCopies
from tests.support.papers import PAPER
from tests.support.people import QUICK
from tests.support.postgresql import REQUIRED, Cluster, find_binaries
from tests.support.statements import compiled_once

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

_really_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Nothing in the suite may reach beyond this machine."""

    def connect(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        return _really_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def logs_as_they_begin():
    """A command sets up logs for its process: no test writes to the standard error of another."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def applications_are_let_go():
    """What was lent is taken back; namespaces forget the APIs that they were part of."""
    yield
    apps.take_back()
    for namespace in NAMESPACES:
        namespace.apis.clear()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Passwords are hashed for real, at next to no cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", QUICK)
        patch.setattr(passwords, "_NOBODYS", QUICK.hash("không ai biết"))
        yield


@pytest.fixture(scope="session", autouse=True)
def content_read_once():
    """The repository's content does not change while its tests run: reading it takes 0.1 s."""
    ours = load(ROOT / "content")
    # What is there from the beginning stays to the end: nobody need look through it for garbage.
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "handbook_api.runtime.load",
            lambda folder: ours if folder == ROOT / "content" else load(folder),
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once():
    """What one test's engine compiled serves the next one's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", compiled_once(engine.create_engine))
        yield


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory):
    return SqliteCopies(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    binaries = find_binaries()
    if binaries is None:
        message = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    cluster = Cluster(binaries)
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def postgresql_copies(postgresql_cluster):
    copies = PostgresqlCopies(postgresql_cluster)
    yield copies
    copies.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def copies(request):
    """Every test that touches a database runs on both."""
    return request.getfixturevalue(f"{request.param}_copies")


def _migrated(url: str) -> None:
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()


def _touch(url: str) -> None:
    engine = make_engine(url)
    engine.connect().close()
    engine.dispose()


@pytest.fixture
def empty_database(copies) -> Iterator[str]:
    """The address of a database nobody has migrated."""
    with copies.copy("empty", _touch) as url:
        yield url


@pytest.fixture
def database(copies) -> Iterator[str]:
    """The address of a migrated, empty database."""
    with copies.copy("migrated", _migrated) as url:
        yield url


@pytest.fixture(scope="session")
def key_file(tmp_path_factory) -> Path:
    """One key ring for the whole run: prepared databases hold sealed values."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    KeyRing.generate().write(path)
    return path


@pytest.fixture(scope="session")
def settings_for(key_file):
    """Make the settings of a node: its database and its data folder."""

    def settings(url: str, var: Path) -> Settings:
        return Settings(
            database_url=url, var_folder=var, content_folder=ROOT / "content", key_file=key_file
        )

    return settings


@pytest.fixture
def runtime(database, tmp_path, settings_for) -> Iterator[Runtime]:
    """A runtime over a migrated, empty database."""
    built = build_runtime(settings_for(database, tmp_path / "var"))
    yield built
    built.close()


@pytest.fixture(scope="session")
def published_indexes(tmp_path_factory):
    """Where prepared indexes of the published catalogue lie, one for each kind of database."""
    return tmp_path_factory.mktemp("published")


@pytest.fixture
def library(copies, published_indexes, tmp_path, settings_for) -> Iterator[Runtime]:
    """A runtime over the published catalogue, with its index."""

    published_index = published_indexes / copies.name

    def publish(url: str) -> None:
        _migrated(url)
        with_content = build_runtime(settings_for(url, tmp_path / "first"))
        publish_content(with_content)
        if not published_index.exists():
            following.catch_up(with_content)
            shutil.copytree(with_content.settings.index_folder, published_index)
        with_content.close()

    with copies.copy("published", publish) as url:
        var = tmp_path / "var"
        shutil.copytree(published_index, var / "index")
        built = build_runtime(settings_for(url, var))
        yield built
        built.close()


@pytest.fixture
def api(library) -> Client:
    """A client of the API over the published catalogue."""
    return Client(create_app(library), library.engine)


@pytest.fixture(scope="session")
def extraction() -> Iterator[SandboxedExtraction]:
    """The sandbox that reads files, kept warm between tests."""
    with SandboxedExtraction() as kept:
        yield kept


@pytest.fixture
def paper(tmp_path):
    """Write the fictional paper, changed as asked; return its path."""

    def write(name="trong-cay.txt", number="77", day="05", how="phải khỏe mạnh", text=PAPER):
        path = tmp_path / name
        path.write_text(text.format(number=number, day=day, how=how), "utf-8")
        return path

    return write


@pytest.fixture
def bring(library, extraction):
    """Import a file into the library; return the outcome."""

    def do(path, **said):
        read = read_file(path, Limits(), extraction)
        with library.transaction() as session:
            plan = service.plan_import(
                session, read, Overrides(**said), library.content.term_starts
            )
            return service.carry_out(session, plan)

    return do
