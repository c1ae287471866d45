"""What a list seems to say, column by column, for a person to confirm."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice

from handbook_api.content_store import Content, bare_words
from handbook_api.gateways.table_reading import Row, Table
from handbook_api.members.imports import targets
from handbook_api.members.imports.boxes import box_at
from handbook_api.members.imports.contents import Contents
from handbook_api.members.imports.errors import HeadingsNotFound
from handbook_api.members.imports.faults import BoxRefused
from handbook_api.members.imports.headings import MOST_ROWS, Headings, find_headings
from handbook_api.members.imports.home_cells import HomeCells
from handbook_api.members.imports.letters import letter_of
from handbook_api.members.imports.mapping import ColumnMapping
from handbook_api.members.imports.recognising import Recogniser
from handbook_api.members.imports.titles import cell_in_title, numbers_columns, texts_in, title_of
from handbook_api.members.imports.values.plain import is_empty, text_of

#: Rows looked at before anything is proposed.
_SAMPLE = 240
_SAMPLES_SHOWN = 3
_LONGEST_SHOWN = 40
_NAMES = frozenset((targets.FULL_NAME, targets.FAMILY_NAME, targets.GIVEN_NAME))
_SHOWN_DIGITS = 3
_LONG_NUMBER = re.compile(r"[\d.\s\-]{6,}\d")
_DAY = re.compile(r"\d{1,2}[./\-]\d{1,2}[./\-]\d{4}")


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column. target: what it seems to be, None when nothing we keep. sure: its heading says
    so and nothing in it speaks against. samples: a few boxes, long numbers covered."""

    column: int
    heading: str
    target: str | None
    sure: bool
    samples: tuple[str, ...]

    @property
    def letter(self) -> str:
        """The letter of the column."""
        return letter_of(self.column)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a list seems to say. missing: fields without which nobody can be taken over.

    fixed: what holds for everybody, read from the title. signature: equal for lists with the
    same headings in the same columns.
    """

    sheet: str
    sheets: tuple[str, ...]
    first_row: int
    columns: tuple[ProposedColumn, ...]
    fixed: Mapping[str, str]
    cells_in_titles: bool
    missing: tuple[str, ...]
    signature: str

    @property
    def digest(self) -> str:
        """The signature as it is kept."""
        return sha256(self.signature.encode()).hexdigest()

    @property
    def mapping(self) -> ColumnMapping:
        """The mapping that comes of saying yes."""
        columns = {one.column: one.target for one in self.columns if one.target}
        return ColumnMapping(
            self.sheet, self.first_row, columns, dict(self.fixed), self.cells_in_titles
        )


def propose(content: Content, cells: HomeCells, table: Table) -> Proposal:
    """Return what the sheet that was opened seems to say. Raises HeadingsNotFound."""
    rows = list(islice(table, _SAMPLE))
    recognise = Recogniser(content)
    found = find_headings(rows, table.merged, recognise, _NAMES)
    if found is None:
        raise HeadingsNotFound(sheet=table.sheet, rows=MOST_ROWS)
    below = (row for row in rows if row.number > found.last_row)
    data = [row for row in below if not numbers_columns(texts_in(row))]
    columns = _columns(content, recognise, found, data)
    seen = {one.target for one in columns if one.target}
    in_titles = targets.CELL not in seen and any(title_of(row) for row in data)
    fixed: Mapping[str, str] = {}
    if targets.CELL not in seen and not in_titles:
        fixed = _cell_of_all(cells, found.titles)
    told = frozenset((*seen, *fixed, *((targets.CELL,) if in_titles else ())))
    return Proposal(
        # A CSV has one sheet, and its name is that of the file.
        sheet=table.sheet if table.format == "xlsx" else "",
        sheets=tuple(table.sheets),
        first_row=found.last_row + 1,
        columns=columns,
        fixed=fixed,
        cells_in_titles=in_titles,
        missing=targets.groups_missing(told),
        signature=_signature(found),
    )


def _columns(
    content: Content, recognise: Recogniser, found: Headings, data: Sequence[Row]
) -> tuple[ProposedColumn, ...]:
    width = max((len(row.cells) for row in data), default=0)
    held = {
        column: Contents(content, [box_at(row, column) for row in data])
        for column in range(1, max(width, *found.words) + 1)
    }
    named = _names_in_two({column: recognise(words) for column, words in found.words.items()}, held)
    proposed = []
    for column, contents in held.items():
        words = found.words.get(column, ())
        if not words and not contents.tells and column not in named:
            continue
        target = named.get(column)
        if target is not None and contents.contradicts(target):
            target = None
        sure = target is not None
        if target is None and (guess := contents.guess()) in targets.fields_taken(content):
            target = guess
        samples = tuple(_samples(data, column))
        proposed.append(ProposedColumn(column, " · ".join(words), target, sure, samples))
    return _each_target_once(proposed)


def _names_in_two(
    named: dict[int, str | None], held: Mapping[int, Contents]
) -> dict[int, str | None]:
    """A heading “Họ và tên” over two columns, the second of which holds single words."""
    whole = next((column for column in sorted(named) if named[column] == targets.FULL_NAME), 0)
    after = whole + 1
    same_heading = after not in named or named[after] == targets.FULL_NAME
    if whole and after in held and same_heading and held[after].is_one_word_each():
        named[whole], named[after] = targets.FAMILY_NAME, targets.GIVEN_NAME
    if targets.GIVEN_NAME in named.values() and targets.FAMILY_NAME not in named.values():
        only = next(column for column, target in named.items() if target == targets.GIVEN_NAME)
        named[only] = None if targets.FULL_NAME in named.values() else targets.FULL_NAME
    return named


def _each_target_once(proposed: Sequence[ProposedColumn]) -> tuple[ProposedColumn, ...]:
    """The first sure column keeps a target; where two claim it, nobody is sure any more."""
    claims: dict[str, list[ProposedColumn]] = {}
    for one in proposed:
        if one.target:
            claims.setdefault(one.target, []).append(one)
    kept = []
    for one in proposed:
        if one.target is None:
            kept.append(one)
            continue
        rivals = claims[one.target]
        sure = [rival for rival in rivals if rival.sure]
        winner = (sure or rivals)[0]
        if one is not winner:
            kept.append(replace(one, target=None, sure=False))
        else:
            # A guess from the boxes is no rival to a heading.
            kept.append(replace(one, sure=one.sure and len(sure) == 1))
    return tuple(kept)


def _samples(data: Sequence[Row], column: int) -> Iterable[str]:
    boxes = (box_at(row, column) for row in data)
    said = (box for box in boxes if not is_empty(box))
    for box in islice(said, _SAMPLES_SHOWN):
        try:
            text = box.text if not isinstance(box.value, str) else text_of(box)
        except BoxRefused:
            text = "…"
        covered = text if _DAY.fullmatch(text) else _LONG_NUMBER.sub(_covered, text)
        yield covered[:_LONGEST_SHOWN]


def _covered(number: re.Match[str]) -> str:
    text = number[0]
    if sum(letter.isdigit() for letter in text) < 6:
        return text
    return "•" * (len(text) - _SHOWN_DIGITS) + text[-_SHOWN_DIGITS:]


def _cell_of_all(cells: HomeCells, titles: Sequence[str]) -> Mapping[str, str]:
    """A list of one cell says so in its title."""
    for title in titles:
        if name := cell_in_title(title):
            try:
                return {targets.CELL: cells.find(name).called}
            except BoxRefused:
                continue
    return {}


def _signature(found: Headings) -> str:
    words = (f"{column}:{bare_words(' '.join(said))}" for column, said in found.words.items())
    return "|".join(sorted(words))
