"""Kinds of papers of the dossier, and kinds of requests about one's own data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.files import DATA_PROTECTION, DOSSIER_PAPERS, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class PaperKind(Named):
    """A kind of paper to tick off. form: its number as printed (“2-KNĐ”), “” where unknown.

    stage: “admission”, “recognition”, “record”, “yearly”, “transfer”, “badge”.
    """

    form: str
    stage: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class RequestKind(Named):
    """What a person may ask about his data. explanation: what happens then, in plain words.

    changes_data: carrying it out changes or hides something in the record.
    """

    explanation: str
    changes_data: bool
    source: str


def dossier_papers_of(folder: Path) -> Mapping[str, PaperKind]:
    """Return every kind of paper by code, in the order of the dossier. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, DOSSIER_PAPERS), DOSSIER_PAPERS)
    return {paper.code: paper for paper in told.each("papers", _paper)}


def request_kinds_of(folder: Path) -> Mapping[str, RequestKind]:
    """Return every kind of request by code. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, DATA_PROTECTION), DATA_PROTECTION)
    return {kind.code: kind for kind in told.each("requests", _request)}


def _paper(told: TableReader) -> PaperKind:
    return PaperKind(
        *named(told),
        form=told.text_or("form"),
        stage=told.text("stage"),
        source=told.text("source"),
        note=told.text_or("note"),
    )


def _request(told: TableReader) -> RequestKind:
    return RequestKind(
        *named(told),
        explanation=told.text("explanation"),
        changes_data=told.truth("changes_data"),
        source=told.text("source"),
    )
