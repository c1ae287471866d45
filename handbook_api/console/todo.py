"""What waits for somebody in his offices today, as the rooms' own queries tell it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from handbook_api.auth import queries as accounts
from handbook_api.auth.policy import POLICY as AUTH_POLICY
from handbook_api.auth.policy import AuthAct
from handbook_api.console.documents.base import IMPORTS, DocumentsPage
from handbook_api.console.notices.base import NoticesPage
from handbook_api.console.page import ConsolePage
from handbook_api.console.people.base import RESETS
from handbook_api.console.people.corrections import CORRECTIONS
from handbook_api.console.records.data_requests import REQUESTS
from handbook_api.console.records.transfers import WAITING
from handbook_api.core import clock
from handbook_api.core.policy import Subject
from handbook_api.documents.drafts import queries as drafts
from handbook_api.documents.drafts.models import DraftState
from handbook_api.members.corrections import queries as corrections
from handbook_api.members.corrections.service.recording import OPEN as OPEN_CORRECTIONS
from handbook_api.members.data_rights import queries as data_requests
from handbook_api.members.transfers import service as transfers
from handbook_api.notices import queries as notices
from handbook_api.notices.calling.timing import is_time_to_call
from handbook_api.notices.models import OPEN, NoticeState
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeFilter, NoticeRow, Totals
from handbook_api.pages.writing import number

#: Notices that are looked through: what is older is no affair of today.
_LATEST = 10
_MOST_COUNTED = 100
_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. what: in a sentence; about: which one; act: the words of its button."""

    what: str
    about: str
    address: str
    act: str


def tasks_of(page: ConsolePage) -> list[Task]:
    """Return what waits for whoever asks, the most urgent first."""
    sources: tuple[Callable[[ConsolePage], Iterator[Task]], ...] = (
        _to_release,
        _to_follow,
        _data_requests,
        _transfers,
        _to_finish,
        _resets,
        _corrections,
        _drafts,
    )
    return [task for source in sources for task in source(page)]


def _to_release(page: ConsolePage) -> Iterator[Task]:
    say = page.words.say
    for row in _latest(page, NoticeState.AWAITING_RELEASE):
        is_mine = row.notice.author_id == page.identity.account_id
        if not is_mine and POLICY.allows(page.identity, NoticeAct.RELEASE, Subject(row.path)):
            what = say("console.to_release", count=number(row.notice.people))
            yield _about(row, what, "", say("console.look_at_it"))


def _to_follow(page: ConsolePage) -> Iterator[Task]:
    """Whom to call first; then meetings that are near, and not everybody has answered."""
    say, near = page.words.say, []
    for row in _latest(page, NoticeState.SENT):
        totals = notices.counts_by_reach(page.session, page.identity, row)
        unreached = sum(totals.reach.get(one, 0) for one in OPEN)
        if unreached and is_time_to_call(page.runtime.content, row.notice):
            what = say("console.to_call", count=number(unreached))
            yield _about(row, what, "goi", say("console.call_them"))
        elif silent := _silent_before_a_meeting(page, row, totals):
            what = say("console.to_answer", count=number(silent))
            near.append(_about(row, what, "", say("console.follow_it")))
    yield from near


def _silent_before_a_meeting(page: ConsolePage, row: NoticeRow, totals: Totals) -> int:
    kind = page.runtime.content.notice_kinds.get(row.notice.kind)
    starts, now = row.notice.starts_at, clock.now()
    if kind is None or not kind.answers or starts is None or not now < starts < now + _SOON:
        return 0
    return totals.people - sum(totals.answers.values())


def _to_finish(page: ConsolePage) -> Iterator[Task]:
    say = page.words.say
    for row in _latest(page, NoticeState.DRAFT):
        if row.notice.author_id == page.identity.account_id:
            yield _about(row, say("console.to_finish"), "kiem-tra", say("console.go_on"))


def _resets(page: ConsolePage) -> Iterator[Task]:
    if not AUTH_POLICY.allows(page.identity, AuthAct.LIST_ACCOUNTS, Subject()):
        return
    found = accounts.page_of_resets(page.session, page.identity, limit=_MOST_COUNTED).rows
    waiting = [
        one.reset
        for one in found
        if one.reset.needs_confirmation
        and one.reset.confirmed_at is None
        and one.reset.asked_by != page.identity.account_id
    ]
    if waiting:
        say = page.words.say
        what = say("console.to_confirm", count=len(waiting))
        yield Task(what, "", RESETS, say("console.see_resets"))


def _data_requests(page: ConsolePage) -> Iterator[Task]:
    """What the law gives two working days for comes before what a committee has set itself."""
    session, viewer, say = page.session, page.identity, page.words.say
    waiting = data_requests.page_of_waiting(session, viewer, limit=_MOST_COUNTED).rows
    late = [row for row in waiting if row.request.due_on and row.request.due_on < clock.today()]
    act = say("console_requests.see_them")
    if late:
        what = say("console_requests.to_do_late", count=len(waiting), late=len(late))
        yield Task(what, "", REQUESTS, act)
    elif waiting:
        yield Task(say("console_requests.to_do", count=len(waiting)), "", REQUESTS, act)
    agreed = data_requests.requests_to_carry_out(session, viewer, limit=_MOST_COUNTED)
    if agreed:
        what = say("console_requests.agreed_to_do", count=len(agreed))
        yield Task(what, "", REQUESTS, act)


def _transfers(page: ConsolePage) -> Iterator[Task]:
    """Those he moves on himself, in one line: at what is late somebody waits for his papers."""
    waiting = transfers.transfers_waiting_for(
        page.session, page.identity, page.runtime.content, limit=_MOST_COUNTED
    )
    late = [row for row in waiting if row.transfer.due_on and row.transfer.due_on < clock.today()]
    say = page.words.say
    act = say("console_transfers.see_waiting")
    if late:
        what = say("console_transfers.to_step_late", count=len(waiting), late=len(late))
        yield Task(what, "", WAITING, act)
    elif waiting:
        yield Task(say("console_transfers.to_step", count=len(waiting)), "", WAITING, act)


def _corrections(page: ConsolePage) -> Iterator[Task]:
    found = corrections.page_of_corrections(
        page.session, page.identity, states=OPEN_CORRECTIONS, limit=_MOST_COUNTED
    )
    others = [one for one in found.rows if one.member.account_id != page.identity.account_id]
    if others:
        say = page.words.say
        what = say("console.to_correct", count=len(others))
        yield Task(what, "", CORRECTIONS, say("console.see_corrections"))


def _drafts(page: ConsolePage) -> Iterator[Task]:
    """Documents that were read and wait to be looked through."""
    ready = (DraftState.READY,)
    found = drafts.page_of_drafts(page.session, page.identity, ready, limit=_MOST_COUNTED).rows
    if found:
        say, first = page.words.say, found[0].draft
        what = say("console_documents.to_review", count=len(found))
        address = DocumentsPage.address(first.id) if len(found) == 1 else IMPORTS
        yield Task(what, "", address, say("console_documents.review_them"))


def _latest(page: ConsolePage, state: NoticeState) -> list[NoticeRow]:
    wanted = NoticeFilter(states=(state,))
    found = notices.page_of_notices(page.session, page.identity, wanted, limit=_LATEST)
    return list(found.rows)


def _about(row: NoticeRow, what: str, more: str, act: str) -> Task:
    address = NoticesPage.address(row.notice.id, *filter(None, [more]))
    return Task(what, row.notice.title, address, act)
