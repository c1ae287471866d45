"""What was read of a file, as it is kept beside its draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handbook_api.documents.reading.metadata import Metadata, StatedRelation
from handbook_api.documents.reading.reader import ReadDocument
from handbook_api.documents.reading.structure import ProvisionText
from search_index.citations import find_citations

_DAYS = ("issued_on", "effective_on")
_TEXTS = ("kind", "symbol", "issuer", "place", "title", "signer")
#: What a person may say of a document instead of its own text.
DESCRIBED = ("kind", "symbol", "issuer", "issued_on", "effective_on", "title", "signer")


@dataclass(frozen=True, slots=True)
class KnownRelation:
    """One thing that the document does to another. answer: whether a person says that it is so;
    None before anybody did. is_own: a person wrote it, the text does not say it."""

    stated: StatedRelation
    answer: bool | None = None
    is_own: bool = False


def found_of(read: ReadDocument) -> dict[str, Any]:
    """Return the facts of a file as they are kept."""
    said = read.metadata
    return {
        "format": read.format,
        "encoding": read.encoding,
        "pages": read.pages,
        "pages_without_text": list(read.pages_without_text),
        "provisions": len(read.provisions),
        **{name: getattr(said, name) for name in _TEXTS},
        **{name: _written(getattr(said, name)) for name in _DAYS},
    }


def metadata_of(found: Mapping[str, Any]) -> Metadata:
    """Return what the paper says of itself; its relations are kept by themselves."""
    own: dict[str, Any] = {name: found[name] for name in _TEXTS}
    own |= {name: _day(found[name]) for name in _DAYS}
    return Metadata(**own)


def described(found: Mapping[str, Any], said: Mapping[str, Any]) -> Metadata:
    """Return what holds of the document: a person's word before the paper's own."""
    own = metadata_of(found)
    return replace(own, **{name: _said(name, said) for name in DESCRIBED if name in said})


def written_said(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person says as it is kept; of mere spaces nothing is left."""
    return {name: _written(value) for name, value in said.items()}


def _said(name: str, said: Mapping[str, Any]) -> Any:
    return _day(said[name]) if name in _DAYS else said[name]


def _written(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return value.isoformat() if isinstance(value, date) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def relations_written(relations: Iterable[KnownRelation]) -> list[dict[str, Any]]:
    """Return relations as they are kept: their words, from which the citation is read again."""
    return [
        {
            "kind": one.stated.kind,
            "sentence": one.stated.sentence,
            "start": one.stated.citation.start,
            "answer": one.answer,
            "is_own": one.is_own,
        }
        for one in relations
    ]


def relations_of(written: Iterable[Mapping[str, Any]]) -> list[KnownRelation]:
    """Return relations in the order in which they were kept."""
    return [
        KnownRelation(stated, one["answer"], one["is_own"])
        for one in written
        if (stated := _stated(one)) is not None
    ]


def _stated(one: Mapping[str, Any]) -> StatedRelation | None:
    cited = find_citations(one["sentence"])
    citation = next((found for found in cited if found.start == one["start"]), None)
    return StatedRelation(one["kind"], citation, one["sentence"]) if citation else None


def provisions_written(parts: Sequence[ProvisionText]) -> list[list[Any]]:
    """Return provisions as they are kept."""
    return [
        [part.anchor, part.parent, part.kind, part.number, part.heading, part.text, part.page]
        for part in parts
    ]


def provisions_of(written: Iterable[Sequence[Any]]) -> list[ProvisionText]:
    """Return provisions in the order of the document."""
    return [ProvisionText(*one) for one in written]
