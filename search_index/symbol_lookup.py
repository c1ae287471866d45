"""The symbol in a query, and the documents and passages it leads to."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from search_index.analysis import BAR, OWN, SYMBOLS
from search_index.engines.protocol import Flags
from search_index.passages import DocumentFacts
from search_index.scoring import Collection, Term
from search_index.snapshot import Snapshot
from search_index.symbols import KIND_NAMES, Symbol, TypedSymbol, parse_symbol, typed_symbol
from search_index.vietnamese.syllables import Syllable, syllables

#: A query that is nothing but a number names a document by it.
_BARE_NUMBER = re.compile(r"(?:số\s+|so\s+)?0*(\d{1,4})", re.IGNORECASE)


def symbol_in(text: str) -> TypedSymbol | None:
    """What a query says of a symbol: in full (“294-QĐ/TW”), in part (“chỉ thị 05”), or “294”."""
    bare = _BARE_NUMBER.fullmatch(text.strip())
    if bare:
        return TypedSymbol(number=bare[1])
    typed = typed_symbol(text)
    return typed if typed is not None and typed.number is not None else None


def documents_named(
    typed: TypedSymbol, snapshot: Snapshot, visible: Flags, scope: Mapping[str, DocumentFacts]
) -> list[int]:
    """Visible documents whose own symbol fits; only the best where more was said than it.

    Numbers begin again in every term, so several documents may fit. A date, a year or an issuer
    in the query decides between them; where nothing does, all are named.
    """
    numbers: set[int] = set()
    for term in _terms(typed, snapshot.collection, OWN):
        found = snapshot.collection.postings(term).passages
        numbers.update(snapshot.document_of[found[visible[found]]].tolist())
    fitting: dict[int, tuple[bool, bool, bool]] = {}
    for number in numbers:
        facts = scope[snapshot.documents[number]]
        symbol = _parsed(facts.symbol)
        if symbol is not None and _fits(typed, symbol, facts.kind):
            fitting[number] = _agreement(typed, facts)
    best = max(fitting.values(), default=None)
    return sorted(number for number, agreement in fitting.items() if agreement == best)


def _fits(typed: TypedSymbol, symbol: Symbol, kind: str) -> bool:
    """A symbol typed whole is enough; of one typed in part, the kind must be right too."""
    if typed.symbol is not None:
        return typed.symbol.key == symbol.key
    return typed.fits(symbol, kind)


def documents_of_day(
    day: date, words: Sequence[Syllable], snapshot: Snapshot, scope: Mapping[str, DocumentFacts]
) -> list[int]:
    """Documents in scope issued on `day`; those of the kind that `words` name, if they name one."""
    issued = {
        number: facts.kind
        for number, name in enumerate(snapshot.documents)
        if (facts := scope.get(name)) is not None
        and facts.issued_on == day
        and snapshot.passages_of(number).size
    }
    said = " ".join(word.folded for word in words)
    kinds = {kind for kind, name in _KIND_WORDS.items() if name in said} & set(issued.values())
    return [number for number, kind in issued.items() if not kinds or kind in kinds]


def symbols_cited(typed: TypedSymbol, collection: Collection) -> list[Term]:
    """Terms for every symbol in the texts that fits."""
    fitting = []
    for term in _terms(typed, collection, ""):
        symbol = _parsed(term.folded)
        if symbol is not None and typed.fits(symbol):
            fitting.append(term)
    return fitting


def symbol_of(facts: DocumentFacts) -> Symbol | None:
    """The symbol of a document, or None when it has none that can be read."""
    return _parsed(facts.symbol)


def _terms(typed: TypedSymbol, collection: Collection, prefix: str) -> list[Term]:
    """Every symbol term in the index that begins with the number asked for."""
    keys = {
        key.removesuffix(BAR)
        for segment in collection.segments
        for separator in "-/"
        for key, _ in segment.keys(SYMBOLS, f"{prefix}{typed.number}{separator}")
    }
    return [Term(SYMBOLS, key) for key in sorted(keys)]


def _agreement(typed: TypedSymbol, facts: DocumentFacts) -> tuple[bool, bool, bool]:
    """Whether date, year and issuer are those that were typed."""
    return (
        typed.issued_on is not None and typed.issued_on == facts.issued_on,
        typed.year is not None and typed.year == facts.year,
        typed.issuer is not None and _words(typed.issuer) == _words(facts.issuer),
    )


@lru_cache(maxsize=1 << 14)
def _parsed(symbol: str) -> Symbol | None:
    return parse_symbol(symbol) if symbol else None


def _words(text: str) -> list[str]:
    return [word.folded for word in syllables(text)]


_KIND_WORDS = {kind: " ".join(_words(name)) for kind, name in KIND_NAMES.items()}
