"""Everything a process needs, built once and passed on."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, load
from handbook_api.core.settings import Settings
from handbook_api.core.words import LANGUAGES, Words
from handbook_api.db.engine import make_engine
from handbook_api.db.keys import KeysExist
from handbook_api.db.sealing import KeyRing
from handbook_api.db.transaction import transaction
from search_index import Glossary, SearchIndex

_KEY = "handbook"


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, database, content, words, index and keys of one process."""

    settings: Settings
    engine: Engine
    content: Content
    languages: Mapping[str, Words]
    index: SearchIndex
    keys: KeyRing

    def transaction(self, *, read_only: bool = False) -> AbstractContextManager[Session]:
        """Open the one transaction of a request, command or job."""
        return transaction(self.engine, self.keys, read_only=read_only)

    def words(self, language: str) -> Words:
        """Return the words of a language, Vietnamese when we do not speak it."""
        return self.languages.get(language, self.languages["vi"])

    def close(self) -> None:
        """Give back connections and files."""
        self.index.close()
        self.engine.dispose()


def build_runtime(settings: Settings) -> Runtime:
    """Return a runtime for `settings`; nothing is migrated or published by it."""
    settings.var_folder.mkdir(parents=True, exist_ok=True)
    content = load(settings.content_folder)
    engine = make_engine(settings.database)
    return Runtime(
        settings=settings,
        engine=engine,
        content=content,
        languages={language: _words(content, language) for language in LANGUAGES},
        index=SearchIndex(settings.index_folder, glossary=glossary_of(content)),
        keys=_key_ring(settings, engine),
    )


def _key_ring(settings: Settings, engine: Engine) -> KeyRing:
    """Return the key ring. The embedded default makes one for a database that holds nobody yet.

    A named file must be there, and so must the file of a database that several nodes share:
    each would make keys of its own. Raises KeysMissing and what else `read_keys` raises.
    """
    embedded = settings.key_file is None and engine.dialect.name == "sqlite"
    if embedded and not settings.keys.exists() and not _holds_people(engine):
        with suppress(KeysExist):  # another process of ours may just have made it
            KeyRing.generate().write(settings.keys)
    return KeyRing.read(settings.keys)


def _holds_people(engine: Engine) -> bool:
    """Whether sealed values may lie there: fresh keys would make them unreadable for good."""
    if not inspect(engine).has_table("accounts"):
        return False
    with engine.connect() as connection:
        return connection.scalar(text("SELECT 1 FROM accounts LIMIT 1")) is not None


def _words(content: Content, language: str) -> Words:
    messages = content.messages(language)
    errors = {
        code: {"title": text.title, "detail": text.detail} for code, text in messages.errors.items()
    }
    return Words(errors, messages.labels, messages.pages, language)


def glossary_of(content: Content) -> Glossary:
    """Return the search's view of content/glossary."""
    abbreviations: dict[str, list[str]] = {}
    for entry in content.abbreviations:
        abbreviations.setdefault(entry.short, []).append(entry.long)
    return Glossary(
        abbreviations={short: tuple(longs) for short, longs in abbreviations.items()},
        synonyms=tuple((entry.said, entry.written) for entry in content.synonyms),
    )


def attach(app: Flask, runtime: Runtime) -> None:
    """`current_runtime` answers `runtime` inside requests of `app` afterwards."""
    app.extensions[_KEY] = runtime


def current_runtime() -> Runtime:
    """Return the runtime of the application that answers this request."""
    runtime: Runtime = current_app.extensions[_KEY]
    return runtime
