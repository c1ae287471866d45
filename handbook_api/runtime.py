"""Everything a process needs, built once and passed on."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from flask import Flask, Request, current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, load
from handbook_api.core.identity import GUEST, Identity
from handbook_api.core.settings import Settings
from handbook_api.core.words import LANGUAGES, Words
from handbook_api.db.engine import make_engine
from handbook_api.db.transaction import transaction
from search_index import Glossary, SearchIndex

_KEY = "handbook"


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, database, content, words and index of one process."""

    settings: Settings
    engine: Engine
    content: Content
    languages: Mapping[str, Words]
    index: SearchIndex

    def transaction(self, *, read_only: bool = False) -> AbstractContextManager[Session]:
        """Open the one transaction of a request, command or job."""
        return transaction(self.engine, read_only=read_only)

    def authenticate(self, request: Request) -> Identity:
        """Return who sends `request`. Until there are accounts everybody is a guest."""
        del request
        return GUEST

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
    return Runtime(
        settings=settings,
        engine=make_engine(settings.database),
        content=content,
        languages={language: _words(content, language) for language in LANGUAGES},
        index=SearchIndex(settings.index_folder, glossary=glossary_of(content)),
    )


def _words(content: Content, language: str) -> Words:
    messages = content.messages(language)
    errors = {
        code: {"title": text.title, "detail": text.detail} for code, text in messages.errors.items()
    }
    return Words(errors, messages.labels)


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
