"""The whole living tree in memory, for lists that add to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core.identity import ROOT_PATH, Identity
from handbook_api.organisations import names, queries
from handbook_api.organisations.models import Organisation, OrganisationCode
from handbook_api.organisations.service.plans import Opening


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that is there or that is to be opened.

    above: the code that codes below it begin with.
    """

    id: UUID
    path: str
    name: str
    kind: str
    code: str | None
    above: str | None
    parent_id: UUID | None
    opened_on: date


@dataclass(slots=True)
class KnownTree:
    """What is there, by code and by place; grows with what is to be opened.

    free_from: of every code that was ever given, the day from which it may be given again;
    None: somebody bears it.
    """

    free_from: Mapping[str, date | None]
    by_code: dict[str, Known] = field(default_factory=dict)
    by_place: dict[tuple[UUID | None, str], Known] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """It is found by its code and by its place from now on."""
        self.by_place[known.parent_id, names.fold(known.name)] = known
        if known.code is not None:
            self.by_code[known.code] = known

    def find(self, code: str | None, name: str, parent: Known | None) -> Known | None:
        """Return what bears `code`; without a code, what has that name under that parent."""
        if code is not None:
            return self.by_code.get(code)
        return self.by_place.get((parent.id if parent else None, names.fold(name)))


def known_tree(session: Session, actor: Identity) -> KnownTree:
    """Return the living organisations that `actor` sees; two statements."""
    given = select(OrganisationCode.code, OrganisationCode.until).order_by(OrganisationCode.since)
    tree = KnownTree({row.code: row.until for row in session.execute(given)})
    above: dict[UUID | None, str | None] = {}
    for row in queries.organisations_inside(session, actor, ROOT_PATH):
        above[row.id] = row.code or above.get(row.parent_id)
        tree.add(_known(row, above[row.id]))
    return tree


def to_be(opening: Opening, above: str | None) -> Known:
    """Return an organisation that is to be opened. above: the code above it."""
    state = opening.state
    return Known(
        opening.id,
        opening.path,
        state.name,
        state.kind,
        state.code,
        state.code or above,
        state.parent_id,
        opening.opened_on,
    )


def _known(row: Organisation, above: str | None) -> Known:
    return Known(
        row.id, row.path, row.name, row.kind, row.code, above, row.parent_id, row.opened_on
    )
