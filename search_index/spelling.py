"""Did you mean: syllables that nobody writes, or never beside each other, read as what was meant.

Three mistakes are mended, each only on evidence from passages in scope:

* wrong marks that make another word (“đang phí”): the two never stand together, but the same
  letters with other marks do (“đảng phí”);
* a syllable nobody writes (“teen”, “dagn”): telex keys, other marks, or one letter, whatever
  stands best beside its neighbours;
* a letter wrong that makes another word (“khiếu lại”): only where a neighbour is hardly ever
  written without what was meant (“khiếu nại”).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from math import log, log1p

import numpy as np

from search_index import ranking
from search_index.analysis import BAR, PAIRS, WORDS, exact_of
from search_index.engines.protocol import Flags
from search_index.parsing import Plan, joined, terms_of
from search_index.scoring import Collection, Term
from search_index.vietnamese.abbreviations import SHORT_TO_FULL
from search_index.vietnamese.folding import fold
from search_index.vietnamese.mistypings import from_telex, one_letter_away, sounding_alike
from search_index.vietnamese.normalise import one_spelling, usual_spelling
from search_index.vietnamese.rhymes import is_syllable
from search_index.vietnamese.syllables import Syllable, syllables
from search_index.vocabulary import Vocabulary

#: A pair written in fewer passages proves nothing: it may be somebody's slip.
_ENOUGH = 2
#: A neighbour “is hardly ever written without” a word when at least this part of its passages
#: have the two together.
_PREDICTS = 0.5
#: Logarithm of how much likelier another reading must be: people type what they mean far more
#: often than not.
_MARGIN = log(10)
#: What a pair not seen counts for: a tenth of one passage, for texts still to come.
_UNSEEN = 0.1
#: Readings of one syllable that are weighed; marks and telex come before other letters.
_WEIGHED = 40
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Correction:
    """The query as it was probably meant: words by position, and the whole text."""

    text: str
    words: tuple[Syllable, ...]
    changed: frozenset[int]

    def applied(self, plan: Plan) -> Plan:
        """`plan` with the corrected words beside the typed ones, which now count for less."""
        typed = {
            Term(field, plan.words[at].folded, None if plan.unaccented else plan.words[at].exact)
            for at in self.changed
            for field in (WORDS,)
        }
        weights = {
            term: weight * (ranking.UNLIKELY if term in typed else 1.0)
            for term, weight in plan.weights.items()
        }
        corrected = replace(plan, words=self.words)
        meant: dict[Term, float] = {}
        for run in corrected.runs():
            meant |= terms_of(run, ranking.CORRECTION, unaccented=plan.unaccented)
        return replace(plan, weights=joined((weights, meant)), said=frozenset(meant))


def correct(
    plan: Plan, collection: Collection, vocabulary: Vocabulary, visible: Flags
) -> Correction | None:
    """The likeliest correction of `plan`, or None when all of it is written like that."""
    if plan.phrases or not plan.words:
        return None
    evidence = _Evidence(collection, vocabulary, visible, plan.unaccented)
    words = list(plan.words)
    fixed = _not_to_touch(plan)
    if not plan.unaccented:
        _mend_marks(words, fixed, evidence)
    for at in range(len(words)):
        if at not in fixed and words[at] == plan.words[at]:
            meant = _meant(words, at, evidence, vocabulary)
            if meant is not None:
                words[at] = _respelled(words[at], meant)
    changed = frozenset(at for at, word in enumerate(words) if word != plan.words[at])
    if not changed:
        return None
    return Correction(_text(plan, words), tuple(words), changed)


def _not_to_touch(plan: Plan) -> frozenset[int]:
    """Figures, abbreviations and symbols: what looks like a slip there is none."""
    known = {
        at
        for one in plan.expansions
        if one.way == SHORT_TO_FULL
        for at in range(one.start, one.end)
    }
    shouting = plan.text.isupper()
    beside_symbol = {word.folded for word in syllables(plan.asked.remainder)} if plan.asked else ()
    return frozenset(
        at
        for at, word in enumerate(plan.words)
        if at in known
        or not word.exact.isalpha()
        or (not shouting and plan.text[word.start : word.end].isupper())
        or _VOWELS.isdisjoint(word.folded)
        or (plan.asked is not None and word.folded not in beside_symbol)
    )


class _Evidence:
    """How many passages in scope say something."""

    def __init__(
        self, collection: Collection, vocabulary: Vocabulary, visible: Flags, unaccented: bool
    ) -> None:
        self._collection, self._vocabulary, self._visible = collection, vocabulary, visible
        self.unaccented = unaccented

    def word(self, word: Syllable) -> int:
        return self._count(Term(WORDS, word.folded, None if self.unaccented else word.exact))

    def pair(self, one: Syllable, two: Syllable) -> int:
        exact = None if self.unaccented else f"{one.exact} {two.exact}"
        return self._count(Term(PAIRS, f"{one.folded} {two.folded}", exact))

    def around(self, words: Sequence[Syllable], at: int) -> list[int]:
        """Passages with the pair before `at`, and with the pair after it.

        A side that does not exist, or where nobody writes the neighbour, says nothing.
        """
        found = []
        if at > 0 and words[at].joined and self.written(words[at - 1]):
            found.append(self.pair(words[at - 1], words[at]))
        if at + 1 < len(words) and words[at + 1].joined and self.written(words[at + 1]):
            found.append(self.pair(words[at], words[at + 1]))
        return found

    def written(self, word: Syllable) -> bool:
        """Whether anybody writes this syllable at all."""
        spellings = self._vocabulary.spellings(word.folded)
        return bool(spellings) if self.unaccented else word.exact in spellings

    def likelihood(self, words: Sequence[Syllable], at: int) -> float:
        """Logarithm of how often the pairs around the pair at `at` are written."""
        return sum(
            log(self.pair(words[left], words[left + 1]) + _UNSEEN)
            for left in range(max(0, at - 1), min(at + 2, len(words) - 1))
            if words[left + 1].joined
        )

    def spellings_of_pair(self, one: Syllable, two: Syllable) -> Iterator[tuple[int, str]]:
        """(passages, exact form) of every way to write the letters of a pair."""
        folded = f"{one.folded} {two.folded}"
        for segment in self._collection.segments:
            for key, _ in segment.keys(PAIRS, folded + BAR):
                yield self._count(Term(PAIRS, folded, exact_of(key))), exact_of(key)

    def _count(self, term: Term) -> int:
        return int(np.count_nonzero(self._visible[self._collection.postings(term).passages]))


def _mend_marks(words: list[Syllable], fixed: frozenset[int], evidence: _Evidence) -> None:
    """Give known words that are never written together the marks with which they are.

    The commonest pairs first, and only where the whole neighbourhood becomes much likelier.
    """
    proposals = []
    for at, (one, two) in enumerate(pairwise(words)):
        known = evidence.written(one) and evidence.written(two)
        if two.joined and known and not fixed & {at, at + 1} and not evidence.pair(one, two):
            count, exact = max(evidence.spellings_of_pair(one, two), default=(0, ""))
            if count >= _ENOUGH:
                proposals.append((count, at, exact))
    mended: set[int] = set()
    for _, at, exact in sorted(proposals, reverse=True):
        if not mended & {at, at + 1}:
            first, second = exact.split(" ")
            tried = list(words)
            tried[at] = _respelled(words[at], first)
            tried[at + 1] = _respelled(words[at + 1], second)
            if evidence.likelihood(tried, at) - evidence.likelihood(words, at) > _MARGIN:
                words[:] = tried
                mended |= {at, at + 1}


def _meant(
    words: Sequence[Syllable], at: int, evidence: _Evidence, vocabulary: Vocabulary
) -> str | None:
    """What the syllable at `at` was probably meant to be, or None."""
    typed = words[at]
    written = evidence.written(typed)
    if written and (len(typed.folded) < 2 or any(evidence.around(words, at))):
        return None
    best, best_worth = None, 0.0
    for meant, letters_kept in _readings(typed, vocabulary, evidence.unaccented):
        reading = [*words[:at], _respelled(typed, meant), *words[at + 1 :]]
        around = evidence.around(reading, at)
        if written:
            worth = _predicted(reading, at, evidence)
        elif around:
            worth = sum(map(log1p, around)) if max(around) >= _ENOUGH else 0.0
        elif len(words) == 1 or (letters_kept and not is_syllable(typed.exact)):
            worth = log1p(evidence.word(reading[at]))
        else:
            worth = 0.0  # Among words that nobody writes here, it is probably one of them.
        if worth > best_worth:
            best, best_worth = meant, worth
    return best


def _readings(
    typed: Syllable, vocabulary: Vocabulary, unaccented: bool
) -> Iterator[tuple[str, bool]]:
    """Other syllables of the vocabulary that `typed` may be a slip for, likely slips first.

    With each whether its letters are those typed, only the marks being wrong or typed as keys.
    """
    telex = from_telex(typed.exact)
    decoded = one_spelling(telex) if telex is not None else typed.exact
    likely = {decoded: True} if decoded in vocabulary.spellings(fold(decoded)) else {}
    for slips in ((typed.folded,), sounding_alike(typed.folded), one_letter_away(typed.folded)):
        found: dict[str, int] = {}
        for folded in slips:
            if len(folded) > 1:
                found.update(vocabulary.spellings(folded))
        for exact in sorted(found, key=lambda exact: -found[exact]):
            likely.setdefault(exact, fold(exact) == typed.folded)
    different: dict[str, bool] = {}
    for exact, letters_kept in likely.items():
        different.setdefault(fold(exact) if unaccented else exact, letters_kept)
    different.pop(typed.exact, None)
    yield from islice(different.items(), _WEIGHED)


def _predicted(words: Sequence[Syllable], at: int, evidence: _Evidence) -> float:
    """How surely a neighbour predicts the word at `at`; 0 below _PREDICTS."""
    surest = 0.0
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(words) and words[max(at, beside)].joined:
            together = evidence.pair(words[min(at, beside)], words[max(at, beside)])
            alone = evidence.word(words[beside])
            if together >= _ENOUGH and together >= _PREDICTS * alone:
                surest = max(surest, together / alone)
    return surest


def _respelled(word: Syllable, exact: str) -> Syllable:
    return word._replace(exact=exact, folded=fold(exact))


def _text(plan: Plan, words: Sequence[Syllable]) -> str:
    """The query with the changed words put in, the rest as typed."""
    pieces, end = [], 0
    for typed, meant in zip(plan.words, words, strict=True):
        pieces.append(plan.text[end : typed.start])
        written = plan.text[typed.start : typed.end]
        pieces.append(written if typed == meant else _in_case_of(written, meant.exact))
        end = typed.end
    return "".join(pieces) + plan.text[end:]


def _in_case_of(written: str, meant: str) -> str:
    shown = usual_spelling(meant)
    if written.isupper() and len(written) > 1:
        return shown.upper()
    return shown.capitalize() if written[:1].isupper() else shown
