"""What people ask about their own data: the queue, the answer, and that it was carried out."""

from datetime import date
from uuid import UUID

from flask import request
from pydantic import Field
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS, PER_PAGE, PeoplePage
from handbook_api.console.typed_times import Mistyped, Parts, typed_day
from handbook_api.core import clock
from handbook_api.core.errors import FieldsRefused
from handbook_api.core.identity import Role
from handbook_api.core.policy import Subject
from handbook_api.http.wire import BodyModel, Cursor, QueryModel
from handbook_api.members import queries as members
from handbook_api.members import service as records
from handbook_api.members.data_rights import queries, schemas, service
from handbook_api.members.data_rights.policy import POLICY, DataAct

REQUESTS = "/lam-viec/yeu-cau-du-lieu"
OFFICERS = frozenset({Role.ORGANISATION_OFFICER})
_MOST_AGREED = 100
#: Kinds of requests that the record itself is changed for.
_DELETE = "delete"
_DONE = [schemas.RequestState.ANSWERED, schemas.RequestState.CARRIED_OUT]


class QueueQuery(QueryModel):
    """Which part of the queue, and from where on."""

    xong: bool = False
    cursor: Cursor = None


class CarryOutIn(BodyModel):
    """What is done. erase: the whole record goes."""

    erase: bool = False


class PaperIn(schemas.DataRequestIn):
    """A request on paper, as a form asks for it."""

    received_on: date = Field()


class RequestsPage(PeoplePage):
    """A page of the queue."""

    place = REQUESTS

    def brief(self, row: queries.RequestRow) -> schemas.DataRequestBrief:
        """Return a request as a line of a list."""
        words = self.words
        return schemas.request_brief(self.runtime.content, row, words, words.language)

    def whole(self, row: queries.RequestRow) -> schemas.DataRequestOut:
        """Return a request with its words."""
        words = self.words
        return schemas.request_out(self.session, self.runtime.content, row, words, words.language)


class DataRequests(RequestsPage):
    """The queue: what waits for an answer, then what waits to be done; or what is done."""

    def get(self) -> str:
        """Show it, the one due first on top."""
        require_office(self.identity, OFFICERS)
        query = self.query(QueueQuery)
        session, viewer = self.session, self.identity
        agreed = []
        if query.xong:
            found = queries.page_of_requests(
                session, viewer, states=_DONE, limit=PER_PAGE, cursor=query.cursor
            )
        else:
            found = queries.page_of_waiting(session, viewer, limit=PER_PAGE, cursor=query.cursor)
            if query.cursor is None:
                agreed = [*queries.requests_to_carry_out(session, viewer, limit=_MOST_AGREED)]
        return self.render(
            "console/records/requests.html",
            waiting=[self.brief(row) for row in found.rows],
            agreed=[self.brief(row) for row in agreed],
            next_cursor=found.next_cursor,
            is_done=query.xong,
            days=self.runtime.content.data_protection(clock.today()).request_answer_working_days,
        )


class OneDataRequest(RequestsPage):
    """One request; that it was read is written down."""

    audited_reads = True

    def get(self, request_id: UUID) -> str:
        """Show what is asked, and ask for the answer."""
        require_office(self.identity, OFFICERS)
        row = service.read_request(self.session, self.identity, request_id)
        return self.render(
            "console/records/request.html",
            asked=self.whole(row),
            is_erased=row.member.erased_at is not None,
            outcomes=[
                (code, self.words.label(f"data_request.{code}"))
                for code in ("agreed", "partly", "refused")
            ],
        )

    def post(self, request_id: UUID) -> Response:
        """Give the answer; the member finds it in his handbook."""
        body = self.form(schemas.AnswerIn)
        given = (body.outcome, body.text)
        service.answer(self.session, self.identity, self.runtime.content, request_id, *given)
        return self.see(f"{REQUESTS}/{request_id}?xong=tra-loi")


class CarryOut(RequestsPage):
    """What was agreed to is done: looked over once more before it is."""

    audited_reads = True

    def get(self, request_id: UUID) -> str | Response:
        """Show what is to be done, and ask for the yes."""
        require_office(self.identity, OFFICERS)
        row = service.read_request(self.session, self.identity, request_id)
        if row.request.closed_at is not None or row.request.answered_at is None:
            return self.see(f"{REQUESTS}/{request_id}")
        return self.render(
            "console/records/carry_out.html",
            asked=self.whole(row),
            may_erase=row.request.kind == _DELETE and row.member.cell_id is None,
            is_member=row.member.cell_id is not None,
        )

    def post(self, request_id: UUID) -> Response:
        """Note it; with the record erased where that was asked for."""
        body = self.form(CarryOutIn)
        row = service.note_carried_out(self.session, self.identity, request_id)
        if body.erase:
            records.erase_member(self.session, self.identity, row.member.id)
        return self.see(f"{REQUESTS}/{request_id}?xong={'xoa' if body.erase else 'lam-xong'}")


class EnterPaper(RequestsPage):
    """A request that came on paper is entered."""

    def get(self, member_id: UUID) -> str:
        """Ask what it says and when it came."""
        at = members.get_member(self.session, self.identity, member_id)
        POLICY.require(self.identity, DataAct.ENTER, Subject(at.home.path, at.member.account_id))
        today = clock.now()
        return self.render(
            "console/records/enter_paper.html",
            member=at.member,
            record=f"{MEMBERS}/{member_id}",
            kinds=[
                (kind.code, kind.called(self.words.language))
                for kind in self.runtime.content.request_kinds.values()
            ],
            received=Parts() if self.problem else Parts.of(today),
        )

    def post(self, member_id: UUID) -> Response:
        """Enter it; its clock runs from the day it came."""
        try:
            day = typed_day(request.form, "received_on")
        except Mistyped as error:
            raise FieldsRefused([error.fault], count=1) from error
        body = self.form(PaperIn, received_on=day or clock.today())
        row = service.enter_paper(
            *(self.session, self.identity, self.runtime.content, member_id),
            service.NewRequest(body.kind, body.text),
            body.received_on,
        )
        return self.see(f"{REQUESTS}/{row.request.id}?xong=ghi")
