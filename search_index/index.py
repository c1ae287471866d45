"""SearchIndex: one folder on disk, opened for searching, and the doors to writing it."""

from functools import cached_property
from pathlib import Path
from threading import Lock

from search_index import reading, suggesting
from search_index.answers import Answer, Query, Suggestion
from search_index.engines.protocol import Commit, Damaged, Engine, Reader
from search_index.engines.whoosh_engine import WhooshEngine
from search_index.generations import Generations, hold_open
from search_index.locking import FileLock
from search_index.passages import Glossary, Scope
from search_index.scoring import PostingCache
from search_index.snapshot import Snapshot
from search_index.vietnamese.abbreviations import Expander
from search_index.vocabulary import VocabularyCache
from search_index.writing import IndexWriter, Rebuild

_NO_COMMIT = Commit(0, (), ())
_ATTEMPTS = 5


class SearchIndex:
    """Searches the newest commit it has seen; `refresh` looks for a newer one.

    A folder that is missing, empty or damaged answers like an empty index at sequence 0: the
    index can always be made again from the database. Safe to share between threads.
    """

    def __init__(
        self, folder: Path, *, glossary: Glossary | None = None, engine: Engine | None = None
    ) -> None:
        self._generations = Generations(folder)
        self._engine: Engine = engine or WhooshEngine()
        self._glossary = glossary or Glossary.empty()
        self._caches = PostingCache(), VocabularyCache()
        self._refreshing = Lock()
        self._folder: Path | None = None
        self._reader: Reader | None = None
        self._hold: FileLock | None = None
        self._seen = -1
        self._snapshot = Snapshot(_NO_COMMIT, *self._caches)
        self.refresh()

    @cached_property
    def _expander(self) -> Expander:
        # Made by the first search: commands and workers that never search need none.
        return Expander(self._glossary)

    @property
    def sequence(self) -> int:
        """The last change in what is being searched; 0 for an index that does not exist yet."""
        return self._snapshot.sequence

    @property
    def passage_count(self) -> int:
        """Passages that can be found."""
        return self._snapshot.collection.live_count

    def search(self, query: Query, scope: Scope) -> Answer:
        """The documents in `scope` that answer. Raises QueryTooLong."""
        return reading.search(self._snapshot, self._expander, query, scope)

    def matching(self, query: Query, scope: Scope) -> frozenset[str]:
        """The ids of all documents that `search` would find, page by page. Raises QueryTooLong."""
        return reading.matching(self._snapshot, self._expander, query, scope)

    def suggest(self, text: str, scope: Scope, limit: int = 8) -> tuple[Suggestion, ...]:
        """Symbols, titles and headings in `scope` that begin as `text` does."""
        return suggesting.suggest(self._snapshot, text, scope, limit)

    def writer(self, wait: float = 30.0) -> IndexWriter:
        """A writer to be used in a `with` block, waiting up to `wait` seconds for another."""
        return IndexWriter(self._generations, self._engine, wait)

    def rebuilding(self, wait: float = 30.0) -> Rebuild:
        """A rebuild to be used in a `with` block; the live index goes on answering meanwhile."""
        return Rebuild(self._generations, self._engine, wait)

    def refresh(self) -> bool:
        """Look for a newer commit and say whether there was one. Cheap when there is none."""
        with self._refreshing:
            for _ in range(_ATTEMPTS):
                live = self._generations.live()
                if live is None:
                    return self._show_nothing()
                if live == self._folder and self._reader and self._reader.latest() == self._seen:
                    return False
                try:
                    return self._show(live)
                except Damaged:
                    continue  # The pointer may have moved on while we were opening.
            return self._show_nothing()

    def _show(self, live: Path) -> bool:
        if live != self._folder or self._reader is None:
            hold = hold_open(live)
            if hold is None:
                raise Damaged
            self._let_go()
            self._folder, self._hold = live, hold
            self._reader = self._engine.reader(live)
            self._seen = -1
        seen = self._reader.latest()
        self._snapshot = Snapshot(self._reader.read(), *self._caches)
        self._seen = seen
        return True

    def _show_nothing(self) -> bool:
        changed = self._folder is not None
        self._let_go()
        self._snapshot = Snapshot(_NO_COMMIT, *self._caches)
        return changed

    def _let_go(self) -> None:
        if self._reader is not None:
            self._reader.close()
        if self._hold is not None:
            self._hold.release()
        self._folder = self._reader = self._hold = None

    def close(self) -> None:
        """Let go of the files; searching afterwards finds nothing."""
        with self._refreshing:
            self._show_nothing()
