"""Searching: a question and a snapshot become an answer."""

from dataclasses import dataclass, replace

import numpy as np

from search_index import ranking, spelling
from search_index.analysis import PAIRS, WORDS
from search_index.answers import Answer, Hit, Interpretation, PassageHit, Query
from search_index.coverage import asked, covered_by_passages, worth_of_terms
from search_index.engines.protocol import Flags
from search_index.highlighting import Highlighter
from search_index.matching import Ranked, Scores, ranked
from search_index.narrowing import facets, passes
from search_index.parsing import Plan, parse
from search_index.passages import Scope
from search_index.phrases import holding_phrase
from search_index.pointing import pointed_at
from search_index.scoring import Collection, bm25
from search_index.snapshot import Snapshot
from search_index.symbol_lookup import documents_named, documents_of_day, symbol_of, symbols_cited
from search_index.vietnamese.abbreviations import Expander


@dataclass(frozen=True, slots=True)
class _Found:
    """How a question was read, and what answers it. numbers: documents, best first."""

    plan: Plan
    correction: spelling.Correction | None
    scores: Scores
    named: list[int]
    ranked: Ranked
    numbers: list[int]


def search(snapshot: Snapshot, expander: Expander, query: Query, scope: Scope) -> Answer:
    """The documents in `scope` that answer `query`, best first. Raises QueryTooLong."""
    plan = parse(query.text, expander)
    if plan.kind == "empty":
        return Answer(Interpretation("empty", plan.text))
    found = _find(snapshot, expander, plan, query, scope)
    corrected = bool(found.correction)
    return Answer(
        interpretation=_interpretation(
            found.plan, snapshot, found.named, scope, corrected=corrected
        ),
        total=len(found.numbers),
        hits=_hits(snapshot, found.scores, found.ranked, found.numbers, query),
        facets=facets(scope[snapshot.documents[number]] for number in found.numbers),
        did_you_mean=found.correction.text if found.correction else None,
    )


def matching(snapshot: Snapshot, expander: Expander, query: Query, scope: Scope) -> frozenset[str]:
    """Every document that `search` finds, on whatever page. Raises QueryTooLong."""
    plan = parse(query.text, expander)
    if plan.kind == "empty":
        return frozenset()
    found = _find(snapshot, expander, plan, query, scope)
    return frozenset(snapshot.documents[number] for number in found.numbers)


def _find(snapshot: Snapshot, expander: Expander, plan: Plan, query: Query, scope: Scope) -> _Found:
    standing = snapshot.standing(scope)
    correction = spelling.correct(plan, snapshot.collection, snapshot.vocabulary, standing > 0)
    if correction is not None:
        plan = correction.joined_to(plan, parse(correction.text, expander))
    plan, named = _with_symbols(plan, snapshot, standing > 0, scope)
    scores = _scores(plan, snapshot.collection)
    for phrase in plan.phrases:
        standing = standing * holding_phrase(snapshot, phrase, scores.bm25, standing > 0)
        named = [number for number in named if standing[snapshot.passages_of(number)].any()]
    found = ranked(snapshot, plan, scores, standing, named, scope)
    found = pointed_at(plan.text, snapshot, found, named)
    numbers = [
        number
        for number in found.matching.tolist()
        if passes(query, scope[snapshot.documents[number]])
    ]
    return _Found(plan, correction, scores, named, found, numbers)


def _with_symbols(
    plan: Plan, snapshot: Snapshot, visible: Flags, scope: Scope
) -> tuple[Plan, list[int]]:
    """The plan with symbol terms, and the documents whose own symbol, or day, was asked for."""
    if plan.asked is None:
        day = plan.issued_on
        return plan, documents_of_day(day, plan.words, snapshot, scope) if day else []
    cited = dict.fromkeys(symbols_cited(plan.asked, snapshot.collection), ranking.SYMBOL)
    named = documents_named(plan.asked, snapshot, visible, scope)
    return replace(plan, weights={**plan.weights, **cited}), named


def _scores(plan: Plan, collection: Collection) -> Scores:
    worth = worth_of_terms(plan, collection)
    return Scores(
        bm25=bm25(collection, worth),
        covered=covered_by_passages(plan, collection, worth),
        asked=asked(plan, collection, worth),
        worth=worth,
    )


def _interpretation(
    plan: Plan, snapshot: Snapshot, named: list[int], scope: Scope, *, corrected: bool
) -> Interpretation:
    symbol = plan.asked.symbol if plan.asked else None
    if plan.asked and symbol is None and named:
        symbols = {symbol_of(scope[snapshot.documents[number]]) for number in named}
        symbol = symbols.pop() if len(symbols) == 1 else None
    return Interpretation(
        kind=plan.kind,
        text=plan.text,
        symbol=symbol,
        expanded=tuple(dict.fromkeys(one.text for one in plan.expansions)),
        unaccented=plan.unaccented,
        corrected=corrected,
    )


def _hits(
    snapshot: Snapshot, scores: Scores, found: Ranked, numbers: list[int], query: Query
) -> tuple[Hit, ...]:
    """The page of `numbers` that was asked for."""
    highlighter = Highlighter(
        {
            term: value
            for term, value in scores.worth.items()
            if term.field in (WORDS, PAIRS) and len(snapshot.collection.postings(term).passages)
        }
    )
    page = numbers[query.offset : query.offset + query.limit]
    return tuple(
        _hit(snapshot, found, number, query.passages_per_document, highlighter) for number in page
    )


def _hit(
    snapshot: Snapshot, found: Ranked, document: int, most: int, highlighter: Highlighter
) -> Hit:
    numbers = snapshot.passages_of(document)
    scores = found.passages[numbers]
    highest = float(scores.max(initial=0))
    lift = float(found.best[document]) - highest
    order = np.lexsort((numbers, -scores))[: max(1, most)].tolist()
    shown = [at for at in order if at == order[0] or scores[at] > ranking.PASSAGE_SHARE * highest]
    passages = tuple(
        _passage_hit(snapshot, int(numbers[at]), float(scores[at]) + lift, highlighter)
        for at in shown
    )
    return Hit(snapshot.documents[document], round(float(found.best[document]), 4), passages)


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
