"""Kinds of Party organisations, and which may stand under which (organisation_kinds.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook_api.content_store.files import ORGANISATION_KINDS, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.tables import TableReader


@dataclass(frozen=True, slots=True)
class OrganisationKind(Named):
    """A kind of organisation.

    short: for narrow screens. body: the committee that leads it (“đảng ủy xã, phường”).
    parents: codes of kinds it may stand under; may_be_top: it may stand under none.
    is_cell: members belong to it directly. is_grassroots: it is a “tổ chức cơ sở đảng”.
    code_level: which part of the official code M1.M2.M3.M4.M5 names it, 1 to 5.
    closed_on: the first day on which no such organisation exists any more; None: it lives.
    """

    short: str
    body: str
    parents: frozenset[str]
    may_be_top: bool
    is_cell: bool
    is_grassroots: bool
    code_level: int
    closed_on: date | None
    note: str

    def lives_on(self, day: date) -> bool:
        """Whether such an organisation may exist on `day`."""
        return self.closed_on is None or day < self.closed_on

    def may_stand_under(self, parent: str | None) -> bool:
        """Whether it may stand under an organisation of the kind `parent` (None: at the top)."""
        return self.may_be_top if parent is None else parent in self.parents


def organisation_kinds_of(folder: Path) -> Mapping[str, OrganisationKind]:
    """Return every kind by code, highest first. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, ORGANISATION_KINDS), ORGANISATION_KINDS)
    return {kind.code: kind for kind in told.each("kinds", _kind)}


def code_digits_of(folder: Path) -> tuple[int, ...]:
    """Return how many digits each part of an official code has. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, ORGANISATION_KINDS), ORGANISATION_KINDS)
    return told.table("official_code").numbers("digits")


def _kind(told: TableReader) -> OrganisationKind:
    return OrganisationKind(
        *named(told),
        short=told.text("short"),
        body=told.text("body"),
        parents=frozenset(told.texts("parents")),
        may_be_top=told.truth("may_be_top"),
        is_cell=told.truth("is_cell"),
        is_grassroots=told.truth("is_grassroots"),
        code_level=told.number("code_level"),
        closed_on=told.maybe_day("closed_on"),
        note=told.text_or("note"),
    )
