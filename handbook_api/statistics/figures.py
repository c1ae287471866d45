"""What is counted of a group of people, and how groups add up."""

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people of a group there are, and how far they have come.

    counted: the denominator of everything else; left_out: members whom a status (exempt, away,
    suspended …) keeps out of it. activated: signed in at least once. seen: signed in, on a device
    that was used lately. with_bell: a device of theirs works for bells. by_app: signed in
    somewhere now, with a bell or without; by_phone, in_person: the others, as their records say.
    by_app, by_phone and in_person add up to counted.
    """

    counted: int = 0
    left_out: int = 0
    activated: int = 0
    seen: int = 0
    with_bell: int = 0
    by_app: int = 0
    by_phone: int = 0
    in_person: int = 0


def total_of(parts: Iterable[Figures]) -> Figures:
    """Return the figures of several groups together."""
    listed = list(parts)
    return Figures(**{one.name: sum(getattr(row, one.name) for row in listed) for one in _FIELDS})


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole per cents; None of nothing. Neither “all” nor “none” is rounded to:
    100 are all, 0 is nobody."""
    if not whole:
        return None
    return part * 100 // whole if part in (0, whole) else min(99, max(1, round(part * 100 / whole)))


_FIELDS = fields(Figures)
