"""What happened to a record, for the rooms above and beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    """Somebody belongs to no cell of ours any more from `on` on: he left, was expelled, died."""

    member_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class IsAway:
    """Question: is a transfer under way by which this member stays elsewhere for a time?

    Answer: True or False.
    """

    member_id: UUID


@dataclass(frozen=True, slots=True)
class FieldsForgotten:
    """The time that `fields` of a record are kept for is over: whoever keeps words about them
    forgets those too. term_over: so is the term after the end, for all that is not kept for ever.
    """

    member_id: UUID
    fields: frozenset[str]
    term_over: bool


@dataclass(frozen=True, slots=True)
class MemberErased:
    """A record is being erased: whoever keeps words about the person forgets them now."""

    member_id: UUID
    account_id: UUID


@dataclass(frozen=True, slots=True)
class HeldAbout:
    """Question: what do the rooms above keep about the person with this account, to be shown to
    himself? Answer: Holding.
    """

    account_id: UUID


@dataclass(frozen=True, slots=True)
class Holding:
    """What one room keeps. code: the label “own_data.<code>” says what it is. entries: the latest
    first; texts by name, times in ISO 8601 (UTC).
    """

    code: str
    entries: Sequence[Mapping[str, str]]
