"""One commit ready to be searched: its passages as one list, its documents by number."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search_index.engines.protocol import Commit, Numbers, Weights
from search_index.passages import Passage, Scope
from search_index.ranking import STATUS
from search_index.scoring import Collection, PostingCache
from search_index.vocabulary import Vocabulary, VocabularyCache


class Snapshot:
    """Everything a query needs of one commit; never changes, shared by all threads."""

    def __init__(self, commit: Commit, cache: PostingCache, syllables: VocabularyCache) -> None:
        self.sequence = commit.sequence
        self._syllables = syllables
        self.collection = Collection(commit, cache)
        #: Ids in order, so that the number of a document breaks ties the same way every time.
        self.documents: Sequence[str] = sorted(
            {name for segment in commit.segments for name in segment.documents}
        )
        self.number_of = {name: number for number, name in enumerate(self.documents)}
        self.document_of: Numbers = self._document_of(commit)

    def _document_of(self, commit: Commit) -> Numbers:
        parts = [np.zeros(0, np.int32)]
        for segment in commit.segments:
            numbers = [self.number_of[name] for name in segment.documents]
            parts.append(np.array(numbers, np.int32)[segment.document_numbers])
        return np.concatenate(parts)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every syllable in the index."""
        return self._syllables.vocabulary(self.collection.segments)

    def passage(self, number: int) -> Passage:
        """The passage with that number."""
        at = int(np.searchsorted(self.collection.starts, number, side="right")) - 1
        start = int(self.collection.starts[at])
        return self.collection.segments[at].passage(number - start)

    def passages_of(self, document: int) -> NDArray[np.intp]:
        """Numbers of the live passages of a document."""
        return np.flatnonzero((self.document_of == document) & self.collection.live)

    def standing(self, scope: Scope) -> Weights:
        """For every passage the weight of its document's status; 0 where nobody may see it."""
        by_document = np.fromiter(
            (
                STATUS.get(facts.status, 1.0) if (facts := scope.get(name)) else 0.0
                for name in self.documents
            ),
            np.float32,
            len(self.documents),
        )
        return by_document[self.document_of] * self.collection.live
