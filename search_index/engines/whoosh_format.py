"""How passages lie in a Whoosh index: the fields, the codec, the name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from search_index.analysis import FIELDS
from search_index.engines.protocol import COLUMNS

INDEX_NAME = "passages"
DOCUMENT = "document"
PASSAGE = "passage"
COLUMN_PREFIX = "c_"


class LeanCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own format without its lengths: it rounds them to a byte, ours are exact columns."""

    length_stats = False


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
