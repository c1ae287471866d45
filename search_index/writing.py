"""Writing: one writer at a time, everything or nothing, and rebuilds beside the live index."""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from zlib import crc32

from search_index.analysis import NAMES, SCORED_FIELDS, Streams, analyse
from search_index.engines.protocol import Damaged, Engine
from search_index.engines.protocol import Writer as EngineWriter
from search_index.errors import WriterClosed
from search_index.generations import Generations
from search_index.locking import FileLock
from search_index.passages import SUMMARY, TEXT, TITLE, Passage
from search_index.vietnamese.normalise import nfc

#: The number under which an engine keeps an origin.
ORIGINS = (TEXT, SUMMARY, TITLE)
_POSITIVE = 0x7FFFFFFF
_SEGMENT_PASSAGES = 20_000


def tidied(passage: Passage) -> Passage:
    """`passage` with all its words in NFC and nothing in them that cannot be written as UTF-8."""
    return Passage(
        document_id=passage.document_id,
        anchor=nfc(passage.anchor),
        number=nfc(passage.number),
        path=tuple((nfc(number), nfc(heading)) for number, heading in passage.path),
        heading=nfc(passage.heading),
        text=nfc(passage.text),
        origin=passage.origin,
        symbol=nfc(passage.symbol),
        title=nfc(passage.title),
        order=passage.order,
    )


def columns_of(passage: Passage, streams: Streams) -> dict[str, int]:
    """The numbers an engine keeps beside a passage."""
    lengths = {field: len(streams.keys[field]) for field in SCORED_FIELDS}
    return lengths | {
        "origin": ORIGINS.index(passage.origin),
        "bare": int(not passage.text.strip()),
        "name": crc32(" ".join(streams.keys[NAMES]).encode()) & _POSITIVE,
        "name_length": len(streams.keys[NAMES]),
    }


def _add(writer: EngineWriter, passages: Iterable[Passage]) -> int:
    """Add `passages` and say how many there were."""
    tidy = [tidied(passage) for passage in passages]
    for passage in tidy:
        streams = analyse(passage)
        writer.add(passage, streams, columns_of(passage, streams))
    return len(tidy)


class IndexWriter:
    """Changes gathered until `commit`; leaving the `with` block without it forgets them.

    Replacing the same document twice keeps the last version.
    """

    def __init__(self, generations: Generations, engine: Engine, wait: float) -> None:
        self._generations, self._engine, self._wait = generations, engine, wait
        self._changes: dict[str, tuple[Passage, ...]] = {}
        self._lock: FileLock | None = None
        self._writer: EngineWriter | None = None

    def __enter__(self) -> Self:
        """Take the writer's lock. Raises IndexBusy when another holds it for too long."""
        self._lock = self._generations.lock_for_writing(self._wait)
        return self

    @property
    def sequence(self) -> int:
        """The last change in the index being written. Catch up from here, not from what a reader
        said before the lock was taken: the index may have been written, or lost, meanwhile."""
        return self._engine_writer().sequence

    def replace_document(self, document_id: str, passages: Iterable[Passage]) -> None:
        """After the commit the document consists of exactly these passages."""
        if self._lock is None:
            raise WriterClosed
        self._changes[document_id] = tuple(passages)

    def remove_document(self, document_id: str) -> None:
        """After the commit nothing of the document is found."""
        self.replace_document(document_id, ())

    def commit(self, sequence: int) -> None:
        """Publish all changes and `sequence` together; readers see all of them or none."""
        writer = self._engine_writer()
        for document_id, passages in self._changes.items():
            writer.remove(document_id)
            _add(writer, passages)
        self._writer = None
        writer.commit(sequence)
        self._changes = {}
        self._generations.remove_unused()

    def _engine_writer(self) -> EngineWriter:
        if self._lock is None:
            raise WriterClosed
        if self._writer is None:
            self._writer = self._open()
        return self._writer

    def _open(self) -> EngineWriter:
        """A writer into the live generation, or into a new one where none can be read."""
        live = self._generations.live()
        if live is not None:
            try:
                return self._engine.writer(live)
            except Damaged:
                pass
        fresh = self._generations.new()
        self._engine.create(fresh)
        self._generations.make_live(fresh)
        return self._engine.writer(fresh)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was not committed and let the next writer in."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None


class Rebuild:
    """A whole new index built beside the live one, which goes on answering until `finish`."""

    def __init__(self, generations: Generations, engine: Engine, wait: float) -> None:
        self._generations, self._engine, self._wait = generations, engine, wait
        self._writer: EngineWriter | None = None
        self._added = 0

    def __enter__(self) -> Self:
        """Take the writer's lock and begin a new generation."""
        self._lock = self._generations.lock_for_writing(self._wait)
        try:
            self._generations.remove_unused()
            self._folder: Path = self._generations.new()
            self._engine.create(self._folder)
            self._writer = self._engine.writer(self._folder)
        except BaseException:
            self._lock.release()
            raise
        return self

    def add(self, passages: Iterable[Passage]) -> None:
        """Add passages of any documents; all passages of a document must come in one call."""
        if self._writer is None:
            raise WriterClosed
        self._added += _add(self._writer, passages)
        if self._added >= _SEGMENT_PASSAGES:
            # Postings wait in memory until a segment is written: this bounds what a rebuild needs.
            writer, self._writer = self._writer, None
            writer.commit(0, fold=False)
            self._writer = self._engine.writer(self._folder)
            self._added = 0

    def finish(self, sequence: int) -> None:
        """Publish the new index with `sequence` and switch all readers to it."""
        if self._writer is None:
            raise WriterClosed
        writer, self._writer = self._writer, None
        writer.commit(sequence, fold=False)
        self._generations.make_live(self._folder)
        self._generations.remove_unused()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next writer in; an unfinished generation is removed."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
            self._generations.remove_unused()
        self._lock.release()
