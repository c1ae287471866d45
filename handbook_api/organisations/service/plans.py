"""What an act would do to the tree, before it does it: shown to a person, then carried out.

Whatever the act, it comes down to organisations that open, that change in place or in position,
that close, and to who takes over from whom.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from handbook_api.organisations.events import OrganisationMoved
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import OrganisationAct


@dataclass(frozen=True, slots=True)
class Stated:
    """What an act says besides what it does: its day (Vietnam), and the deciding paper."""

    on: date
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """An organisation as its reader knew it; `version` is what he read."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class State:
    """What of an organisation can change."""

    name: str
    kind: str
    code: str | None
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Opening:
    """An organisation that will be."""

    id: UUID
    key: str
    path: str
    is_cell: bool
    opened_on: date
    state: State


@dataclass(frozen=True, slots=True)
class Changing:
    """An organisation that stays and changes, or gets new ones below it.

    path: where it will stand. Of those whose path changes only because something above them
    moves, none is listed for that alone.
    """

    organisation: Organisation
    before: State
    after: State
    path: str

    @property
    def moves(self) -> bool:
        """Whether it will stand under something else, with all that is below it."""
        return self.before.parent_id != self.after.parent_id

    @property
    def recodes(self) -> bool:
        """Whether it will bear another code, or none."""
        return self.before.code != self.after.code


@dataclass(frozen=True, slots=True)
class Closing:
    """An organisation that will be no more."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Plan:
    """What an act would do. Holds rows of the session it was made in, and is carried out there.

    act: for rights and the audit log. what: for the history: opened, changed, moved, merged,
        split, closed.
    successions: who takes over from whom, as (predecessor, successor).
    people: counts of those who are affected, by the keys of events.PeopleOf.
    inside: how many organisations stand below those that move: their paths change.
    news: what the rooms above are told once the rows are written.
    """

    act: OrganisationAct
    what: str
    stated: Stated
    openings: Sequence[Opening] = ()
    changings: Sequence[Changing] = ()
    closings: Sequence[Closing] = ()
    successions: Sequence[tuple[UUID, UUID]] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    inside: int = 0
    news: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What somebody says of an organisation that is to be. parent_id: None for the top."""

    name: str
    kind: str
    parent_id: UUID | None = None
    code: str | None = None


def state_of(organisation: Organisation) -> State:
    """Return what of an organisation can change, as it is now."""
    row = organisation
    return State(name=row.name, kind=row.kind, code=row.code, parent_id=row.parent_id)


def changing(
    organisation: Organisation, after: State | None = None, path: str | None = None
) -> Changing:
    """Return a change of `organisation` into `after`; what is not said stays."""
    before = state_of(organisation)
    return Changing(organisation, before, after or before, path or organisation.path)


def recodings(
    rows: Sequence[Organisation],
    codes: Mapping[UUID, str | None],
    besides: Collection[UUID] = (),
    moved: Mapping[str, str] | None = None,
) -> list[Changing]:
    """Return the changes of `rows` that get other codes, without `besides`.

    moved: old path → new path of the subtrees that move in the same act.
    """
    return [
        changing(row, replace(state_of(row), code=codes[row.id]), _path_after(row.path, moved))
        for row in rows
        if row.id in codes and row.id not in besides and codes[row.id] != row.code
    ]


def _path_after(path: str, moved: Mapping[str, str] | None) -> str:
    roots = [old for old in moved or () if path.startswith(old)]
    if not roots or moved is None:
        return path
    nearest = max(roots, key=len)
    return moved[nearest] + path[len(nearest) :]


def moves_of(changings: Sequence[Changing]) -> list[OrganisationMoved]:
    """Return what the rooms above are told of those that move."""
    return [
        OrganisationMoved(one.organisation.id, one.organisation.path, one.path)
        for one in changings
        if one.moves
    ]
