"""What a search asks and answers: plain values, ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search_index.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Query:
    """A question as typed, the page wanted, and the facets it is narrowed to (empty = all)."""

    text: str
    limit: int = 10
    offset: int = 0
    passages_per_document: int = 3
    kinds: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    year_from: int | None = None
    year_to: int | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How the query was understood, so that a page can say it.

    kind: "symbol", "phrase", "question", "keywords" or "empty".
    expanded: words the glossary added. unaccented: read without marks.
    corrected: a spelling other than the typed one took part in the ranking.
    """

    kind: str
    text: str
    symbol: Symbol | None = None
    expanded: tuple[str, ...] = ()
    unaccented: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a text that answers best; `marks` are (start, end) offsets into `text`."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PassageHit:
    """One provision that matched. `number` and `path` say where it stands in its document."""

    anchor: str
    number: str
    path: tuple[tuple[str, str], ...]
    heading: str
    excerpt: Excerpt
    score: float
    origin: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One document with its best provisions; `score` is that of the best."""

    document_id: str
    score: float
    passages: tuple[PassageHit, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of documents; `total` and `facets` count all that match, not the page alone."""

    interpretation: Interpretation
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    did_you_mean: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: what to show, what it is, and where it leads.

    kind: "symbol", "title" or "heading". anchor: "" unless it leads to a provision.
    """

    text: str
    kind: str
    document_id: str
    anchor: str = ""
