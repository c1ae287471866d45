"""A document's TOML file (and the Markdown beside it) → DocumentEntry."""

from pathlib import Path, PurePosixPath

from handbook_api.content_store.entries import (
    DocumentEntry,
    Mention,
    Plenum,
    Relation,
    Source,
    Status,
)
from handbook_api.content_store.files import table_of, text_of
from handbook_api.content_store.tables import TableReader


def document_of(folder: Path, name: str) -> DocumentEntry:
    """Return the entry written in `name` ("documents/<slug>.toml"). Raises ContentUnreadable."""
    told = TableReader(table_of(folder, name), name)
    return DocumentEntry(
        slug=PurePosixPath(name).stem,
        kind=told.text("kind"),
        symbol=told.text("symbol"),
        issuer=told.text("issuer"),
        issued_on=told.maybe_day("issued_on"),
        issued_in=told.maybe_text("issued_in"),
        effective_on=told.maybe_day("effective_on"),
        effective_source=told.maybe_text("effective_source"),
        title=told.text("title"),
        topics=told.texts("topics"),
        aliases=told.texts("aliases"),
        plenums=told.each("plenums", _plenum),
        audience=told.text("audience"),
        unverified=told.texts("unverified"),
        source=told.text("source"),
        as_of=told.day("as_of"),
        status=_status(told.table("status")),
        relations=told.each("relations", _relation),
        mentions=told.each("mentions", _mention),
        sources=told.each("sources", _source),
        summary=_summary(folder, name),
    )


def summary_name(name: str) -> str:
    """Return the name of the summary that belongs to the document file `name`."""
    return str(PurePosixPath(name).with_suffix(".md"))


def _summary(folder: Path, name: str) -> str:
    beside = summary_name(name)
    return text_of(folder, beside).strip() if (folder / beside).is_file() else ""


def _plenum(told: TableReader) -> Plenum:
    return Plenum(told.number("ordinal"), told.number("term"))


def _status(told: TableReader) -> Status:
    return Status(
        claim=told.text("claim"),
        as_of=told.day("as_of"),
        source=told.text("source"),
        note=told.text_or("note"),
        ended_in=told.maybe_text("ended_in"),
    )


def _relation(told: TableReader) -> Relation:
    return Relation(
        kind=told.text("kind"),
        target=told.text("target"),
        certain=told.truth("certain"),
        since=told.maybe_day("since"),
        source=told.text("source"),
        note=told.text_or("note"),
    )


def _mention(told: TableReader) -> Mention:
    return Mention(
        kind=told.text("kind"),
        citation=told.text("citation"),
        symbol=told.text_or("symbol"),
        issued_in=told.maybe_text("issued_in"),
        certain=told.truth("certain"),
        source=told.text("source"),
        note=told.text_or("note"),
    )


def _source(told: TableReader) -> Source:
    return Source(
        id=told.text("id"),
        url=told.maybe_text("url"),
        reference=told.maybe_text("reference"),
        as_of=told.day("as_of"),
        note=told.text_or("note"),
    )
