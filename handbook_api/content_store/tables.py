"""Typed looks into a TOML table: what is missing or of another type is named, never guessed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeVar

from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import Table

T = TypeVar("T")


class TableReader:
    """One TOML table of `file`; every reader method raises ContentUnreadable naming the key."""

    def __init__(self, table: Table, file: str, place: str = "") -> None:
        self._table = table
        self._file = file
        self._place = place

    def text(self, key: str) -> str:
        """The text under `key`, which must be there."""
        return self._typed(key, str)

    def text_or(self, key: str, default: str = "") -> str:
        """The text under `key`, or `default`."""
        return self._typed(key, str) if key in self._table else default

    def maybe_text(self, key: str) -> str | None:
        """The text under `key`, or None."""
        return self._typed(key, str) if key in self._table else None

    def day(self, key: str) -> date:
        """The date under `key`, which must be there and must not be a time."""
        value = self._typed(key, date)
        if isinstance(value, datetime):
            raise self.refusal(key)
        return value

    def maybe_day(self, key: str) -> date | None:
        """The date under `key`, or None."""
        return self.day(key) if key in self._table else None

    def number(self, key: str) -> int:
        """The whole number under `key`."""
        return self._typed(key, int)

    def maybe_number(self, key: str) -> int | None:
        """The whole number under `key`, or None."""
        return self.number(key) if key in self._table else None

    def numbers(self, key: str) -> tuple[int, ...]:
        """The list of whole numbers under `key`, which must be there."""
        values = self._typed(key, list)
        if not all(type(value) is int for value in values):
            raise self.refusal(key)
        return tuple(values)

    def truth(self, key: str) -> bool:
        """The true or false under `key`."""
        return self._typed(key, bool)

    def truth_or(self, key: str, default: bool = False) -> bool:
        """The true or false under `key`, or `default`."""
        return self.truth(key) if key in self._table else default

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`, empty when it is left out."""
        values = self._list(key)
        if not all(isinstance(value, str) for value in values):
            raise self.refusal(key)
        return tuple(str(value) for value in values)

    def table(self, key: str) -> "TableReader":
        """The table under `key`."""
        return self._inner(self._typed(key, dict), key)

    def each(self, key: str, read: Callable[["TableReader"], T]) -> tuple[T, ...]:
        """Every table of the list under `key`, read by `read`; empty when it is left out."""
        return tuple(read(inner) for inner in self._tables(key))

    def pairs(self, key: str) -> Iterator[tuple[str, object]]:
        """The (name, value) pairs of the table under `key`."""
        table = self._typed(key, dict) if key in self._table else {}
        yield from table.items()

    def keys(self) -> frozenset[str]:
        """The names of everything in this table."""
        return frozenset(self._table)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def _tables(self, key: str) -> Iterator["TableReader"]:
        for number, value in enumerate(self._list(key), start=1):
            if not isinstance(value, dict):
                raise self.refusal(key)
            yield self._inner(value, f"{key}[{number}]")

    def _list(self, key: str) -> list[object]:
        return self._typed(key, list) if key in self._table else []

    def _typed(self, key: str, wanted: type[T]) -> T:
        value = self._table.get(key)
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise self.refusal(key)
        return value

    def _inner(self, table: Table, place: str) -> "TableReader":
        return TableReader(table, self._file, f"{self._place}{place}.")

    def refusal(self, key: str) -> ContentUnreadable:
        """Return the refusal that names `key` as missing or of the wrong kind."""
        problem = f"mục “{self._place}{key}” thiếu hoặc sai kiểu"
        return ContentUnreadable(file=self._file, problem=problem)
