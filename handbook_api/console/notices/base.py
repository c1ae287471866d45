"""What the pages about notices share."""

from collections.abc import Collection
from uuid import UUID

from handbook_api.console.offices import require_office
from handbook_api.console.page import ConsolePage
from handbook_api.core.policy import Subject
from handbook_api.notices import queries
from handbook_api.notices.models import NoticeState
from handbook_api.notices.offices import KEEPING_GROUPS, LOOKING_AFTER, SENDING
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow, Totals
from handbook_api.notices.queries.notices import OUT
from handbook_api.notices.schemas.notices import NoticeOut, NoticeSeen, notice_out
from handbook_api.notices.schemas.writing import RevisionIn

NOTICES = "/lam-viec/thong-bao"
_OFFICES = frozenset((*SENDING, *LOOKING_AFTER))

#: In which states of a notice an act makes sense at all; the service refuses the rest.
_STATES = {
    NoticeAct.COMPOSE: (NoticeState.DRAFT,),
    NoticeAct.RELEASE: (NoticeState.AWAITING_RELEASE,),
    NoticeAct.REMIND: (NoticeState.SENT,),
    NoticeAct.CORRECT: (NoticeState.SENT,),
    NoticeAct.EXPORT: OUT,
}


class NoticesPage(ConsolePage):
    """A page about notices, for whoever sends them or looks after those who get them."""

    place = NOTICES

    def row(self, notice_id: UUID) -> NoticeRow:
        """Return a notice that whoever asks has to do with. Raises OfficeNeeded, NoticeNotFound."""
        require_office(self.identity, _OFFICES)
        return queries.get_notice(self.session, self.identity, notice_id)

    def shown(self, row: NoticeRow, totals: Totals | None = None) -> NoticeOut:
        """Return a notice as whoever asks sees it, as the API does."""
        if totals is None and row.notice.state in OUT:
            totals = queries.counts_by_reach(self.session, self.identity, row)
        seen = NoticeSeen(row, totals, queries.sees_whole(self.identity, row))
        return notice_out(self.runtime.content, seen, self.words, self.words.language)

    def offered(self, row: NoticeRow) -> Collection[str]:
        """Return the acts that are offered to whoever asks, as the notice stands."""
        state, subject = NoticeState(row.notice.state), Subject(row.path)
        acts = [act for act, states in _STATES.items() if state in states]
        if state in (NoticeState.AWAITING_RELEASE, NoticeState.SCHEDULED, *OUT[:2]):
            acts.append(NoticeAct.CANCEL)
        if self.identity.account_id in (None, row.notice.author_id) and NoticeAct.RELEASE in acts:
            acts.remove(NoticeAct.RELEASE)
        return {act.name.lower() for act in acts if POLICY.allows(self.identity, act, subject)}

    def revision(self) -> int:
        """Return the state of the notice that the form was made from."""
        return self.form(RevisionIn).revision

    @property
    def keeps_groups(self) -> bool:
        """Whether saved groups are offered; the policy decides about each."""
        return bool(self.identity.paths(*KEEPING_GROUPS))

    @staticmethod
    def address(notice_id: UUID, *more: str) -> str:
        """Return where a notice is followed, or one of its pages."""
        return "/".join((f"{NOTICES}/{notice_id}", *more))
