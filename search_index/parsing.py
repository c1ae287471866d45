"""What a person typed becomes a plan: symbol? phrase? question? typed without marks?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from search_index import ranking
from search_index.analysis import HEADINGS, PAIRS, WORDS
from search_index.errors import QueryTooLong
from search_index.scoring import Term
from search_index.symbol_lookup import symbol_in
from search_index.symbols import TypedSymbol, find_dates
from search_index.vietnamese.abbreviations import (
    FULL_TO_SHORT,
    SHORT_TO_FULL,
    Expander,
    Expansion,
)
from search_index.vietnamese.folding import has_marks
from search_index.vietnamese.normalise import nfc
from search_index.vietnamese.questions import answered_with, asking
from search_index.vietnamese.syllables import Syllable, syllables

#: Far above any question; a longer text is a mistake or an attack.
LONGEST_QUERY = 1_000
#: Words beyond these are not looked up: no question needs them, and each costs time.
MOST_WORDS = 64

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
#: With at most so many words beside it, a symbol is what is looked for and not a circumstance.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """A query understood.

    words: its syllables; content: positions of those that carry its subject.
    weights: the terms to score with; said: those that come from the person's own words.
    issued_on: the day of a document that is asked for by its day and not by its symbol.
    phrases: what must stand in the text as it is.
    """

    text: str
    kind: str
    words: tuple[Syllable, ...]
    content: tuple[int, ...]
    unaccented: bool
    asked: TypedSymbol | None
    issued_on: date | None
    phrases: tuple[tuple[Syllable, ...], ...]
    expansions: tuple[Expansion, ...]
    weights: dict[Term, float] = field(hash=False)
    said: frozenset[Term]

    def runs(self) -> Iterator[tuple[Syllable, ...]]:
        """The content words, cut where words were left out between them."""
        run: list[Syllable] = []
        for before, at in zip((-1, *self.content), self.content, strict=False):
            if run and (at != before + 1 or not self.words[at].joined):
                yield tuple(run)
                run = []
            run.append(self.words[at])
        if run:
            yield tuple(run)


def parse(text: str, expander: Expander) -> Plan:
    """Understand `text`. Raises QueryTooLong above LONGEST_QUERY characters."""
    if len(text) > LONGEST_QUERY:
        raise QueryTooLong(length=len(text), limit=LONGEST_QUERY)
    text = nfc(text).strip()
    words = tuple(syllables(text))[:MOST_WORDS]
    unaccented = not has_marks(text)
    asks = asking(words, unaccented=unaccented)
    content = tuple(at for at in range(len(words)) if at not in asks) or tuple(range(len(words)))
    asked = symbol_in(text)
    phrases = tuple(
        phrase for found in _QUOTED.finditer(text) if (phrase := tuple(syllables(found[1])))
    )
    plan = Plan(
        text=text,
        kind=_kind(text, words, asks, asked, phrases),
        words=words,
        content=content,
        unaccented=unaccented,
        asked=asked,
        issued_on=None if asked else _day_asked_for(text, words),
        phrases=phrases,
        expansions=tuple(expander.expansions(text, words)),
        weights={},
        said=frozenset(),
    )
    own = joined(terms_of(run, 1.0, unaccented=unaccented) for run in plan.runs())
    expanded = (
        terms_of(one.words, _worth(one), unaccented=not has_marks(one.text))
        for one in plan.expansions
    )
    hints = (
        terms_of(answer, ranking.ANSWER_HINT, unaccented=False) for answer in answered_with(words)
    )
    return replace(plan, weights=joined((own, *expanded, *hints)), said=frozenset(own))


def _day_asked_for(text: str, words: Sequence[Syllable]) -> date | None:
    """The date in a query that says little else; in a longer one it is a circumstance."""
    for mention in find_dates(text):
        beside = [word for word in words if not mention.start <= word.start < mention.end]
        if mention.on is not None and len(beside) <= _FEW:
            return mention.on
    return None


def terms_of(words: Sequence[Syllable], weight: float, *, unaccented: bool) -> dict[Term, float]:
    """The terms that neighbouring `words` ask for in every field."""
    terms: dict[Term, float] = {}
    for word in words:
        exact = None if unaccented else word.exact
        terms[Term(WORDS, word.folded, exact)] = weight * ranking.WORD
        terms[Term(HEADINGS, word.folded, exact)] = weight * ranking.HEADING
    for one, two in pairwise(words):
        # Folded even for a query with marks: it forgives a wrong mark, and costs nothing.
        terms[Term(PAIRS, f"{one.folded} {two.folded}")] = weight * ranking.PAIR
    return terms


def joined(readings: Iterable[dict[Term, float]]) -> dict[Term, float]:
    """All terms; one that several readings ask for counts once, at its highest weight."""
    joined: dict[Term, float] = {}
    for reading in readings:
        for term, weight in reading.items():
            joined[term] = max(weight, joined.get(term, 0.0))
    return joined


def _worth(expansion: Expansion) -> float:
    if expansion.way == SHORT_TO_FULL:
        return ranking.SHORT_TO_FULL / expansion.among
    return ranking.FULL_TO_SHORT if expansion.way == FULL_TO_SHORT else ranking.SYNONYM


def _kind(
    text: str,
    words: Sequence[Syllable],
    asks: frozenset[int],
    asked: TypedSymbol | None,
    phrases: Sequence[tuple[Syllable, ...]],
) -> str:
    if not words:
        return "empty"
    if phrases:
        return "phrase"
    if asked is not None and not asks and len(list(syllables(asked.remainder))) <= _FEW:
        return "symbol"
    return "question" if asks or "?" in text else "keywords"
