"""What the status of a record means to the rules that are written in code."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

#: Codes of content/parameters/member_statuses.toml that rules of ours name.
PROSPECT = "prospect"
PROBATIONARY = "probationary"
OFFICIAL = "official"
BASES = frozenset((PROSPECT, PROBATIONARY, OFFICIAL))
#: Set and lifted by transfers.
AWAY = "temporary_elsewhere"


class Dated(Protocol):
    """Whatever carries the two dates that tell the base status."""

    joined_on: date | None
    official_on: date | None


class Taken(Protocol):
    """Whatever tells of one step of a status."""

    from_status: str | None
    to_status: str


def base_of(member: Dated, status: str, steps: Iterable[Taken]) -> str:
    """Return the base status that lies beneath `status`.

    A side status (exempt, suspended …) hides it; the steps still tell, the latest first. Where a
    list was taken over without any, the dates do.
    """
    if status in BASES:
        return status
    passed = (code for step in steps for code in (step.to_status, step.from_status))
    base = next((code for code in passed if code in BASES), None)
    if base is not None:
        return base
    return OFFICIAL if member.official_on or not member.joined_on else PROBATIONARY
