"""Phrases in quotes stand in the text exactly as typed; with marks if typed with marks."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from search_index.analysis import PAIRS, WORDS
from search_index.engines.protocol import Flags, Weights
from search_index.scoring import Term, holding_all
from search_index.snapshot import Snapshot
from search_index.vietnamese.syllables import Syllable, syllables

#: A text that holds every pair of a long phrase nearly always holds the phrase. So many of the
#: best are read to be sure; the rest, which nobody pages to, are taken on trust.
_READ = 300


def holding_phrase(
    snapshot: Snapshot, phrase: Sequence[Syllable], score: Weights, visible: Flags
) -> Flags:
    """For every passage whether it holds `phrase` in its heading or text."""
    marked = any(word.exact != word.folded for word in phrase)
    found = holding_all(snapshot.collection, _terms(phrase, marked=marked))
    found = found[visible[found]]
    flags = np.zeros(snapshot.collection.size, np.bool_)
    flags[found] = True
    if len(phrase) > 2:
        wanted = _joined(phrase, marked=marked)
        for number in found[np.argsort(-score[found], kind="stable")][:_READ].tolist():
            passage = snapshot.passage(number)
            flags[number] = any(
                f" {wanted} " in f" {_joined(tuple(syllables(part)), marked=marked)} "
                for part in (passage.heading, passage.text)
            )
    return flags


def _terms(phrase: Sequence[Syllable], *, marked: bool) -> list[Term]:
    """The pairs of a phrase (or its one word); a pair across a full stop is no pair."""
    pairs = [
        Term(
            PAIRS,
            f"{one.folded} {two.folded}",
            f"{one.exact} {two.exact}" if marked else None,
        )
        for one, two in pairwise(phrase)
        if two.joined
    ]
    return pairs or [Term(WORDS, one.folded, one.exact if marked else None) for one in phrase]


def _joined(words: Sequence[Syllable], *, marked: bool) -> str:
    return " ".join(word.exact if marked else word.folded for word in words)
