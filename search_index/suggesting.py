"""Suggestions while typing: symbols, titles and headings of documents in scope."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from search_index.analysis import FIRST, NAMES, names_of
from search_index.answers import Suggestion
from search_index.errors import QueryTooLong
from search_index.parsing import LONGEST_QUERY, MOST_WORDS
from search_index.passages import TITLE, Scope
from search_index.ranking import STATUS
from search_index.scoring import Term, holding_all
from search_index.snapshot import Snapshot
from search_index.symbols import KIND_NAMES, abbreviations_of_kind, parse_symbol
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.syllables import Syllable, syllables
from search_index.vietnamese.typing_along import may_become
from search_index.writing import ORIGINS

#: A longer heading is a sentence: nobody picks it from a list.
_LONGEST = 160
#: Names read and compared: enough to find eight that fit among those likeliest to.
_COMPARED = 60


def suggest(snapshot: Snapshot, text: str, scope: Scope, limit: int) -> tuple[Suggestion, ...]:
    """At most `limit` different completions of `text`, the likeliest first."""
    if len(text) > LONGEST_QUERY:
        raise QueryTooLong(length=len(text), limit=LONGEST_QUERY)
    typed = tuple(syllables(nfc(text)))[:MOST_WORDS]
    if not typed or limit <= 0:
        return ()
    different: dict[str, Suggestion] = {}
    for one in (*_symbols(typed, scope), *_names(snapshot, typed, scope)):
        different.setdefault(" ".join(word.folded for word in syllables(one.text)), one)
    return tuple(different.values())[:limit]


def _symbols(typed: Sequence[Syllable], scope: Scope) -> list[Suggestion]:
    """Symbols of which `typed` is the beginning; “qd 29” begins 294-QĐ/TW too."""
    begun = "".join(word.folded for word in typed)
    if not any(letter.isdigit() for letter in begun):
        return []
    found = [
        (-STATUS.get(facts.status, 1.0), -(facts.year or 0), facts.symbol, document_id)
        for document_id, facts in scope.items()
        if facts.symbol and any(form.startswith(begun) for form in _forms(facts.symbol))
    ]
    return [Suggestion(symbol, "symbol", document_id) for *_, symbol, document_id in sorted(found)]


@lru_cache(maxsize=1 << 14)
def _forms(printed: str) -> tuple[str, ...]:
    """Ways to begin typing a symbol: number first, abbreviation first, kind in words first."""
    forms = [_run_together(printed)]
    symbol = parse_symbol(printed)
    if symbol is not None:
        number = symbol.number.lstrip("0")
        names = [fold(symbol.kind)]
        names += [
            _run_together(name)
            for code, name in KIND_NAMES.items()
            if symbol.kind in abbreviations_of_kind(code)
        ]
        forms.append(forms[0].lstrip("0"))
        forms += [
            name + so + figure
            for name in names
            for so in ("", "so")
            for figure in dict.fromkeys((symbol.number, number))
        ]
    return tuple(forms)


def _run_together(text: str) -> str:
    return "".join(word.folded for word in syllables(text))


def _names(snapshot: Snapshot, typed: Sequence[Syllable], scope: Scope) -> Iterator[Suggestion]:
    found = []
    for number in _candidates(snapshot, typed, scope):
        passage = snapshot.passage(number)
        is_title = passage.origin == TITLE
        facts = scope[passage.document_id]
        for name in names_of(passage):
            place = _place(typed, tuple(syllables(name)))
            if place is not None and len(name) <= _LONGEST:
                rank = (place, not is_title, -STATUS.get(facts.status, 1.0), len(name), number)
                kind, anchor = ("title", "") if is_title else ("heading", passage.anchor)
                found.append((rank, Suggestion(name, kind, passage.document_id, anchor)))
    for _, one in sorted(found, key=lambda entry: entry[0]):
        yield one


def _candidates(snapshot: Snapshot, typed: Sequence[Syllable], scope: Scope) -> list[int]:
    """Passages whose name may complete `typed`, each name once.

    Names that begin as typed come first, then titles before headings, documents in force before
    replaced ones (their titles are often the same), short before long.
    """
    collection = snapshot.collection
    terms = [Term(NAMES, word.folded) for word in typed[:-1]]
    terms.append(Term(NAMES, typed[-1].folded, prefix=True))
    numbers = holding_all(collection, terms)
    standing = snapshot.standing(scope)
    numbers = numbers[standing[numbers] > 0]
    begun = Term(NAMES, FIRST + typed[0].folded, prefix=len(typed) == 1)
    elsewhere = ~np.isin(numbers, collection.postings(begun).passages, assume_unique=True)
    heading = collection.column("origin")[numbers] != ORIGINS.index(TITLE)
    length = collection.column("name_length")[numbers]
    fallen = -standing[numbers]
    numbers = numbers[np.lexsort((numbers, length, fallen, heading, elsewhere))]
    _, first = np.unique(collection.column("name")[numbers], return_index=True)
    return [int(number) for number in numbers[np.sort(first)][:_COMPARED]]


def _place(typed: Sequence[Syllable], name: Sequence[Syllable]) -> int | None:
    """0 when `name` begins with what was typed, 1 when it holds it together, 2 when scattered."""
    for start in range(len(name) - len(typed) + 1):
        if _continues(typed, name[start : start + len(typed)]):
            return min(start, 1)
    scattered = all(
        any(may_become(one.exact, word.exact, whole=True) for word in name) for one in typed[:-1]
    ) and any(may_become(typed[-1].exact, word.exact, whole=False) for word in name)
    return 2 if scattered else None


def _continues(typed: Sequence[Syllable], name: Sequence[Syllable]) -> bool:
    last = len(typed) - 1
    return all(
        may_become(one.exact, word.exact, whole=at < last)
        for at, (one, word) in enumerate(zip(typed, name, strict=True))
    )
