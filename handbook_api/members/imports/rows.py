"""Which rows of a list are people, and which box of them says what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handbook_api.content_store import Content
from handbook_api.gateways.table_reading import EMPTY, Merged, Row
from handbook_api.gateways.table_reading import Cell as Box
from handbook_api.members.imports import targets
from handbook_api.members.imports.boxes import box_at
from handbook_api.members.imports.faults import BoxRefused
from handbook_api.members.imports.mapping import ColumnMapping
from handbook_api.members.imports.recognising import Recogniser
from handbook_api.members.imports.titles import is_foot, numbers_columns, texts_in, title_of
from handbook_api.members.imports.values.plain import is_empty, text_of

_WHO = (targets.FULL_NAME, targets.FAMILY_NAME, targets.GIVEN_NAME)
_WHERE = (targets.CELL, targets.COMMITTEE)
#: Boxes that must repeat their heading before a row counts as headings said again.
_FEWEST_HEADINGS = 2
#: With so many boxes filled a row is of somebody, whatever else it looks like.
_FEWEST_DATA = 3
#: “(12)”, the number of a column.
_LONGEST_NUMBER = 4


class NotAPerson(StrEnum):
    """Why a row is passed over."""

    BLANK = "blank"
    TITLE = "title"
    HEADINGS = "headings"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Said:
    """One row of a person: its boxes by target. title: the cell that the last title row named."""

    row: int
    boxes: Mapping[str, Box]
    title: str

    def box(self, target: str) -> Box:
        """Return the box of `target`; an empty one where no column says it."""
        return self.boxes.get(target, EMPTY)

    def has(self, target: str) -> bool:
        """Whether something stands in the box of `target`."""
        return target in self.boxes and not is_empty(self.boxes[target])


class RowSorter:
    """Sorts the rows of one list from top to bottom. It remembers what merged boxes and titles
    said above: each pass over a list takes a sorter of its own."""

    def __init__(self, content: Content, mapping: ColumnMapping, merged: Iterable[Merged]) -> None:
        self._columns = {target: column for column, target in mapping.columns.items()}
        self._recognise = Recogniser(content)
        where = {self._columns[target] for target in _WHERE if target in self._columns}
        carried = _merged_downwards(merged, mapping, where)
        self._carried: dict[int, Box] = dict.fromkeys(carried, EMPTY)
        self._title = ""

    def sort(self, row: Row) -> Said | NotAPerson:
        """Return the boxes of a person, or why `row` is none."""
        boxes = {target: self._box(row, column) for target, column in self._columns.items()}
        said = Said(row.number, boxes, self._title)
        data = sum(said.has(target) for target in boxes if target not in (*_WHO, *_WHERE))
        other = self._almost_empty(row, said) if data < _FEWEST_DATA else None
        if other is None and self._repeats_headings(row, said):
            other = NotAPerson.HEADINGS
        return other or said

    def _box(self, row: Row, column: int) -> Box:
        box = box_at(row, column)
        if column not in self._carried:
            return box
        if not is_empty(box):
            self._carried[column] = box
        return self._carried[column]

    def _almost_empty(self, row: Row, said: Said) -> NotAPerson | None:
        texts = texts_in(row)
        if not texts:
            return NotAPerson.BLANK
        if title := title_of(row):
            self._title = title
            return NotAPerson.TITLE
        no_name = not any(said.has(target) for target in _WHO)
        return NotAPerson.FOOT if no_name or is_foot(texts) else None

    def _repeats_headings(self, row: Row, said: Said) -> bool:
        """Whether a page begins again with headings, or the columns are numbered."""
        name = next((_text(said.box(target)) for target in _WHO if said.has(target)), "")
        if not name or self._recognise((name,)) in _WHO:
            again = [self._recognise((_text(box),)) == target for target, box in said.boxes.items()]
            return sum(again) >= _FEWEST_HEADINGS
        return len(name) <= _LONGEST_NUMBER and numbers_columns(texts_in(row))


def _text(box: Box) -> str:
    try:
        return text_of(box)
    except BoxRefused:
        return ""


def _merged_downwards(
    merged: Iterable[Merged], mapping: ColumnMapping, columns: Collection[int]
) -> Collection[int]:
    """Return which of `columns` say something once for several people below one another.

    Only the merged boxes of the first rows are known: what holds there holds for the whole list.
    """
    return {
        area.left
        for area in merged
        if area.left in columns and area.bottom > area.top >= mapping.first_row
    }
