"""Public holidays, named day by day (holidays.toml): the lunar ones cannot be computed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook_api.content_store.files import HOLIDAYS, table_of
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class Holiday:
    """A working day of the week on which nobody works. verified: announced, not only likely."""

    day: date
    name: str
    verified: bool
    source: str
    note: str


def holiday_list_of(folder: Path) -> Mapping[date, Holiday]:
    """Return every holiday by its day, in order. Raises ContentUnreadable."""
    found = TableReader(table_of(folder, HOLIDAYS), HOLIDAYS).each("holidays", _holiday)
    return {one.day: one for one in sorted(found, key=lambda one: one.day)}


def _holiday(told: TableReader) -> Holiday:
    return Holiday(
        day=told.day("day"),
        name=told.text("name"),
        verified=told.truth("verified"),
        source=told.text("source"),
        note=told.text_or("note"),
    )
