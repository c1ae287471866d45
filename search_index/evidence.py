"""What the passages in scope say about how words are written, and beside which others."""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from search_index.analysis import BAR, PAIRS, WORDS, exact_of
from search_index.engines.protocol import Flags
from search_index.scoring import Collection, Term
from search_index.vietnamese.syllables import Syllable
from search_index.vocabulary import Vocabulary

#: What a pair not seen counts for: a tenth of one passage, for texts still to come.
_UNSEEN = 0.1


class Evidence:
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

    def prediction(self, words: Sequence[Syllable], at: int) -> float:
        """The part of the passages of a neighbour in which the word at `at` stands beside it.

        Of the neighbour that predicts it most surely.
        """
        surest = 0.0
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(words) and words[max(at, beside)].joined:
                together = self.pair(words[min(at, beside)], words[max(at, beside)])
                if together:
                    surest = max(surest, together / self.word(words[beside]))
        return surest
