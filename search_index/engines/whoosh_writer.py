"""Writing a Whoosh index: one new segment a commit, with small and half-dead ones folded in."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from search_index.analysis import Streams
from search_index.engines.whoosh_files import TidyStorage
from search_index.engines.whoosh_format import (
    COLUMN_PREFIX,
    DOCUMENT,
    INDEX_NAME,
    PASSAGE,
    GatheredPostings,
    LeanCodec,
)
from search_index.engines.whoosh_segments import read_postings
from search_index.passages import Passage

#: A segment is rewritten when more than this part of it is dead.
_DEAD_SHARE = 0.3


class WhooshWriter:
    """Implements protocol.Writer."""

    def __init__(self, storage: TidyStorage) -> None:
        index = FileIndex(storage, indexname=INDEX_NAME)
        #: Whoosh's own lock is left out: ours spans folders and is held by the caller.
        self._writer = SegmentWriter(index, codec=LeanCodec(), _lk=False)
        self._writer.pool = GatheredPostings()
        self._readers: dict[str, Any] = {}
        try:
            for segment in self._writer.segments:
                self._reader(segment)  # A damaged one is found now, not when others lie on it.
        except BaseException:
            self.cancel()
            raise

    @property
    def sequence(self) -> int:
        """The sequence of the commit it builds upon."""
        return int(self._writer.schema.sequence)

    def add(self, passage: Passage, streams: Streams, columns: Mapping[str, int]) -> None:
        """Add one passage."""
        stored = tuple(getattr(passage, name) for name in Passage.__slots__)
        self._writer.add_document(
            **{DOCUMENT: [passage.document_id], PASSAGE: stored},
            **streams.keys,
            **{COLUMN_PREFIX + name: value for name, value in columns.items()},
        )

    def remove(self, document_id: str) -> None:
        """Mark the committed passages of a document dead."""
        key = document_id.encode()
        for segment in self._writer.segments:
            found = read_postings(self._reader(segment), DOCUMENT, key)
            if found is not None:
                for number in found.passages.tolist():
                    segment.delete_document(number)

    def commit(self, sequence: int, *, fold: bool = True) -> None:
        """Publish; Whoosh renames the new list of segments into place as the last step."""
        for segment in self._to_fold() if fold else ():
            self._fold_in(segment)
        self._release()
        self._writer.schema.sequence = sequence
        self._writer.commit(mergetype=lambda writer, _: writer.segments)

    def cancel(self) -> None:
        """Forget everything since the last commit."""
        self._release()
        self._writer.cancel()
        unfinished = self._writer.newsegment
        for name in unfinished.list_files(self._writer.storage):
            self._writer.storage.delete_file(name)

    def _to_fold(self) -> list[Any]:
        """Take out of the writer's list, and return, the segments to be written anew.

        Segments wholly dead are dropped. A segment no bigger than what is already to be written
        is folded in, smallest first: sizes then at least double from one to the next, so there
        are few of them and a passage is rewritten only a few times in its life.
        """
        writer = self._writer
        size = writer.doc_count()
        folded, kept = [], []
        for segment in sorted(writer.segments, key=lambda one: int(one.doc_count())):
            dead_share = segment.deleted_count() / max(1, segment.doc_count_all())
            if segment.doc_count() <= size or dead_share > _DEAD_SHARE:
                folded.append(segment)
                size += segment.doc_count()
            else:
                kept.append(segment)
        writer.segments = kept
        return [segment for segment in folded if segment.doc_count() > 0]

    def _fold_in(self, segment: Any) -> None:
        """Write the live passages of `segment` into the new one.

        Whoosh's add_reader copies the set of deleted numbers for every term; this maps whole
        posting lists to their new numbers at once.
        """
        writer, reader = self._writer, self._reader(segment)
        alive = np.ones(segment.doc_count_all(), np.bool_)
        alive[list(segment.deleted_docs())] = False
        renumbered = np.where(alive, writer.docnum + np.cumsum(alive) - 1, -1)
        writer.write_per_doc(writer.schema.names(), reader)
        writer._added = True
        for field, key in reader._terms.terms():
            postings = read_postings(reader, field, key)
            if postings is not None:
                numbers = renumbered[postings.passages].tolist()
                for number, count in zip(numbers, postings.counts.tolist(), strict=True):
                    if number >= 0:
                        writer.pool.add((field, key, number, count, b""))

    def _reader(self, segment: Any) -> Any:
        name = segment.segment_id()
        if name not in self._readers:
            writer = self._writer
            self._readers[name] = SegmentReader(writer.storage, writer.schema, segment)
        return self._readers[name]

    def _release(self) -> None:
        for reader in self._readers.values():
            reader.close()
        self._readers = {}
