"""What there is to do, for whom: what is offered, not what is allowed. Policies decide that."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook_api.auth.policy import OFFICERS
from handbook_api.core.identity import Identity, Role
from handbook_api.core.words import Words
from handbook_api.documents.drafts.policy import IMPORTING
from handbook_api.members.corrections.policy import DECIDING
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.notices.offices import LOOKING_AFTER, SENDING
from handbook_api.statistics.policy import READING

_LEADERS = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY})
_ORGANISATION_OFFICERS = frozenset({Role.ORGANISATION_OFFICER})
_TRANSFERRING = _LEADERS | _ORGANISATION_OFFICERS
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the console. word: what it is called, by its key. is_of_top: it is about the
    whole service, and concerns offices of the highest organisation alone."""

    address: str
    word: str
    roles: frozenset[Role]
    is_of_top: bool = False


ENTRIES: Sequence[Entry] = (
    Entry("/lam-viec", "console.today", frozenset(Role) - {Role.MEMBER}),
    Entry("/lam-viec/thong-bao", "console_notices.notices", frozenset((*SENDING, *LOOKING_AFTER))),
    Entry("/lam-viec/dang-vien", "console_people.members", frozenset(SEEING_PEOPLE)),
    Entry("/lam-viec/to-chuc", "console_organisations.organisations", frozenset(READING)),
    Entry("/lam-viec/phieu", "console_people.accounts", frozenset((*_LEADERS, *OFFICERS))),
    Entry("/lam-viec/dinh-chinh", "console_people.corrections", frozenset(DECIDING)),
    Entry("/lam-viec/so-lieu", "console_statistics.figures", frozenset(READING)),
    Entry("/lam-viec/chuyen-sinh-hoat", "console_transfers.title", _TRANSFERRING),
    Entry("/lam-viec/yeu-cau-du-lieu", "console_requests.title", _ORGANISATION_OFFICERS),
    Entry("/lam-viec/van-ban", "console_documents.library", frozenset(IMPORTING)),
    Entry("/lam-viec/viec-nen", "console_system.jobs", _ADMINISTRATORS, is_of_top=True),
    Entry("/lam-viec/nhat-ky", "console_system.log", _ADMINISTRATORS),
    Entry("/lam-viec/cai-dat", "console_system.set_up", _ADMINISTRATORS, is_of_top=True),
)


def menu_of(viewer: Identity, words: Words) -> Sequence[tuple[str, str]]:
    """Return (address, word) of every place that has to do with an office of `viewer`.

    Offices that sleep until the one-time code is given are counted: the place asks for it.
    """
    held = (*viewer.grants, *viewer.dormant)
    everywhere = {grant.role for grant in held}
    at_top = {grant.role for grant in held if grant.path.count("/") <= len("//")}
    return [
        (entry.address, words.say(entry.word))
        for entry in ENTRIES
        if entry.roles & (at_top if entry.is_of_top else everywhere)
    ]
