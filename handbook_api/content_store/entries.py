"""What the officers' content folder says, as frozen objects: one class per kind of entry.

Dates: `issued_on` is a full date only where the day is known. Where the paper is known only by
its month or year, `issued_on` is None and `issued_in` holds “2026-01” or “2021”: a guessed day
is never stored as a fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was seen. Summaries refer to it as “[S2]”."""

    id: str
    url: str | None
    reference: str | None
    as_of: date
    note: str


@dataclass(frozen=True, slots=True)
class Plenum:
    """A plenum of the Central Committee: “Trung ương 4 khóa XI” is (4, 11)."""

    ordinal: int
    term: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is claimed of a document's validity, and the last day we can vouch for it.

    claim: in_force | replaced | expired | unknown. Validity on a given date is computed by
        whoever reads this, from dates and relations; the claim is the officers' own knowledge.
    ended_in: for expired papers, the year or month in which their period ended.
    """

    claim: str
    as_of: date
    source: str
    note: str
    ended_in: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """What this (acting, usually newer) document does to the document `target` (a slug).

    certain: False when the relation is probable but nobody has seen the clause.
    since: the first day on which the relation takes effect, where known.
    """

    kind: str
    target: str
    certain: bool
    since: date | None
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A relation whose other end is not in the library: kept, so that nothing is lost."""

    kind: str
    citation: str
    symbol: str
    issued_in: str | None
    certain: bool
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What the library knows of one document, and our own summary of it (Markdown, may be “”).

    symbol: as printed; “” for papers without one, such as the charter.
    issuer: a code of issuers.toml. topics: codes of topics.toml.
    unverified: names of fields whose value nobody has confirmed ("issued_on", "title", …).
    source: id of the entry of `sources` the head data were taken from; as_of: when.
    """

    slug: str
    kind: str
    symbol: str
    issuer: str
    issued_on: date | None
    issued_in: str | None
    effective_on: date | None
    effective_source: str | None
    title: str
    topics: tuple[str, ...]
    aliases: tuple[str, ...]
    plenums: tuple[Plenum, ...]
    audience: str
    unverified: tuple[str, ...]
    source: str
    as_of: date
    status: Status
    relations: tuple[Relation, ...]
    mentions: tuple[Mention, ...]
    sources: tuple[Source, ...]
    summary: str

    @property
    def issued_year(self) -> int | None:
        """The year of issue, where anything at all is known of the date."""
        if self.issued_on is not None:
            return self.issued_on.year
        return int(self.issued_in[:4]) if self.issued_in else None


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents; a closed one keeps its entry and names its successors.

    level: central | province | intermediate | base | state.
    suffixes: how its symbols end ("TW", "BTCTW"); one suffix can belong to several issuers.
    closed_on is a known day; closed_in a year or month when the day is not known.
    """

    code: str
    name: str
    short: str
    level: str
    aliases: tuple[str, ...]
    suffixes: tuple[str, ...]
    closed_on: date | None
    closed_in: str | None
    successors: tuple[str, ...]
    source: str
    as_of: date
    note: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject to filter documents by; order in the file is order on the screen."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the Party; `since` is its first day. Numbers of documents begin again with it."""

    ordinal: int
    since: date
    source: str
    as_of: date
    note: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One reading of a short form; a short form with several readings has several entries."""

    short: str
    long: str
    note: str


@dataclass(frozen=True, slots=True)
class Synonym:
    """How people say a thing, and how Party papers write it. Directed: said → written."""

    said: str
    written: str
    note: str


@dataclass(frozen=True, slots=True)
class ErrorText:
    """The words for one error code; `detail` may name facts in braces, as str.format does."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Messages:
    """Every error code and label in words, in one language."""

    language: str
    errors: Mapping[str, ErrorText]
    labels: Mapping[str, str]
    #: The words of the pages by “area.key”.
    pages: Mapping[str, str]
