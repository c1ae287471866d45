"""Did you mean: syllables that nobody writes, or never beside each other, read as what was meant.

Three mistakes are mended, each only on evidence from passages in scope:

* wrong marks that make another word (“đang phí”): the two never stand together, but the same
  letters with other marks do (“đảng phí”);
* a syllable nobody writes (“teen”, “dagn”): telex keys, other marks, or one letter, whatever
  stands best beside its neighbours;
* a letter wrong that makes another word (“khiếu lại”): only where a neighbour is hardly ever
  written without what was meant (“khiếu nại”).

The library is small beside the language: a word it never uses is not a slip for one it does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from math import log, log1p

from search_index import ranking
from search_index.analysis import WORDS
from search_index.engines.protocol import Flags
from search_index.evidence import Evidence
from search_index.parsing import Plan, joined
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
#: How surely a neighbour must predict what was meant (the part of its passages in which the two
#: stand together). A word that is written is taken for another one only where a neighbour hardly
#: ever stands without that, or where both do mostly. Where known words get other marks, or a
#: possible word that nobody writes is taken for a slip of letters, it must be noticeable.
_COMPELS, _PREDICTS, _SUGGESTS = 0.9, 0.5, 0.1
#: Logarithm of how much likelier another reading must be: people type what they mean far more
#: often than not.
_MARGIN = log(10)
#: Readings of one syllable that are weighed; marks and telex come before other letters.
_WEIGHED = 40
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Correction:
    """The query as it was probably meant, and the positions of the words changed for it."""

    text: str
    changed: frozenset[int]

    def joined_to(self, typed: Plan, meant: Plan) -> Plan:
        """The plan of what was meant, in which the words as typed still count, though for less."""
        unlikely = {
            Term(WORDS, word.folded, None if typed.unaccented else word.exact)
            for at, word in enumerate(typed.words)
            if at in self.changed
        }
        weights = (
            {
                term: weight * (ranking.UNLIKELY if term in unlikely else 1.0)
                for term, weight in typed.weights.items()
            },
            {term: weight * ranking.CORRECTION for term, weight in meant.weights.items()},
        )
        return replace(meant, text=typed.text, weights=joined(weights))


def correct(
    plan: Plan, collection: Collection, vocabulary: Vocabulary, visible: Flags
) -> Correction | None:
    """The likeliest correction of `plan`, or None when all of it is written like that."""
    if plan.phrases or not plan.words:
        return None
    evidence = Evidence(collection, vocabulary, visible, plan.unaccented)
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
    return Correction(_text(plan, words), changed)


def _not_to_touch(plan: Plan) -> frozenset[int]:
    """Words of asking, figures, abbreviations and symbols: what looks like a slip there is none."""
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
        or at not in plan.content
        or not word.exact.isalpha()
        or (not shouting and plan.text[word.start : word.end].isupper())
        or _VOWELS.isdisjoint(word.folded)
        or (plan.asked is not None and word.folded not in beside_symbol)
    )


def _mend_marks(words: list[Syllable], fixed: frozenset[int], evidence: Evidence) -> None:
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
            likelier = evidence.likelihood(tried, at) - evidence.likelihood(words, at) > _MARGIN
            if likelier and any(
                evidence.prediction(tried, here) >= _SUGGESTS
                for here in (at, at + 1)
                if tried[here] != words[here]
            ):
                words[:] = tried
                mended |= {at, at + 1}


def _meant(
    words: Sequence[Syllable], at: int, evidence: Evidence, vocabulary: Vocabulary
) -> str | None:
    """What the syllable at `at` was probably meant to be, or None."""
    typed = words[at]
    written, beside = evidence.written(typed), evidence.around(words, at)
    if written and (len(typed.folded) < 2 or not beside or any(beside)):
        return None
    possible = evidence.unaccented or is_syllable(typed.exact)
    best, best_worth = None, 0.0
    for meant, letters_kept in _readings(typed, vocabulary, evidence.unaccented):
        reading = [*words[:at], _respelled(typed, meant), *words[at + 1 :]]
        around = evidence.around(reading, at)
        if not around:
            # Among words that nobody writes here, a possible word is probably one of them.
            trusted = len(words) == 1 or (letters_kept and not is_syllable(typed.exact))
            worth = log1p(evidence.word(reading[at])) if trusted else 0.0
        else:
            needed = _needed(written, possible and not letters_kept, around)
            trusted = max(around) >= _ENOUGH and evidence.prediction(reading, at) >= needed
            worth = sum(map(log1p, around)) if trusted else 0.0
        if worth > best_worth:
            best, best_worth = meant, worth
    return best


def _needed(written: bool, other_letters: bool, around: Sequence[int]) -> float:
    """How surely a neighbour must predict another reading of a syllable."""
    if written:
        return _PREDICTS if len(around) > 1 and all(around) else _COMPELS
    return _SUGGESTS if other_letters else 0.0


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
