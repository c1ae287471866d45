"""What there is to do, for whom: what is offered, not what is allowed. Policies decide that."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook_api.core.identity import Identity, Role
from handbook_api.core.words import Words

_LEADERS = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY})
_OFFICERS = frozenset({Role.ORGANISATION_OFFICER, Role.OFFICE_OFFICER})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the console. word: what it is called, by its key."""

    address: str
    word: str
    roles: frozenset[Role]


ENTRIES: Sequence[Entry] = (Entry("/lam-viec", "console.today", frozenset(Role) - {Role.MEMBER}),)


def menu_of(viewer: Identity, words: Words) -> Sequence[tuple[str, str]]:
    """Return (address, word) of every place that has to do with an office of `viewer`.

    Offices that sleep until the one-time code is given are counted: the place asks for it.
    """
    held = {grant.role for grant in (*viewer.grants, *viewer.dormant)}
    return [(entry.address, words.say(entry.word)) for entry in ENTRIES if entry.roles & held]
