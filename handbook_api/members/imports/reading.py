"""The boxes of one row → what they say of one person, and everything that is wrong with them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.errors import HandbookError
from handbook_api.members.imports import faults, targets
from handbook_api.members.imports.home_cells import Home, HomeCells
from handbook_api.members.imports.mapping import ColumnMapping
from handbook_api.members.imports.rows import Said
from handbook_api.members.imports.values.days import day_of
from handbook_api.members.imports.values.digits import number_of
from handbook_api.members.imports.values.person_names import name_in
from handbook_api.members.imports.values.plain import short, text_of
from handbook_api.members.imports.values.words import (
    Standing,
    choice_in,
    standing_from,
    standing_in,
)

Value = TypeVar("Value")

_MALE, _FEMALE = "male", "female"
_DEFAULT_LONGEST = 200
#: Read together with others, or not as a value.
_APART = frozenset(
    (targets.FULL_NAME, targets.BIRTH_DATE, targets.SEX, targets.CELL, targets.STATUS)
) | frozenset(targets.PARTS)


@dataclass(frozen=True, slots=True)
class BoxFault:
    """What is wrong at row `row`, column number `column`."""

    row: int
    column: int
    refusal: HandbookError


@dataclass(slots=True)
class Draft:
    """What one row says of one person; values by field, each in its one spelling."""

    row: int
    values: dict[str, str | date] = field(default_factory=dict)
    home: Home | None = None
    standing: Standing | None = None
    faults: list[BoxFault] = field(default_factory=list)

    def day(self, code: str) -> date | None:
        """Return the day that the row says for the field `code`."""
        value = self.values.get(code)
        return value if isinstance(value, date) else None

    def text(self, code: str) -> str | None:
        """Return the text that the row says for the field `code`."""
        value = self.values.get(code)
        return value if isinstance(value, str) else None


class PersonReader:
    """Reads people out of the boxes of one list."""

    def __init__(self, content: Content, cells: HomeCells, mapping: ColumnMapping) -> None:
        self._content, self._cells, self._mapping = content, cells, mapping
        fields = targets.fields_taken(content)
        simple = [target for target in mapping.columns.values() if target not in _APART]
        self._simple = [(target, self._reader_of(fields[target])) for target in simple]
        #: Words of closed lists come again and again: what each was taken for.
        self._choices: dict[tuple[str, str], str] = {}

    def read(self, said: Said) -> Draft:
        """Return what `said` says; a box that cannot be taken is a fault, and says nothing."""
        draft = Draft(said.row)
        self._keep(draft, targets.FULL_NAME, lambda: self._name(said), targets.FAMILY_NAME)
        self._keep(draft, targets.BIRTH_DATE, lambda: self._born(said), _born_at(said))
        self._keep(draft, targets.SEX, lambda: self._sex(said), targets.MARKED_WOMAN)
        for code, read in self._simple:
            box = said.box(code)
            if box.value is not None:
                self._keep(draft, code, lambda read=read: read(said))  # type: ignore[misc]
        draft.home = self._try(draft, lambda: self._home(said), targets.CELL)
        draft.standing = self._try(
            draft,
            lambda: self._standing(said, draft),
            *(targets.STATUS, targets.JOINED_ON, targets.OFFICIAL_ON),
        )
        return draft

    def _keep(
        self, draft: Draft, code: str, read: Callable[[], str | date | None], *at: str
    ) -> None:
        value = self._try(draft, read, code, *at)
        if value:
            draft.values[code] = value

    def _try(self, draft: Draft, read: Callable[[], Value], *at: str) -> Value | None:
        try:
            return read()
        except faults.BoxRefused as refusal:
            column = self._mapping.column(*at)
            draft.faults.append(BoxFault(draft.row, column, refusal.with_traceback(None)))
            return None

    def _name(self, said: Said) -> str:
        whole = text_of(said.box(targets.FULL_NAME)) or " ".join(
            text
            for target in (targets.FAMILY_NAME, targets.GIVEN_NAME)
            if (text := text_of(said.box(target)))
        )
        if not whole:
            raise faults.NameNeeded
        return name_in(whole)

    def _born(self, said: Said) -> date:
        columns = (targets.BIRTH_DATE, targets.BORN_MAN, targets.BORN_WOMAN)
        filled = [target for target in columns if said.has(target)]
        if len(filled) > 1:
            raise faults.DayInTwoBoxes
        born = day_of(said.box(filled[0])) if filled else None
        if born is None:
            raise faults.NeededHere(name=self._content.member_fields[targets.BIRTH_DATE].name)
        return born

    def _sex(self, said: Said) -> str | None:
        if text := text_of(said.box(targets.SEX)):
            return self._choice(self._content.member_fields[targets.SEX], text)
        if said.has(targets.MARKED_WOMAN) or said.has(targets.BORN_WOMAN):
            return _FEMALE
        # A list that marks women only says of all others that they are men.
        marks_women = targets.MARKED_WOMAN in said.boxes and targets.MARKED_MAN not in said.boxes
        if said.has(targets.MARKED_MAN) or said.has(targets.BORN_MAN) or marks_women:
            return _MALE
        return None

    def _home(self, said: Said) -> Home:
        text = text_of(said.box(targets.CELL)) or self._mapping.fixed.get(targets.CELL, "")
        if not text and self._mapping.cells_in_titles:
            text = said.title
        if not text:
            raise faults.CellNeeded
        return self._cells.find(text, text_of(said.box(targets.COMMITTEE)))

    def _standing(self, said: Said, draft: Draft) -> Standing | None:
        text = text_of(said.box(targets.STATUS)) or self._mapping.fixed.get(targets.STATUS, "")
        if text:
            return standing_in(self._content, text)
        days = (targets.JOINED_ON, targets.OFFICIAL_ON)
        if any(said.has(code) and code not in draft.values for code in days):
            # The day is there, only wrong: that fault is enough.
            return None
        return standing_from(*(draft.day(code) for code in days))

    def _reader_of(self, spec: FieldSpec) -> Callable[[Said], str | date | None]:
        if spec.kind == "date":
            return lambda said: day_of(said.box(spec.code))
        if spec.looked_up:
            return lambda said: number_of(spec, said.box(spec.code))
        if spec.kind == "choice":
            return lambda said: self._choice(spec, text_of(said.box(spec.code)))
        return lambda said: _free(spec, text_of(said.box(spec.code)))

    def _choice(self, spec: FieldSpec, text: str) -> str:
        known = (spec.code, text)
        if text and known not in self._choices:
            self._choices[known] = choice_in(self._content, spec, text)
        return self._choices[known] if text else ""


def _free(spec: FieldSpec, text: str) -> str:
    text = short(text, spec.max_length or _DEFAULT_LONGEST)
    if text and spec.pattern and not re.fullmatch(spec.pattern, text):
        raise faults.ShapeUnknown(name=spec.name, hint=spec.hint)
    return text


def _born_at(said: Said) -> str:
    """Where a fault of the birth date is shown: in the box that is filled."""
    return targets.BORN_WOMAN if said.has(targets.BORN_WOMAN) else targets.BORN_MAN
