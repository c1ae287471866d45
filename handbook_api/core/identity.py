"""Who asks. A frozen fact sheet, never a live database row."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """For whom a document is."""

    PUBLIC = "public"
    MEMBERS = "members"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone who reads or acts.

    name: for logs and audit; never personal data.
    sees_everything: True for the system's own work (indexing, publishing). It widens what is
        *seen*; what may be *done* is asked of a policy all the same.
    """

    name: str
    sees_everything: bool = False


GUEST = Identity("guest")
SYSTEM = Identity("system", sees_everything=True)
