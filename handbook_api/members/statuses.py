"""What the status of a record means to the rules that are written in code."""

from datetime import date
from typing import Protocol

#: Codes of content/parameters/member_statuses.toml that rules of ours name.
PROSPECT = "prospect"
PROBATIONARY = "probationary"
OFFICIAL = "official"


class Dated(Protocol):
    """Whatever carries the two dates that tell the base status."""

    joined_on: date | None
    official_on: date | None


def base_of(member: Dated, status: str) -> str:
    """Return the base status that lies beneath `status`.

    A side status (exempt, suspended …) hides it; the dates still tell.
    """
    if status in (PROSPECT, PROBATIONARY, OFFICIAL):
        return status
    return OFFICIAL if member.official_on or not member.joined_on else PROBATIONARY
