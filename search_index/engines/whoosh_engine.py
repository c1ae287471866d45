"""Whoosh 2.7.4 as the embedded engine: it keeps segments, deletions, terms, postings, passages.

Its query trees and scorers are not used: they walk postings one by one in Python, which takes
seconds for a question typed in full. The version is pinned, so that its insides do not move.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from search_index.engines.protocol import Commit, Damaged, Flags
from search_index.engines.whoosh_files import TidyStorage
from search_index.engines.whoosh_format import INDEX_NAME, empty_schema
from search_index.engines.whoosh_segments import WhooshSegment
from search_index.engines.whoosh_writer import WhooshWriter

_ATTEMPTS = 20
_PAUSE_SECONDS = 0.01


class WhooshReader:
    """Implements protocol.Reader, keeping segments open from one commit to the next."""

    def __init__(self, folder: Path) -> None:
        self._storage = TidyStorage(folder)
        self._open: dict[str, WhooshSegment] = {}

    def latest(self) -> int:
        """The generation of the newest table of contents; one listing of a small folder."""
        return int(TOC._latest_generation(self._storage, INDEX_NAME))

    def read(self) -> Commit:
        """The newest commit.

        A writer may remove the files of a commit between our reading its table of contents and
        opening them; then there is a newer commit, and we look again.
        """
        for _ in range(_ATTEMPTS):
            try:
                commit = self._read()
            except FileNotFoundError:
                self._storage.close_opened()
                time.sleep(_PAUSE_SECONDS)
            except Exception as cause:
                self._storage.close_opened()
                # Whoosh fails with whatever a cut-off file makes unpickling or struct fail with.
                raise Damaged from cause
            else:
                self._storage.keep_open()
                return commit
        raise Damaged

    def _read(self) -> Commit:
        toc = TOC.read(self._storage, INDEX_NAME)
        segments = tuple(self._segment(one, toc) for one in toc.segments)
        self._open = {segment.name: segment for segment in segments}
        return Commit(toc.schema.sequence, segments, tuple(map(_alive, toc.segments)))

    def _segment(self, segment: Any, toc: Any) -> WhooshSegment:
        name = segment.segment_id()
        if name not in self._open:
            reader = SegmentReader(self._storage, toc.schema, segment, toc.generation)
            self._open[name] = WhooshSegment(reader, name)
        return self._open[name]

    def close(self) -> None:
        """Let go of the segments; the files are closed with the last commit that uses them."""
        self._open = {}


def _alive(segment: Any) -> Flags:
    flags = np.ones(segment.doc_count_all(), np.bool_)
    flags[list(segment.deleted_docs())] = False
    return flags


class WhooshEngine:
    """Implements protocol.Engine."""

    def create(self, folder: Path) -> None:
        """Make an empty index in `folder`."""
        TOC.create(FileStorage(str(folder)), empty_schema(), INDEX_NAME)

    def reader(self, folder: Path) -> WhooshReader:
        """Open `folder` for reading."""
        return WhooshReader(folder)

    def writer(self, folder: Path) -> WhooshWriter:
        """Open `folder` for writing. Raises Damaged when it holds no readable index."""
        storage = TidyStorage(folder)
        try:
            writer = WhooshWriter(storage)
        except Exception as cause:
            storage.close_opened()
            raise Damaged from cause
        storage.keep_open()
        return writer
