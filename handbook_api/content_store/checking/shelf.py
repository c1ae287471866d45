"""The part of the content that can be read, for checks that look across files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from handbook_api.content_store.documents import document_of, summary_name
from handbook_api.content_store.entries import DocumentEntry, Issuer, Messages, Topic
from handbook_api.content_store.files import (
    ABBREVIATION_COLUMNS,
    ABBREVIATIONS,
    ISSUERS,
    SYNONYM_COLUMNS,
    SYNONYMS,
    TOPICS,
    Row,
    document_names,
    message_names,
    rows_of,
)
from handbook_api.content_store.lists import issuers_of, messages_of, topics_of

NumberedRow = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What could be read. A list is None when its own file is faulty: then nothing is said
    against those who refer to it, because one fault should give one problem.
    """

    slugs: frozenset[str]
    documents: Mapping[str, DocumentEntry]
    issuers: tuple[Issuer, ...] | None
    topics: tuple[Topic, ...] | None
    abbreviations: tuple[NumberedRow, ...]
    synonyms: tuple[NumberedRow, ...]
    messages: tuple[Messages, ...]

    def by_slug(self) -> Mapping[str, DocumentEntry]:
        """Return the readable documents by slug."""
        return {entry.slug: entry for entry in self.documents.values()}


def shelf_of(folder: Path, faulty: frozenset[str]) -> Shelf:
    """Return everything in `folder` outside the `faulty` files; `documents` is by file name."""
    names = document_names(folder)
    speaks = faulty.isdisjoint(message_names(folder))
    return Shelf(
        slugs=frozenset(PurePosixPath(name).stem for name in names),
        documents={
            name: document_of(folder, name)
            for name in names
            if faulty.isdisjoint((name, summary_name(name)))
        },
        issuers=issuers_of(folder) if ISSUERS not in faulty else None,
        topics=topics_of(folder) if TOPICS not in faulty else None,
        abbreviations=_rows(folder, ABBREVIATIONS, ABBREVIATION_COLUMNS, faulty),
        synonyms=_rows(folder, SYNONYMS, SYNONYM_COLUMNS, faulty),
        messages=tuple(messages_of(folder).values()) if speaks else (),
    )


def _rows(folder: Path, name: str, columns: Row, faulty: frozenset[str]) -> tuple[NumberedRow, ...]:
    return () if name in faulty else tuple(rows_of(folder, name, columns))
