"""Where the headings of a list stand, and what each column is called.

Real lists have titles above, headings in two or three rows with merged boxes (“Ngày vào Đảng”
over “Dự bị | Chính thức”), and a row of numbers (1) (2) (3) below.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook_api.gateways.table_reading import Merged, Row
from handbook_api.members.imports.boxes import box_at
from handbook_api.members.imports.faults import BoxRefused
from handbook_api.members.imports.values.plain import text_of

#: Headings are looked for in the first rows only.
MOST_ROWS = 40
_MOST_LEVELS = 3
_LONGEST = 120
_FEWEST_KNOWN = 2

_DATUM = re.compile(r"\d{6}|\d[/.\-]\d{1,2}[/.\-]\d")
_YEARS = range(1990, 2101)

#: Which target the words of a column, from the top down, stand for.
Recognise = Callable[[Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns are called: words from the top row down, by column number.

    first_row, last_row: where they stand. titles: what is written above, in reading order.
    """

    first_row: int
    last_row: int
    words: Mapping[int, Sequence[str]]
    titles: Sequence[str]


def find_headings(
    rows: Sequence[Row], merged: Iterable[Merged], recognise: Recognise, names: frozenset[str]
) -> Headings | None:
    """Return the headings among the first rows of a sheet; None where there are none.

    names: targets of which one must be there: a list of people says who they are.
    """
    grid = _Grid(rows[:MOST_ROWS], merged)
    best, found = (0, 0), None
    for start, levels in grid.blocks():
        words = grid.words(start, levels)
        if words is None:
            continue
        known = {target for each in words.values() if (target := recognise(each))}
        if len(known) < _FEWEST_KNOWN or not known & names:
            continue
        # More known columns win; of equals, the block of fewer rows.
        score = (len(known), -levels)
        if score > best:
            numbers = grid.numbers[start : start + levels]
            best, found = score, Headings(numbers[0], numbers[-1], words, grid.titles(start))
    return found


class _Grid:
    """The first rows of a sheet as text, with merged boxes filled."""

    def __init__(self, rows: Sequence[Row], merged: Iterable[Merged]) -> None:
        self.numbers = [row.number for row in rows]
        self._texts = {row.number: dict(_texts_of(row)) for row in rows}
        self._data = {row.number for row in rows if _is_data(row)}
        last = self.numbers[-1] if self.numbers else 0
        self._anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for area in merged:
            if area.top <= last and area.right - area.left < _LONGEST:
                for row in range(area.top, min(area.bottom, last) + 1):
                    for column in range(area.left, area.right + 1):
                        self._anchors[row, column] = (area.top, area.left)

    def blocks(self) -> Iterable[tuple[int, int]]:
        """Yield every place that headings may have: index of the first row, and how many."""
        for start in range(len(self.numbers)):
            for levels in range(1, _MOST_LEVELS + 1):
                block = self.numbers[start : start + levels]
                if len(block) == levels and block[-1] - block[0] == levels - 1:
                    yield start, levels

    def words(self, start: int, levels: int) -> Mapping[int, Sequence[str]] | None:
        """Return the words of each column in a block; None when data stand in it."""
        block = self.numbers[start : start + levels]
        if any(number in self._data or not self._texts[number] for number in block):
            return None
        columns = sorted({column for number in block for column in self._columns(number)})
        upper = {number: self._spread(number, block, columns) for number in block}
        found = {}
        for column in columns:
            texts = [upper[number].get(column, "") for number in block]
            said = [text for place, text in enumerate(texts) if text and text not in texts[:place]]
            if said:
                found[column] = tuple(said)
        return found

    def titles(self, start: int) -> Sequence[str]:
        """Return what is written above row index `start`."""
        return [text for number in self.numbers[:start] for text in self._texts[number].values()]

    def _columns(self, number: int) -> Iterable[int]:
        yield from self._texts[number]
        yield from (column for row, column in self._anchors if row == number)

    def _spread(
        self, number: int, block: Sequence[int], columns: Sequence[int]
    ) -> Mapping[int, str]:
        """Return the text over each column: merged boxes filled, and where the merging was lost
        (CSV), a parent carried on to the right as long as there are children under it."""
        found = {column: self._filled(number, column) for column in columns}
        below = [self._texts[other] for other in block if other > number]
        for left, column in pairwise(columns):
            children = any(left in row and column in row for row in below)
            if not found[column] and column == left + 1 and children:
                found[column] = found[left]
        return found

    def _filled(self, number: int, column: int) -> str:
        row, anchor = self._anchors.get((number, column), (number, column))
        return self._texts.get(row, {}).get(anchor, "")


def _texts_of(row: Row) -> Iterable[tuple[int, str]]:
    for column in range(1, len(row.cells) + 1):
        try:
            text = text_of(box_at(row, column))
        except BoxRefused:
            continue
        if text:
            yield column, text[:_LONGEST]


def _is_data(row: Row) -> bool:
    """Whether the row has a box that no heading has: a day, a count, a long number."""
    said = (box_at(row, column).value for column in range(1, len(row.cells) + 1))
    return any(_is_datum(value) for value in said if value is not None)


def _is_datum(value: object) -> bool:
    if isinstance(value, str):
        return bool(_DATUM.search(value))
    # A year alone may head a column of yearly ratings.
    return not (isinstance(value, int) and value in _YEARS)
