"""What is indexed and what is known beside it: passages, facts of documents, the glossary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: Where the words of a passage come from.
TEXT, SUMMARY, TITLE = "text", "summary", "title"


@dataclass(frozen=True, slots=True)
class Passage:
    """One provision of a document, the smallest thing a search can answer with.

    path: (number, heading) of the ancestors, outermost first.
    origin: "text" for the official words, "summary" for our own words about the document,
        "title" for its catalogue card (one a document; the title stands in `text`).
    symbol, title: of the document, so that an answer can be shown without asking the database.
    order: place of the passage in its document, from 0.
    """

    document_id: str
    anchor: str
    number: str
    path: tuple[tuple[str, str], ...]
    heading: str
    text: str
    origin: str
    symbol: str
    title: str
    order: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the database says of a document when the query is asked; the index keeps none of it."""

    kind: str
    issuer: str
    year: int | None
    topics: tuple[str, ...]
    status: str
    symbol: str
    issued_on: date | None
    title: str


#: The only documents a query can see, with their facts. Visibility is the caller's decision.
Scope = Mapping[str, DocumentFacts]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words that mean the same: “UBKT” ↔ “ủy ban kiểm tra”, said “nghỉ việc” → written “thôi việc”.

    abbreviations: short form → its full forms, used in both directions.
    synonyms: (said, written, written …), used from the first to the others only.
    """

    abbreviations: Mapping[str, tuple[str, ...]]
    synonyms: tuple[tuple[str, ...], ...]

    @classmethod
    def empty(cls) -> "Glossary":
        return cls({}, ())
