"""A small library of made-up provisions, and indexes in temporary folders."""

from collections.abc import Callable, Iterable

import pytest

from search_index import DocumentFacts, Glossary, Passage, Query, SearchIndex
from tests.search_index.library import DOCUMENTS, GLOSSARY, SCOPE


@pytest.fixture
def index_of(tmp_path) -> Callable[..., SearchIndex]:
    """Build an index of the given documents in a folder of its own."""
    opened = []

    def build(
        documents: dict[str, Iterable[Passage]], *, glossary: Glossary | None = None
    ) -> SearchIndex:
        index = SearchIndex(tmp_path / f"index-{len(opened)}", glossary=glossary)
        with index.writer() as writer:
            for document_id, passages in documents.items():
                writer.replace_document(document_id, passages)
            writer.commit(1)
        index.refresh()
        opened.append(index)
        return index

    yield build
    for index in opened:
        index.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Iterable[SearchIndex]:
    """The library of library.py, indexed once for all tests that only read."""
    index = SearchIndex(tmp_path_factory.mktemp("library"), glossary=GLOSSARY)
    with index.rebuilding() as rebuild:
        for passages in DOCUMENTS.values():
            rebuild.add(passages)
        rebuild.finish(7)
    index.refresh()
    yield index
    index.close()


@pytest.fixture
def ask(library) -> Callable[..., object]:
    """Search the library."""

    def search(text: str, scope: dict[str, DocumentFacts] = SCOPE, **narrowed):
        return library.search(Query(text, **narrowed), scope)

    return search
