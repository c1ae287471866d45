"""What happened to the tree, for the rooms above; and what the tree asks them.

Facts are emitted once the tree's own rows are written, in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

#: Keys of the counts that answer `PeopleOf`.
MEMBERS = "members"
GUESTS = "guests"
ROLES = "roles"


@dataclass(frozen=True, slots=True)
class OrganisationOpened:
    """A new organisation stands in the tree."""

    organisation_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class OrganisationRenamed:
    """An organisation bears another name."""

    organisation_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class OrganisationMoved:
    """An organisation stands elsewhere, with all that is below it.

    Every path that began with `old_path` begins with `new_path` now.
    """

    organisation_id: UUID
    old_path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class OrganisationsMerged:
    """`predecessor_ids` are closed since `on`; whoever belonged to them belongs to the successor.

    Organisations below them have been moved, each with its own OrganisationMoved. Offices in
    the predecessors end.
    """

    predecessor_ids: tuple[UUID, ...]
    successor_id: UUID
    on: date
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationSplit:
    """Parts were split off `origin_id` on a day.

    assignment: member → part; who is not in it stays. origin_closed: nobody stays, and the
    offices in the origin end.
    """

    origin_id: UUID
    part_ids: tuple[UUID, ...]
    assignment: Mapping[UUID, UUID]
    on: date
    decision: str | None = None
    origin_closed: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationClosed:
    """An organisation without members ended without a successor; offices in it end."""

    organisation_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class PeopleOf:
    """Question: how many people belong to these organisations, and hold a role there?

    Answer: Mapping of MEMBERS (counted there), GUESTS (there for a time), ROLES (offices other
    than belonging) to numbers; each room answers what it knows.
    """

    organisation_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class MembersIn:
    """Question: who belongs to this cell, counted there? Answer: a collection of member ids."""

    organisation_id: UUID
