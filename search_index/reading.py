"""Searching: a plan and a snapshot become ranked documents with their best provisions."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search_index import ranking, spelling
from search_index.analysis import PAIRS, WORDS, analyse
from search_index.answers import Answer, Hit, Interpretation, PassageHit, Query
from search_index.engines.protocol import Flags, Weights
from search_index.highlighting import Highlighter
from search_index.parsing import Plan, parse
from search_index.passages import DocumentFacts, Scope
from search_index.phrases import holding_phrase
from search_index.scoring import Scores, Term, score
from search_index.snapshot import Snapshot
from search_index.symbol_lookup import documents_named, symbols_cited
from search_index.vietnamese.abbreviations import Expander
from search_index.vietnamese.syllables import syllables
from search_index.writing import ORIGINS

_FACETS: Mapping[str, Callable[[DocumentFacts], Iterable[object]]] = {
    "kind": lambda facts: (facts.kind,),
    "issuer": lambda facts: (facts.issuer,),
    "year": lambda facts: (facts.year,),
    "topic": lambda facts: facts.topics,
    "status": lambda facts: (facts.status,),
}
_ORIGIN_FACTORS = np.array([ranking.ORIGIN[origin] for origin in ORIGINS], np.float32)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Scores with every factor in; by_document is each document's best."""

    passages: Weights
    by_document: Weights
    matching: NDArray[np.intp]


def search(snapshot: Snapshot, expander: Expander, query: Query, scope: Scope) -> Answer:
    """The documents in `scope` that answer `query`, best first."""
    plan = parse(query.text, expander)
    if plan.kind == "empty":
        return Answer(Interpretation("empty", plan.text))
    standing = snapshot.standing(scope)
    visible = standing > 0
    correction = spelling.correct(plan, snapshot.collection, snapshot.vocabulary, visible)
    if correction is not None:
        plan = correction.applied(plan)
    plan, own = _with_symbols(plan, snapshot, visible, scope)
    worth = score(snapshot.collection, plan.weights, plan.said)
    for phrase in plan.phrases:
        visible = visible & holding_phrase(snapshot, phrase, worth.score, visible)
    ranked = _rank(snapshot, plan, worth, standing * visible, own, scope)
    passing = [
        number
        for number in ranked.matching.tolist()
        if _passes(query, scope[snapshot.documents[number]])
    ]
    page = passing[query.offset : query.offset + query.limit]
    highlighter = _highlighter(plan, snapshot)
    return Answer(
        interpretation=_interpretation(plan, corrected=correction is not None),
        total=len(passing),
        hits=tuple(
            _hit(snapshot, ranked, number, query.passages_per_document, highlighter)
            for number in page
        ),
        facets=_facets(scope[snapshot.documents[number]] for number in passing),
        did_you_mean=correction.text if correction else None,
    )


def _with_symbols(
    plan: Plan, snapshot: Snapshot, visible: Flags, scope: Scope
) -> tuple[Plan, list[int]]:
    """The plan with symbol terms, and the documents whose own symbol was asked for."""
    if plan.asked is None:
        return plan, []
    cited = dict.fromkeys(symbols_cited(plan.asked, snapshot.collection), ranking.SYMBOL)
    own = documents_named(plan.asked, snapshot, visible, scope)
    return replace(plan, weights={**plan.weights, **cited}), own


def _rank(
    snapshot: Snapshot, plan: Plan, worth: Scores, standing: Weights, own: list[int], scope: Scope
) -> _Ranked:
    collection = snapshot.collection
    passages = worth.score * standing * _ORIGIN_FACTORS[collection.column("origin")]
    passages[collection.column("bare") > 0] *= np.float32(ranking.BARE_HEADING)
    best = _best_by_document(snapshot, passages)
    mass = _best_by_document(snapshot, worth.mass * (standing > 0))
    least = max(ranking.MATCH_SHARE * float(mass.max(initial=0)), ranking.MATCH_FLOOR * worth.asked)
    matches = (mass >= least) & (best > 0)
    lifts = np.zeros(len(snapshot.documents), np.float32)
    for number in np.flatnonzero(matches).tolist():
        if _named_by_title(plan, scope[snapshot.documents[number]].title):
            lifts[number] = ranking.TITLE_LIFT
    lifts[own] = ranking.SYMBOL_LIFT
    matches[own] = True
    best += lifts * max(float(best.max(initial=0)), 1.0)
    numbers = np.flatnonzero(matches)
    newest = np.array([_issued(scope[snapshot.documents[number]]) for number in numbers.tolist()])
    order = np.lexsort((numbers, -newest, -best[numbers])) if len(numbers) else numbers
    return _Ranked(passages, best, numbers[order])


def _issued(facts: DocumentFacts) -> int:
    return facts.issued_on.toordinal() if facts.issued_on is not None else 0


def _best_by_document(snapshot: Snapshot, by_passage: Weights) -> Weights:
    best = np.zeros(len(snapshot.documents), np.float32)
    np.maximum.at(best, snapshot.document_of, by_passage)
    return best


def _named_by_title(plan: Plan, title: str) -> bool:
    """Tell whether the query is a title, or most of one."""
    asked = " ".join(word.folded for word in plan.words)
    named = _folded_words(title)
    if len(plan.words) < 3 or not named:
        return False
    if f" {asked} " in f" {named} ":
        return 2 * len(plan.words) >= named.count(" ") + 1
    return f" {named} " in f" {asked} " and named.count(" ") >= 2


@lru_cache(maxsize=1 << 14)
def _folded_words(text: str) -> str:
    return " ".join(word.folded for word in syllables(text))


def _passes(query: Query, facts: DocumentFacts) -> bool:
    return (
        (not query.kinds or facts.kind in query.kinds)
        and (not query.issuers or facts.issuer in query.issuers)
        and (not query.topics or not query.topics.isdisjoint(facts.topics))
        and (not query.statuses or facts.status in query.statuses)
        and (query.year_from is None or (facts.year or 0) >= query.year_from)
        and (query.year_to is None or 0 < (facts.year or 0) <= query.year_to)
    )


def _facets(documents: Iterable[DocumentFacts]) -> dict[str, tuple[tuple[str, int], ...]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    for facts in documents:
        for name, values in _FACETS.items():
            counts[name].update(str(value) for value in values(facts) if value not in (None, ""))
    return {
        name: tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
        for name, counted in counts.items()
    }


def _highlighter(plan: Plan, snapshot: Snapshot) -> Highlighter:
    collection = snapshot.collection
    return Highlighter(
        {
            term: weight * collection.idf(len(collection.postings(term).passages))
            for term, weight in plan.weights.items()
            if term.field in (WORDS, PAIRS)
        }
    )


def _hit(
    snapshot: Snapshot, ranked: _Ranked, document: int, most: int, highlighter: Highlighter
) -> Hit:
    numbers = snapshot.passages_of(document)
    scores = ranked.passages[numbers]
    lifted = float(ranked.by_document[document])
    lift = lifted - float(scores.max(initial=0))
    order = np.lexsort((numbers, -scores))[:most]
    least = ranking.PASSAGE_SHARE * float(scores.max(initial=0))
    shown = [at for place, at in enumerate(order.tolist()) if place == 0 or scores[at] > least]
    passages = tuple(
        _passage_hit(snapshot, int(numbers[at]), float(scores[at]) + lift, highlighter)
        for at in shown
    )
    return Hit(snapshot.documents[document], round(lifted, 4), passages)


def _passage_hit(
    snapshot: Snapshot, number: int, points: float, highlighter: Highlighter
) -> PassageHit:
    passage = snapshot.passage(number)
    return PassageHit(
        anchor=passage.anchor,
        number=passage.number,
        path=passage.path,
        heading=passage.heading,
        excerpt=highlighter.excerpt(passage.text if passage.text.strip() else passage.heading),
        score=round(points, 4),
        origin=passage.origin,
    )


def _interpretation(plan: Plan, *, corrected: bool) -> Interpretation:
    return Interpretation(
        kind=plan.kind,
        text=plan.text,
        symbol=plan.asked.symbol if plan.asked else None,
        expanded=tuple(dict.fromkeys(one.text for one in plan.expansions)),
        unaccented=plan.unaccented,
        corrected=corrected,
    )


def neighbours(
    snapshot: Snapshot, document_id: str, anchor: str, scope: Scope, limit: int
) -> tuple[tuple[str, PassageHit], ...]:
    """Provisions in `scope` that share the most telling word pairs of this one."""
    document = snapshot.number_of.get(document_id)
    if document is None or document_id not in scope:
        return ()
    for number in snapshot.passages_of(document).tolist():
        passage = snapshot.passage(number)
        if passage.anchor == anchor:
            break
    else:
        return ()
    collection = snapshot.collection
    terms = [Term(PAIRS, key.partition("|")[0]) for key in set(analyse(passage).keys[PAIRS])]
    worth = {term: collection.idf(len(collection.postings(term).passages)) for term in terms}
    telling = sorted(worth, key=lambda term: (-worth[term], term.folded))[:24]
    found = score(collection, dict.fromkeys(telling, 1.0)).score
    found *= snapshot.standing(scope) > 0
    found[number] = 0
    order = np.argsort(-found, kind="stable")[:limit]
    highlighter = Highlighter({term: worth[term] for term in telling})
    return tuple(
        (
            snapshot.documents[int(snapshot.document_of[at])],
            _passage_hit(snapshot, at, float(found[at]), highlighter),
        )
        for at in order.tolist()
        if found[at] > 0
    )
