"""One notice: opened, answered, and what was recorded. Its address is printed, and pushed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.content_store import NoticeAnswer
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.documents import queries as library
from handbook_api.documents.schemas import DocumentBrief, document_brief
from handbook_api.notices.inbox import queries, schemas, service
from handbook_api.notices.inbox.opening import open_own
from handbook_api.notices.inbox.schemas import InboxNoticeOut
from handbook_api.pages.page import Page
from handbook_api.pages.sending_once import new_key, once
from handbook_api.webclient.inbox.calendar import calendar_of
from handbook_api.webclient.inbox.standing import (
    corrections_of,
    is_late,
    is_open,
    line_of,
)
from handbook_api.webclient.library.addresses import document_address

#: What browsers say of a page they only fetch ahead; none of these is somebody reading.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
#: How somebody's own going to a page is fetched, by the browser or by our service worker.
_GOING = (None, "navigate", "same-origin")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that goes with a notice. size: bytes of its file, None where we hold none."""

    document: DocumentBrief
    anchor: str | None
    address: str
    size: int | None


class NoticePage(Page):
    """What the pages of one notice share."""

    def address(self, notice_id: UUID, *more: str) -> str:
        """Return where a notice lies, or one of its pages."""
        return "/".join((f"/thong-bao/{notice_id}", *more))

    def full_address(self, notice_id: UUID) -> str:
        """Return where a notice lies, as it is printed and written into calendars."""
        return self.site + self.address(notice_id)

    def own(self, notice_id: UUID) -> InboxNoticeOut:
        """Return a notice of one's own. Raises NoticeNotFound."""
        return self.out(queries.get_own(self.session, self.identity, notice_id))

    def out(self, row: queries.InboxRow) -> InboxNoticeOut:
        """Return a notice with its history, as the API does."""
        return schemas.notice_out(
            self.session, self.identity, self.runtime.content, row, self.words.language
        )

    def answers(self, notice: InboxNoticeOut) -> Mapping[str, NoticeAnswer]:
        """Return what the kind of a notice lets one say, by code."""
        kind = self.runtime.content.notice_kinds.get(notice.kind.code)
        return {one.code: one for one in kind.answers} if kind else {}

    def reason_address(self, notice: InboxNoticeOut, answer: str) -> str:
        """Return where the reason of an answer is asked for."""
        comes = self.answers(notice)[answer].comes
        return self.address(notice.id, "vang-mat" if comes is False else "y-kien")


class Reading(NoticePage):
    """A notice, its answer above its text."""

    audited_reads = True
    keeps = "own"

    def get(self, notice_id: UUID) -> str:
        """Show it; with that its owner has opened it, unless a browser only looks ahead."""
        last_seen: int | None = None
        if self.problem is None and is_somebody_going():
            opened = open_own(self.session, self.identity, notice_id)
            notice, last_seen = self.out(opened.row), opened.last_seen
        else:
            notice = self.own(notice_id)
        return self.render(
            "webclient/inbox/notice.html",
            line=line_of(notice),
            notice=notice,
            is_open=is_open(notice),
            is_late=is_late(notice),
            changing="doi" in request.args or self.problem is not None,
            answers=self.answers(notice),
            corrections=corrections_of(notice, last_seen),
            papers=self._papers(notice),
            key=new_key(),
        )

    def _papers(self, notice: InboxNoticeOut) -> Sequence[Paper]:
        """The documents that come with it and that he may read."""
        ids = list(dict.fromkeys(link.document_id for link in notice.links))
        found = library.documents_by_id(self.session, self.identity, ids, clock.today())
        files = library.files_of_documents(self.session, self.identity, ids)
        briefs = {row.document.id: document_brief(row, self.words) for row in found}
        return [
            Paper(
                briefs[link.document_id],
                link.anchor,
                document_address(link.document_id, link.anchor),
                files[link.document_id].size if link.document_id in files else None,
            )
            for link in notice.links
            if link.document_id in briefs
        ]


class Answering(Reading):
    """An answer by one tap."""

    def post(self, notice_id: UUID) -> Response:
        """Write it down, once."""
        return once(self, lambda: self._answer_with(notice_id))

    def _answer_with(self, notice_id: UUID) -> str:
        said = self.form(schemas.NoticeAnswerIn).answered()
        service.answer(self.session, self.identity, self.runtime.content, notice_id, said)
        return self.address(notice_id, "da-ghi-nhan")


class Confirming(Reading):
    """“Tôi đã đọc”."""

    def post(self, notice_id: UUID) -> Response:
        """Write it down, once."""
        return once(self, lambda: self._confirm(notice_id))

    def _confirm(self, notice_id: UUID) -> str:
        made_at = self.form(schemas.NoticeConfirmationIn).made_at
        service.confirm(self.session, self.identity, self.runtime.content, notice_id, made_at)
        return self.address(notice_id, "da-ghi-nhan")


class Recorded(NoticePage):
    """What was recorded, and what comes next."""

    keeps = "own"

    def get(self, notice_id: UUID) -> str | Response:
        """Show it; who has said nothing yet is led to the notice."""
        notice = self.own(notice_id)
        if notice.answer is None and notice.confirmed_at is None:
            return self.see(self.address(notice_id))
        answer = self.answers(notice).get(notice.answer or "")
        given = [one for one in notice.own_answers if one.answer == notice.answer]
        return self.render(
            "webclient/inbox/recorded.html",
            line=line_of(notice),
            notice=notice,
            answer=answer,
            given=given[-1] if given else None,
            is_open=is_open(notice),
            is_late=is_late(notice),
            number=self._number(notice),
        )

    def _number(self, notice: InboxNoticeOut) -> str:
        """What to read out over the phone: short, and naming nobody."""
        said = queries.answers_of(self.session, self.identity, notice.id)
        named = said[-1].id if said else notice.id
        return named.hex[:8].upper()


class CalendarFile(NoticePage):
    """The meeting, for the phone's calendar."""

    def get(self, notice_id: UUID) -> Response:
        """Give it. Raises NotFound for what has no hour."""
        notice = self.own(notice_id)
        if notice.starts_at is None:
            raise NotFound
        written = calendar_of(notice, notice.starts_at, self.full_address(notice_id))
        answer = Response(written, mimetype="text/calendar")
        answer.headers["Content-Disposition"] = 'attachment; filename="lich-hop.ics"'
        return answer


def is_somebody_going() -> bool:
    """Whether somebody goes to this page, and no browser or script only fetches it ahead."""
    ahead = any(request.headers.get(name) for name in _AHEAD)
    going = request.headers.get("Sec-Fetch-Mode") in _GOING
    return request.method == "GET" and going and not ahead
