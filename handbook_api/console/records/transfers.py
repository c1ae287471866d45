"""Transfers: who is on the way, one transfer with its steps, and one that begins."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS, PER_PAGE
from handbook_api.console.people.members import Choices
from handbook_api.console.records.changing import ChangingPage
from handbook_api.console.typed_times import Parts
from handbook_api.core.identity import Role
from handbook_api.core.paging import Page
from handbook_api.core.policy import Subject
from handbook_api.http.wire import Limit
from handbook_api.members import queries as members
from handbook_api.members.schemas.lists import MemberBrief
from handbook_api.members.transfers import queries, schemas, service
from handbook_api.members.transfers.policy import POLICY, TransferAct
from handbook_api.pages.writing import short_day

TRANSFERS = "/lam-viec/chuyen-sinh-hoat"
#: Whoever takes steps of transfers.
STEPPING = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISATION_OFFICER})
#: Those whose next step is the reader's.
WAITING = f"{TRANSFERS}?cho=true"
#: So many of them are shown; with each that moves on another comes.
_MOST_WAITING = 100
#: So many who are called alike are offered.
_MOST_ALIKE = 10
_DAYS = ("changed_on", "since", "until", "on")


class TransfersQuery(schemas.TransferListQuery):
    """Filters of the list, as many at once as a page shows.

    xong: what is done. cho: what waits for whoever looks.
    """

    xong: bool = False
    cho: bool = False
    limit: Limit = PER_PAGE


class TransfersPage(ChangingPage):
    """A page about transfers."""

    place = TRANSFERS
    audited_reads = False

    @property
    def may_receive(self) -> bool:
        """Whether entering a paper from elsewhere is offered; the policy decides."""
        return self.serves_as(Role.ORGANISATION_OFFICER)

    def brief(self, row: queries.TransferRow) -> schemas.TransferBrief:
        """Return a transfer as a line of a list."""
        return schemas.transfer_brief(self.runtime.content, row, self.words.language)


class Transfers(TransfersPage):
    """The transfers one has a part in."""

    def get(self) -> str:
        """Show those that are under way or done, the last first; or those that wait for him."""
        require_office(self.identity, STEPPING)
        query = self.query(TransfersQuery)
        page = self._waiting() if query.cho else self._page(query)
        return self.render(
            "console/records/transfers.html",
            transfers=[self.brief(row) for row in page.rows],
            next_cursor=page.next_cursor,
            query=query,
        )

    def _waiting(self) -> Page[queries.TransferRow]:
        content = self.runtime.content
        found = service.transfers_waiting_for(
            self.session, self.identity, content, limit=_MOST_WAITING
        )
        return Page(found, None)

    def _page(self, query: TransfersQuery) -> Page[queries.TransferRow]:
        states = self.runtime.content.transfer_flow.states.values()
        wanted = [one.code for one in states if one.done == query.xong]
        return queries.page_of_transfers(
            self.session,
            self.identity,
            query.model_copy(update={"state": wanted}).filter(self.runtime.content),
            limit=query.limit,
            cursor=query.cursor,
        )


class OneTransfer(TransfersPage):
    """One transfer; that it was read is written down."""

    audited_reads = True

    def get(self, transfer_id: UUID) -> str:
        """Show where it stands, who did what, and what the reader may do now."""
        require_office(self.identity, STEPPING)
        session, viewer, content = self.session, self.identity, self.runtime.content
        row = service.read_transfer(session, viewer, transfer_id)
        steps = queries.steps_of(session, viewer, row)
        shown = schemas.transfer_out(session, viewer, content, row, steps, self.words.language)
        kind = content.transfer_flow.kinds.get(row.transfer.kind)
        asks_record = kind is not None and not kind.temporary and row.member is None
        return self.render(
            "console/records/transfer.html",
            transfer=shown,
            open_steps=[(one.code, one.name) for one in shown.open_steps],
            needing=[one.name for one in shown.open_steps if one.needs_reason],
            asks_cell=bool(shown.open_steps)
            and kind is not None
            and kind.to_here
            and shown.to_cell is None,
            cells=self.organisations(cells_alone=True),
            asks_record=asks_record,
            alike=self._alike(row) if asks_record else (),
            empty=Parts(),
        )

    def _alike(self, row: queries.TransferRow) -> Choices:
        """Return who of the receiving cell is called as the one who comes."""
        if row.to_cell is None:
            return ()
        wanted = members.MemberFilter(row.to_cell.id)
        found = members.search_people(
            self.session, self.identity, row.full_name, wanted, limit=_MOST_ALIKE
        )
        return [(str(one.id), self._called(one)) for one in self.briefs(found.members)]

    def _called(self, member: MemberBrief) -> str:
        born, name = member.birth_date, member.full_name
        say = self.words.say
        return say("console_transfers.born", name=name, day=short_day(born)) if born else name

    def post(self, transfer_id: UUID) -> Response:
        """Take the step."""
        on = self.day("on")
        body = self.form(schemas.TransferStepIn, **({"on": on} if on else {}))
        taken = service.StepTaken(**body.model_dump())
        service.take_step(self.session, self.identity, self.runtime.content, transfer_id, taken)
        return self.see(f"{TRANSFERS}/{transfer_id}?xong=buoc")


class BeginTransfer(TransfersPage):
    """Somebody of here is to go to another cell, or elsewhere."""

    def get(self, member_id: UUID) -> str:
        """Ask where to, why, and for how long."""
        at = members.get_member(self.session, self.identity, member_id)
        POLICY.require(
            self.identity, TransferAct.START, Subject(at.home.path, at.member.account_id)
        )
        flow, language = self.runtime.content.transfer_flow, self.words.language
        kinds = [kind for kind in flow.kinds.values() if kind.from_here]
        return self.render(
            "console/records/begin_transfer.html",
            member=at.member,
            home=at.home,
            record=f"{MEMBERS}/{member_id}",
            kinds=[(kind.code, kind.called(language)) for kind in kinds],
            cells=[
                (id_, name)
                for id_, name in self.organisations(cells_alone=True)
                if id_ != str(at.home.id)
            ],
            for_study="for_study" in request.form,
            empty=Parts(),
        )

    def post(self, member_id: UUID) -> Response:
        """Begin it; the steps that follow are on its own page."""
        days = {name: self.day(name) for name in _DAYS}
        given = {name: day for name, day in days.items() if day is not None}
        body = self.form(schemas.TransferIn, member_id=member_id, **given)
        asked = service.NewTransfer(**body.model_dump())
        row = service.start_transfer(self.session, self.identity, self.runtime.content, asked)
        return self.see(f"{TRANSFERS}/{row.transfer.id}?xong=bat-dau")
