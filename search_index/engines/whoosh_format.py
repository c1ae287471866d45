"""How passages lie in a Whoosh index: the fields, the codec, the name."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter

from search_index.analysis import FIELDS
from search_index.engines.protocol import COLUMNS
from search_index.engines.whoosh_files import MappedSegment

INDEX_NAME = "passages"
DOCUMENT = "document"
PASSAGE = "passage"
COLUMN_PREFIX = "c_"
#: Postings in a block. We read whole lists, so bigger blocks than Whoosh's 128 cost nothing.
BLOCK = 1024


class GatheredPostings:
    """Postings of a segment being written, gathered by key instead of sorted one by one.

    Stands in for Whoosh's pool: sorting millions of tuples takes most of the time of indexing.
    """

    def __init__(self) -> None:
        self._gathered: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting; passages come in ascending order."""
        field, key, passage, weight, _ = item
        held = self._gathered.get((field, key))
        if held is None:
            held = self._gathered[field, key] = array("I"), array("f")
        held[0].append(passage)
        held[1].append(weight)

    def iter_postings(self) -> Iterator[tuple[str, bytes, array[int], array[float]]]:
        """Yield field, key, passages and weights, in the order of the term dictionary."""
        for (field, key), (passages, weights) in sorted(self._gathered.items()):
            yield field, key, passages, weights

    def cleanup(self) -> None:
        """Forget everything; Whoosh calls this after writing and after a cancel."""
        self._gathered = {}


class WholeListWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes whole posting lists, in the blocks in which Whoosh writes them posting by posting."""

    def add_postings(
        self,
        schema: fields.Schema,
        _: object,
        lists: Iterable[tuple[str, bytes, array[int], array[float]]],
    ) -> None:
        """Write every list of a segment."""
        name = None
        for field, key, passages, weights in lists:
            if field != name:
                name = field
                self.start_field(field, schema[field])
            self.start_term(key)
            self._write(passages, weights)
            self.finish_term()
        if name is not None:
            self.finish_field()

    def _write(self, passages: array[int], weights: array[float]) -> None:
        writer = self._postwriter
        for start in range(0, len(passages), BLOCK):
            if start:
                writer._write_block()
            writer._ids = passages[start : start + BLOCK]
            writer._weights = weights[start : start + BLOCK]
            writer._maxweight = max(writer._weights)


class LeanCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own format without its lengths: it rounds them to a byte, ours are exact columns."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK)

    def field_writer(self, storage: object, segment: object) -> WholeListWriter:
        """Return the writer of terms and postings."""
        return WholeListWriter(self, storage, segment)

    def new_segment(self, _: object, indexname: str) -> MappedSegment:
        """Return a segment that is read in place."""
        return MappedSegment(self, indexname)


class StreamField(fields.FieldType):  # type: ignore[misc]
    """A field that takes a list of keys; a posting's weight is the number of repetitions."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Sequence[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes: (key, frequency, weight, nothing more)."""
        for token_key, count in Counter(value).items():
            yield token_key.encode(), count, float(count), b""


class SequencedSchema(fields.Schema):  # type: ignore[misc]
    """Whoosh pickles the schema into every commit: a number kept on it is committed with it."""

    sequence = 0


def empty_schema() -> SequencedSchema:
    """The fields of a new index."""
    stored = {DOCUMENT: StreamField(), PASSAGE: fields.STORED()}
    streams = {name: StreamField() for name in FIELDS}
    numbers = {COLUMN_PREFIX + name: fields.COLUMN(columns.NumericColumn("i")) for name in COLUMNS}
    return SequencedSchema(**stored, **streams, **numbers)
