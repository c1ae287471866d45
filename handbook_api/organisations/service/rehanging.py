"""Organisations below one that merges or splits come to stand under those that take over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import SYSTEM
from handbook_api.organisations import queries
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.service.checking import kind_of, must_fit
from handbook_api.organisations.service.plans import (
    Changing,
    Opening,
    State,
    Stated,
    changing,
    recodings,
)
from handbook_api.organisations.service.reading import outer_path
from handbook_api.organisations.service.replanting import Planting, code_at, planted_codes


@dataclass(frozen=True, slots=True)
class Home:
    """An organisation that gets others below it: one that lives, or one that is to be opened.

    code: its own, or that of the nearest above it.
    """

    id: UUID
    path: str
    kind: str
    name: str
    code: str | None
    row: Organisation | None = None
    opening: Opening | None = None

    @classmethod
    def living(cls, row: Organisation, code: str | None) -> Self:
        """Return a living organisation as a home."""
        return cls(row.id, row.path, row.kind, row.name, code, row=row)

    @classmethod
    def coming(cls, opening: Opening, above: str | None) -> Self:
        """Return an organisation that is to be opened as a home. above: the code above it."""
        state = opening.state
        code = state.code or above
        return cls(opening.id, opening.path, state.kind, state.name, code, opening=opening)


def rehung(  # noqa: PLR0913  # who goes where, what they are to be coded, who makes room
    session: Session,
    content: Content,
    stated: Stated,
    homes: Mapping[UUID, Home],
    rows: Sequence[Organisation],
    *,
    codes: Mapping[UUID, str],
    leaving: Collection[UUID],
) -> list[Changing]:
    """Return how `rows` and what is below them change when each comes to stand under its home.

    Those deepest in the tree come first, so that no path changes before it is used. codes: tidy,
    where one was said. leaving: who gives up his code and his place. Raises KindDoesNotFit,
    CodeNotUnderParent, CodeHeld.
    """
    for row in rows:
        must_fit(kind_of(content, row.kind), kind_of(content, homes[row.id].kind))
    before = {path: code_at(session, path) for path in {outer_path(row.path) for row in rows}}
    plantings = [
        Planting(row, before[outer_path(row.path)], homes[row.id].code, codes.get(row.id))
        for row in rows
    ]
    below = _living_below(session, rows, leaving)
    planted = planted_codes(
        session,
        content.organisation_code_digits,
        stated.on,
        plantings,
        below,
        leaving=leaving,
        taken={home.code for home in homes.values() if home.opening and home.code},
    )
    moved = {row.path: path_under(homes[row.id].path, row.key) for row in rows}
    roots = [
        changing(row, State(row.name, row.kind, planted[row.id], homes[row.id].id), moved[row.path])
        for row in sorted(rows, key=lambda row: (-len(row.path), row.path))
    ]
    return [*roots, *recodings(below, planted, besides=homes, moved=moved)]


def _living_below(
    session: Session, rows: Sequence[Organisation], leaving: Collection[UUID]
) -> list[Organisation]:
    """Return `rows` and what lives below them, each once, without those that leave."""
    found = queries.organisations_inside(session, SYSTEM, *(row.path for row in rows))
    return [row for row in found if row.id not in leaving]
