"""How much of what was asked a passage covers: the measure by which documents match at all."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from search_index.analysis import HEADINGS, PAIRS, WORDS
from search_index.engines.protocol import Weights
from search_index.parsing import Plan, terms_of
from search_index.scoring import Collection, Term
from search_index.vietnamese.folding import has_marks
from search_index.vietnamese.questions import answered_with


def worth_of_terms(plan: Plan, collection: Collection) -> dict[Term, float]:
    """For every term of `plan` its weight × idf."""
    return {
        term: weight * collection.idf(len(collection.postings(term).passages))
        for term, weight in plan.weights.items()
    }


def covered_by_passages(plan: Plan, collection: Collection, worth: Mapping[Term, float]) -> Weights:
    """For every live passage how much of the question it covers.

    A word counts once, whether it stands in the text, in a heading above it, or in both.
    """
    total = np.zeros(collection.size, np.float32)
    for term, value in _covers(plan, worth).items():
        if term.field == HEADINGS:
            continue
        holding = np.zeros(collection.size, np.bool_)
        holding[collection.postings(term).passages] = True
        if term.field == WORDS:
            holding[collection.postings(replace(term, field=HEADINGS)).passages] = True
        total += np.float32(value) * holding
    return total


def asked(plan: Plan, collection: Collection, worth: Mapping[Term, float]) -> float:
    """How much there is to cover: what the person's own words are worth.

    A word that nobody writes counts, for then something was asked that is not here. A pair that
    nobody writes does not: it only shows that the person puts words in another order.
    """
    return sum(
        worth[term]
        for term in plan.said
        if term.field == WORDS
        or (term.field == PAIRS and len(collection.postings(term).passages) > 0)
    )


def _covers(plan: Plan, worth: Mapping[Term, float]) -> dict[Term, float]:
    """For every term of `plan` the part of the question that it covers where it occurs.

    A term covers its worth. Other words for something cover, all together, what the words they
    stand for would have covered: a text that says “UBKT” speaks of the ủy ban kiểm tra no less.
    Other words for an asking frame, and what its answer looks like, hint and cover nothing.
    """
    hints = {
        term
        for answer in answered_with(plan.words)
        for term in terms_of(answer, 1.0, unaccented=False)
    }
    shares: dict[Term, float] = {}
    for one in plan.expansions:
        span = terms_of(plan.words[one.start : one.end], 1.0, unaccented=plan.unaccented)
        stood_for = sum(worth[term] for term in span if term in plan.said)
        others = terms_of(one.words, 1.0, unaccented=not has_marks(one.text))
        whole = sum(worth[term] for term in others)
        for term in others:
            if term not in plan.said and whole > 0:
                share = stood_for * worth[term] / whole
                shares[term] = max(share, shares.get(term, 0.0))
    covered = {term: 0.0 if term in hints - plan.said else value for term, value in worth.items()}
    return covered | shares
