"""One commit ready to be searched: its passages as one list, its documents by number."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search_index.engines.protocol import Commit, Flags, Numbers, Weights
from search_index.passages import Passage
from search_index.scoring import Collection, PostingCache


class Snapshot:
    """Everything a query needs of one commit; never changes, shared by all threads."""

    def __init__(self, commit: Commit, cache: PostingCache) -> None:
        self.sequence = commit.sequence
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

    def passage(self, number: int) -> Passage:
        """The passage with that number."""
        at = int(np.searchsorted(self.collection.starts, number, side="right")) - 1
        start = int(self.collection.starts[at])
        return self.collection.segments[at].passage(number - start)

    def passages_of(self, document: int) -> NDArray[np.intp]:
        """Numbers of the live passages of a document."""
        return np.flatnonzero((self.document_of == document) & self.collection.live)

    def of_documents(self, wanted: Iterable[bool]) -> Flags:
        """For every passage whether it is live and its document is wanted."""
        flags = np.fromiter(wanted, np.bool_, len(self.documents))
        return self.collection.live & flags[self.document_of]

    def per_passage(self, by_document: Weights) -> Weights:
        """A number given for every document, spread over its passages."""
        return by_document[self.document_of]
