"""Somebody comes from elsewhere with his paper: new here, or back with the record he had."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.console.offices import require_office
from handbook_api.console.people.base import MEMBERS
from handbook_api.console.records.transfers import TRANSFERS, TransfersPage
from handbook_api.console.typed_times import Parts
from handbook_api.core.identity import Role
from handbook_api.members import queries as members
from handbook_api.members.models import Member
from handbook_api.members.transfers import schemas, service

RECEIVING = f"{TRANSFERS}/tu-noi-khac"
_OFFICERS = frozenset({Role.ORGANISATION_OFFICER})
_DAYS = ("since", "until", "on")


class ReceivingPage(TransfersPage):
    """A page on which a paper from elsewhere is entered."""

    def ask(self, member: Member | None) -> str:
        """Ask who comes from where, to which cell. member: whose record is here already."""
        require_office(self.identity, _OFFICERS)
        flow, language = self.runtime.content.transfer_flow, self.words.language
        kinds = [
            (kind.code, kind.called(language))
            for kind in flow.kinds.values()
            if kind.to_here and not kind.from_here and not (member and kind.temporary)
        ]
        return self.render(
            "console/records/receive.html",
            member=member,
            back=f"{MEMBERS}/{member.id}" if member else TRANSFERS,
            kinds=kinds,
            cells=self.organisations(cells_alone=True),
            for_study="for_study" in request.form,
            empty=Parts(),
        )

    def begin(self, member_id: UUID | None) -> Response:
        """Write it down; the cell's step follows on the page of the transfer."""
        days = {name: self.day(name) for name in _DAYS}
        given = {name: day for name, day in days.items() if day is not None}
        body = self.form(schemas.TransferIn, member_id=member_id, **given)
        asked = service.NewTransfer(**body.model_dump())
        row = service.start_transfer(self.session, self.identity, self.runtime.content, asked)
        return self.see(f"{TRANSFERS}/{row.transfer.id}?xong=ghi-nhan")


class Receive(ReceivingPage):
    """Somebody who has no record here."""

    def get(self) -> str:
        """Ask for his name, too."""
        return self.ask(None)

    def post(self) -> Response:
        """Write it down."""
        return self.begin(None)


class TakeBack(ReceivingPage):
    """Somebody who once left from here."""

    def get(self, member_id: UUID) -> str:
        """Ask where he comes from, and to which cell."""
        return self.ask(members.get_member(self.session, self.identity, member_id).member)

    def post(self, member_id: UUID) -> Response:
        """Write it down."""
        return self.begin(member_id)
