"""Somebody is given an office, gives it up, or has it done by another for a time."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from handbook_api.auth.appointments import queries, schemas, service
from handbook_api.auth.appointments.errors import AppointmentNotFound
from handbook_api.auth.appointments.policy import DECIDING, POLICY, AppointmentAct
from handbook_api.console.organisations.base import OrganisationsPage, missing
from handbook_api.console.typed_times import Parts
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.policy import Subject
from handbook_api.members import queries as members
from handbook_api.members.queries import MemberAt
from handbook_api.members.schemas.lists import MemberSearchIn
from handbook_api.organisations.models import Organisation

#: So many bearers of a name are offered.
_MOST_FOUND = 20
#: So many who may stand in are offered.
_MOST_STAND_INS = 50


class AppointmentsPage(OrganisationsPage):
    """A page that names people."""

    packed = False

    def after(self, organisation_id: UUID, done: str) -> Response:
        """Lead on to the organisation, where it is said what was done."""
        return self.see(f"{self.address(organisation_id)}?xong={done}")

    def role_name(self, role: str) -> str:
        """Return what a role is called."""
        return self.runtime.content.roles[Role(role)].called(self.words.language)


class Appoint(AppointmentsPage):
    """An office for somebody: who, which, for how long."""

    def get(self, organisation_id: UUID) -> str:
        """Ask for the name of the person; then, of those found, who and which office."""
        row = self._allowed(organisation_id)
        name = request.form.get("name", "").strip()
        return self._render(row, name)

    def post(self, organisation_id: UUID) -> Response:
        """The office is given; its holder is told."""
        row = self._allowed(organisation_id)
        for name in ("account_id", "role"):
            if not request.form.get(name):
                raise missing(name)
        since, until = self.typed_day("since"), self.typed_day("until", required=False)
        body = self.form(
            schemas.AppointIn,
            since=since and since.isoformat(),
            until=until and until.isoformat(),
        )
        asked = service.NewAppointment(organisation_id=row.id, **body.model_dump())
        service.appoint(self.session, self.identity, self.runtime.content, asked)
        return self.after(row.id, "giao")

    def _allowed(self, organisation_id: UUID) -> Organisation:
        """Return the organisation. Raises as the policy does, and where no office is decided."""
        row = self.living(organisation_id)
        POLICY.require(self.identity, AppointmentAct.APPOINT, Subject(row.path))
        return row

    def _render(self, row: Organisation, name: str) -> str:
        found, complete = self._found(name) if name else (None, True)
        return self.render(
            "console/organisations/appoint.html",
            organisation=row,
            name=name,
            found=found,
            complete=complete,
            roles=self._roles(row),
            today=Parts.of_day(clock.today()),
            nothing=Parts(),
        )

    def _found(self, name: str) -> tuple[Sequence[MemberAt], bool]:
        """Return who bears the name, the reader himself left out, and whether these are all."""
        found = members.search_account_holders(self.session, self.identity, name, limit=_MOST_FOUND)
        own = self.identity.account_id
        return [one for one in found.members if one.member.account_id != own], found.complete

    def _roles(self, row: Organisation) -> Sequence[tuple[str, str]]:
        """Return the offices that the reader decides on in this organisation."""
        subject = Subject(row.path)
        return [
            (role.value, self.role_name(role))
            for role, spec in self.runtime.content.roles.items()
            if role in DECIDING
            and spec.may_be_held(in_cell=row.is_cell)
            and POLICY.allows(self.identity, DECIDING[role], subject)
        ]


class FindHolder(Appoint):
    """Who bears a name, which is typed into the body of a form and stands in no address."""

    def post(self, organisation_id: UUID) -> str:  # type: ignore[override]  # shows, leads nowhere
        """Show them, the most alike first."""
        row = self._allowed(organisation_id)
        name = self.form(MemberSearchIn).name
        return self._render(row, name)


class HeldPage(AppointmentsPage):
    """A page about one appointment."""

    def held(self, organisation_id: UUID, appointment_id: UUID) -> queries.AppointmentRow:
        """Return it. Raises OrganisationNotFound, AppointmentNotFound."""
        row = self.living(organisation_id)
        found = queries.get_appointment(self.session, self.identity, appointment_id)
        if found.organisation.id != row.id:
            raise AppointmentNotFound(id=appointment_id)
        return found

    def require(self, found: queries.AppointmentRow, act: AppointmentAct) -> None:
        """Return when the reader may, as the service asks it. Raises as the policy does."""
        held = found.appointment
        whose: UUID | None = held.account_id
        if act == AppointmentAct.END:
            whose = self._stood_in_for(held.delegated_from_id)
        subject = Subject(found.organisation.path, whose)
        POLICY.require(self.identity, act, subject)
        if whose is None or whose != self.identity.account_id:
            POLICY.require(self.identity, DECIDING[Role(held.role)], subject)

    def _stood_in_for(self, origin_id: UUID | None) -> UUID | None:
        """Return whose office it is that somebody else holds for a time."""
        if origin_id is None:
            return None
        origin = queries.get_appointment(self.session, self.identity, origin_id)
        return origin.appointment.account_id


class End(HeldPage):
    """Somebody holds an office no longer."""

    def get(self, organisation_id: UUID, appointment_id: UUID) -> str:
        """Ask from when on."""
        found = self.held(organisation_id, appointment_id)
        self.require(found, AppointmentAct.END)
        return self.render(
            "console/organisations/end.html",
            organisation=found.organisation,
            held=found.appointment,
            holder=found.holder,
            role=self.role_name(found.appointment.role),
            today=Parts.of_day(clock.today()),
        )

    def post(self, organisation_id: UUID, appointment_id: UUID) -> Response:
        """The office is over from that day on, and whoever stands in for it ceases too."""
        found = self.held(organisation_id, appointment_id)
        on = self.typed_day("on")
        body = self.form(schemas.EndAppointmentIn, on=on and on.isoformat())
        asked = service.Ending(found.appointment.id, body.on)
        service.end_appointment(self.session, self.identity, self.runtime.content, asked)
        return self.after(organisation_id, "thoi")


class Delegate(HeldPage):
    """Somebody stands in for another, until a day."""

    def get(self, organisation_id: UUID, appointment_id: UUID) -> str:
        """Ask who, and until when."""
        found = self.held(organisation_id, appointment_id)
        self.require(found, AppointmentAct.DELEGATE)
        return self.render(
            "console/organisations/delegate.html",
            organisation=found.organisation,
            held=found.appointment,
            holder=found.holder,
            role=self.role_name(found.appointment.role),
            stand_ins=self._stand_ins(found),
            today=Parts.of_day(clock.today()),
            nothing=Parts(),
        )

    def post(self, organisation_id: UUID, appointment_id: UUID) -> Response:
        """He has the rights of the other's office until that day."""
        found = self.held(organisation_id, appointment_id)
        if not request.form.get("account_id"):
            raise missing("account_id")
        since, until = self.typed_day("since"), self.typed_day("until")
        body = self.form(
            schemas.DelegateIn,
            since=since and since.isoformat(),
            until=until and until.isoformat(),
        )
        asked = service.NewDelegation(
            found.appointment.id,
            body.account_id,
            body.since or clock.today(),
            body.until,
            body.decision,
        )
        service.delegate(self.session, self.identity, self.runtime.content, asked)
        return self.after(organisation_id, "uy-quyen")

    def _stand_ins(self, found: queries.AppointmentRow) -> Sequence[tuple[str, str]]:
        """Return account and name of those whose own office lets them stand in."""
        fit = self.runtime.content.roles[Role(found.appointment.role)].stand_ins
        page = queries.page_of_appointments(
            self.session, self.identity, found.organisation, counting=True, limit=_MOST_STAND_INS
        )
        return [
            (
                str(row.appointment.account_id),
                f"{row.holder} – {self.role_name(row.appointment.role)}",
            )
            for row in page.rows
            if row.appointment.role in fit
            and row.appointment.delegated_from_id is None
            and row.holder is not None
            and row.appointment.account_id
            not in (found.appointment.account_id, self.identity.account_id)
        ]
