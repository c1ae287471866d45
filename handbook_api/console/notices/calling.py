"""Whom to call, and what came of it; one person with all that is known; papers to hand out."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.notices.base import NoticesPage
from handbook_api.core.policy import Subject
from handbook_api.notices.calling import papers, reading, schemas, service
from handbook_api.notices.calling.queries import PaperFilter
from handbook_api.notices.calling.sheet import style_source
from handbook_api.notices.calling.telling import Telling
from handbook_api.notices.calling.timing import is_time_to_call
from handbook_api.notices.calling.vocabulary import Outcome
from handbook_api.notices.models import NoticeState
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow

_A_PAGE = 25


class PeoplePage(NoticesPage):
    """A page about those who get a notice. Reading it is written down."""

    audited_reads = True
    #: Nobody learns from an answer's length what stands in it.
    packed = False

    def telling(self, row: NoticeRow) -> Telling:
        """Return what says recipients in the words of whoever asks."""
        content, words = self.runtime.content, self.words
        return Telling(content, row.notice, words, words.language)

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """What can come of a call, in words."""
        return [(one.value, self.words.label(f"contact_outcome.{one}")) for one in Outcome]


class Calls(PeoplePage):
    """Whom to call."""

    def get(self, notice_id: UUID) -> str:
        """Show them with their numbers, as far as the viewer sees these."""
        row = self.row(notice_id)
        query = self.query(schemas.CallListQuery)
        found = reading.read_call_list(
            *(self.session, self.identity, self.runtime.content, notice_id),
            reading.Part(limit=_A_PAGE, cursor=query.cursor),
        )
        return self.render(
            "console/notices/calls.html",
            notice=self.shown(row),
            calls=self.telling(row).call_list(found),
            outcomes=self.outcomes,
            asks=self._asks(row),
            is_open=row.notice.state in (NoticeState.SENDING, NoticeState.SENT),
        )

    def _asks(self, row: NoticeRow) -> bool:
        kind = self.runtime.content.notice_kinds.get(row.notice.kind)
        return kind is not None and bool(kind.answers)


class Person(PeoplePage):
    """All that is known of one recipient."""

    def get(self, notice_id: UUID, member_id: UUID, contact_id: UUID | None = None) -> str:
        """Show it; reasons only to whoever looks after him today. contact_id: of a refused act."""
        del contact_id
        row = self.row(notice_id)
        seen = reading.read_recipient(self.session, self.identity, notice_id, member_id)
        place = seen.found.place
        subject = Subject(place.path if place else None)
        kind = self.runtime.content.notice_kinds.get(row.notice.kind)
        is_open = row.notice.state in (NoticeState.SENDING, NoticeState.SENT)
        return self.render(
            "console/notices/person.html",
            notice=self.shown(row),
            person=self.telling(row).whole(seen),
            outcomes=self.outcomes,
            kind=kind,
            may_tell=POLICY.allows(self.identity, NoticeAct.TELL, subject)
            and (is_open or is_time_to_call(self.runtime.content, row.notice)),
            may_answer=POLICY.allows(self.identity, NoticeAct.TELL, subject) and is_open,
        )


class NoteContact(Person):
    """Somebody was called, or told."""

    def post(self, notice_id: UUID, member_id: UUID) -> Response:
        """Write down what came of it, and go back to where it was done."""
        self.row(notice_id)
        tried = self.form(schemas.ContactIn).tried()
        content = self.runtime.content
        service.note_contact(self.session, self.identity, content, notice_id, member_id, tried)
        if request.form.get("back") == "list":
            return self.see(f"{self.address(notice_id, 'goi')}?xong={tried.outcome}")
        return self.see(self.address(notice_id, "nguoi", str(member_id)))


class TakeContactBack(Person):
    """What was written down by mistake."""

    def post(self, notice_id: UUID, member_id: UUID, contact_id: UUID) -> Response:
        """Take it back."""
        self.row(notice_id)
        content = self.runtime.content
        service.take_back(self.session, self.identity, content, notice_id, member_id, contact_id)
        return self.see(self.address(notice_id, "nguoi", str(member_id)))


class AnswerFor(Person):
    """What somebody answered by mouth or on paper."""

    def post(self, notice_id: UUID, member_id: UUID) -> Response:
        """Write it down as his; he sees who did."""
        self.row(notice_id)
        said = self.form(schemas.AnswerForIn).answered()
        content = self.runtime.content
        service.answer_for(self.session, self.identity, content, notice_id, member_id, said)
        return self.see(f"{self.address(notice_id, 'nguoi', str(member_id))}?xong=tra-loi")


class Papers(PeoplePage):
    """The notice in large type, to be handed out."""

    def get(self, notice_id: UUID) -> Response:
        """Give the papers for those who are named, or who are told in person; written down."""
        self.row(notice_id)
        named = self.query(schemas.PapersQuery).member_id
        sheet = papers.print_papers(
            *(self.session, self.identity, self.runtime.content, notice_id),
            PaperFilter(named, None),
            self.runtime.settings.public_url,
        )
        answer = FlaskResponse(sheet, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src {style_source()}; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )
        return answer
