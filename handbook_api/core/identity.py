"""Who asks. A frozen fact sheet, never a live database row."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID


class Audience(StrEnum):
    """For whom a document is."""

    PUBLIC = "public"
    MEMBERS = "members"
    ORGANISATION = "organisation"


class Role(StrEnum):
    """What somebody is in one organisation, for a term. Names and limits: content/parameters."""

    MEMBER = "member"
    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    CELL_COMMITTEE_MEMBER = "cell_committee_member"
    COMMITTEE_MEMBER = "committee_member"
    FOLLOWER = "follower"
    OFFICE_OFFICER = "office_officer"
    ORGANISATION_OFFICER = "organisation_officer"
    PROPAGANDA_OFFICER = "propaganda_officer"
    INSPECTION_OFFICER = "inspection_officer"
    CONTENT_EDITOR = "content_editor"
    ADMINISTRATOR = "administrator"


class Strength(IntEnum):
    """How surely we know who holds this session."""

    NONE = 0
    SLIP = 1
    PASSWORD = 2
    TWO_FACTOR = 3


class Lock(StrEnum):
    """Whether this device asks for a PIN before it shows its owner's record."""

    NONE = "none"
    #: The PIN was given lately.
    OPEN = "open"
    SHUT = "shut"
    #: Typed wrong too often: only signing in again helps.
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one organisation, good on the day it was read.

    path: where the organisation stands in the tree, “/” for everything.
    until: the last day, None for an open term.
    """

    role: Role
    path: str
    organisation_id: UUID | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Readership:
    """What decides which documents somebody may read; equal for everybody of one cell.

    inside: where he belongs in any way. above: where he serves, and answers for what is below.
    """

    sees_everything: bool
    is_member: bool
    inside: tuple[str, ...]
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone who reads or acts.

    name: for logs and audit; never personal data.
    sees_everything: True for the system's own work (indexing, publishing). It widens what is
        *seen*; what may be *done* is asked of a policy all the same.
    grants: roles that count now.
    dormant: roles above cell level, held but asleep until the session has its second factor.
    lock: what this device asks for before it shows its owner's own record.
    """

    name: str
    sees_everything: bool = False
    account_id: UUID | None = None
    session_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    dormant: tuple[Grant, ...] = ()
    strength: Strength = Strength.NONE
    lock: Lock = Lock.NONE

    @property
    def is_guest(self) -> bool:
        """Nobody we know."""
        return self.account_id is None and not self.grants and not self.sees_everything

    @property
    def is_member(self) -> bool:
        """A Party member, whatever else he is."""
        return any(grant.role == Role.MEMBER for grant in self.grants)

    @property
    def readership(self) -> "Readership":
        """What decides which documents this person may read."""
        return Readership(
            sees_everything=self.sees_everything,
            is_member=self.is_member,
            inside=self.paths(*Role),
            above=self.paths(*(role for role in Role if role != Role.MEMBER)),
        )

    def holds(self, role: Role, path: str) -> bool:
        """Whether `role` is held exactly in the organisation at `path`."""
        return any(grant.role == role and grant.path == path for grant in self.grants)

    def holds_over(self, role: Role, path: str) -> bool:
        """Whether `role` is held in the organisation at `path` or in one above it."""
        return any(grant.role == role and path.startswith(grant.path) for grant in self.grants)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Return where any of `roles` is held, without repeats."""
        return tuple(dict.fromkeys(grant.path for grant in self.grants if grant.role in roles))

    def awakened(self) -> "Identity":
        """Return who this would be with the second factor given: to tell why an act is refused."""
        return Identity(
            self.name,
            self.sees_everything,
            self.account_id,
            self.session_id,
            (*self.grants, *self.dormant),
            (),
            Strength.TWO_FACTOR,
            self.lock,
        )


ROOT_PATH = "/"

GUEST = Identity("guest")
SYSTEM = Identity("system", sees_everything=True)

#: Whoever has the shell of the server: he sees all and may do what the two highest officers may.
TERMINAL = Identity(
    "terminal",
    sees_everything=True,
    grants=(Grant(Role.ADMINISTRATOR, ROOT_PATH), Grant(Role.ORGANISATION_OFFICER, ROOT_PATH)),
    strength=Strength.TWO_FACTOR,
)
