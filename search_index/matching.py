"""Which documents match, and in which order: passages become documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search_index import ranking
from search_index.analysis import names_of
from search_index.engines.protocol import Weights
from search_index.parsing import Plan
from search_index.passages import TITLE, DocumentFacts, Scope
from search_index.scoring import Term
from search_index.snapshot import Snapshot
from search_index.vietnamese.syllables import syllables
from search_index.writing import ORIGINS

_ORIGIN_FACTORS = np.array([ranking.ORIGIN[origin] for origin in ORIGINS], np.float32)
#: A title of fewer syllables is a subject, not the name of one document.
_LEAST_NAME = 3
#: Cards read for their other names: those that hold nearly all of the query.
_CARDS_READ, _NEARLY_ALL, _SOMETHING = 20, 0.8, 1e-6


@dataclass(frozen=True, slots=True)
class Scores:
    """What the words alone say of every passage, before origin, status and lifts.

    covered: how much of the question a passage covers; asked: how much there is to cover.
    worth: weight × idf of every term.
    """

    bm25: Weights
    covered: Weights
    asked: float
    worth: Mapping[Term, float]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Scores with every factor in.

    passages: one a passage. best: for each document that of its best passage, lift included.
    matching: documents that match, the best first.
    """

    passages: Weights
    best: Weights
    matching: NDArray[np.intp]


def ranked(
    snapshot: Snapshot,
    plan: Plan,
    scores: Scores,
    standing: Weights,
    named: list[int],
    scope: Scope,
) -> Ranked:
    """Documents by their best passage; those in `named` stand before all others.

    standing: weight of the status of a passage's document, 0 for what must not be found.
    """
    collection = snapshot.collection
    passages = scores.bm25 * standing * _ORIGIN_FACTORS[collection.column("origin")]
    passages[collection.column("bare") > 0] *= np.float32(ranking.BARE_HEADING)
    best = _best_by_document(snapshot, passages)
    covered = _best_by_document(snapshot, scores.covered * (standing > 0))
    share = ranking.MATCH_SHARE * float(covered.max(initial=0))
    matches = (covered >= max(share, ranking.MATCH_FLOOR * scores.asked)) & (best > 0)
    by_title = _named_by_title(snapshot, plan, scores, matches, scope)
    matches[named] = True
    only_named = plan.asked is not None and not plan.asked.remainder
    _lead_with_card(snapshot, passages, best, [*by_title, *(named if only_named else ())])
    top = max(float(best.max(initial=0)), 1.0)
    best[by_title] += ranking.TITLE_LIFT * top
    best[named] += ranking.SYMBOL_LIFT * top
    if only_named:
        # Nothing but the symbol was asked: several that bear it differ in their standing alone.
        best[named] = (1 + ranking.SYMBOL_LIFT) * top * _standing(snapshot, named, scope)
    numbers = np.flatnonzero(matches)
    issued = np.array(
        [_day(scope[snapshot.documents[number]]) for number in numbers.tolist()], np.int64
    )
    return Ranked(passages, best, numbers[np.lexsort((numbers, -issued, -best[numbers]))])


def _lead_with_card(
    snapshot: Snapshot, passages: Weights, best: Weights, documents: list[int]
) -> None:
    """A document asked for by its name shows its card before its provisions."""
    card = snapshot.collection.column("origin") == ORIGINS.index(TITLE)
    for number in np.flatnonzero(card & np.isin(snapshot.document_of, documents)).tolist():
        passages[number] = max(best[snapshot.document_of[number]], _SOMETHING)


def _standing(snapshot: Snapshot, documents: list[int], scope: Scope) -> Weights:
    statuses = (scope[snapshot.documents[number]].status for number in documents)
    return np.array([ranking.STATUS.get(status, 1.0) for status in statuses], np.float32)


def _day(facts: DocumentFacts) -> int:
    return facts.issued_on.toordinal() if facts.issued_on is not None else 0


def _best_by_document(snapshot: Snapshot, by_passage: Weights) -> Weights:
    best = np.zeros(len(snapshot.documents), np.float32)
    np.maximum.at(best, snapshot.document_of, by_passage)
    return best


def _named_by_title(
    snapshot: Snapshot, plan: Plan, scores: Scores, matches: NDArray[np.bool_], scope: Scope
) -> list[int]:
    """Matching documents of which the query is the title, or another name on their card."""
    asked = " ".join(word.folded for word in plan.words)
    named = {
        number
        for number in np.flatnonzero(matches).tolist()
        if _is_name(asked, scope[snapshot.documents[number]].title)
    }
    card = snapshot.collection.column("origin") == ORIGINS.index(TITLE)
    full = np.flatnonzero(card & (scores.covered >= max(_NEARLY_ALL * scores.asked, _SOMETHING)))
    for number in full[np.argsort(-scores.covered[full], kind="stable")][:_CARDS_READ].tolist():
        document = int(snapshot.document_of[number])
        names = names_of(snapshot.passage(number)) if matches[document] else ()
        if any(_is_name(asked, name) for name in names):
            named.add(document)
    return sorted(named)


def _is_name(asked: str, title: str) -> bool:
    """Tell whether `asked` is the whole title or most of it, or holds all of it."""
    name = _folded_words(title)
    shorter = min(asked.count(" "), name.count(" ")) + 1
    if shorter < _LEAST_NAME:
        return False
    if f" {asked} " in f" {name} ":
        return 2 * shorter >= name.count(" ") + 1
    return f" {name} " in f" {asked} "


@lru_cache(maxsize=1 << 14)
def _folded_words(text: str) -> str:
    return " ".join(word.folded for word in syllables(text))
