"""Roles over HTTP."""

from uuid import UUID

from flask_restx import Namespace

from handbook_api.auth.appointments import errors, queries, schemas, service
from handbook_api.auth.appointments.policy import AppointmentAct
from handbook_api.auth.errors import AccountNotFound, NotYourself
from handbook_api.auth.resources.base import AuthResource
from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.errors import OrganisationClosed, OrganisationNotFound

ns = Namespace("appointments", path="/")

#: Nobody is more things in his life than this.
_MOST_OWN = 200


class AppointmentResource(AuthResource):
    """An answer about roles."""

    def shown(self, row: queries.AppointmentRow) -> schemas.AppointmentOut:
        """Return the appointment as it is read."""
        return schemas.appointment_out(row, self.roles, language_of_request())

    def found(self, appointment_id: UUID) -> schemas.AppointmentOut:
        """Return the appointment as it stands after the act."""
        return self.shown(queries.get_appointment(self.session, self.identity, appointment_id))


@ns.route("/organisations/<uuid:organisation_id>/appointments")
class Appointments(AppointmentResource):
    """The roles of an organisation."""

    @operation(
        "listAppointments",
        "appointments",
        access=Access.SIGNED_IN,
        query=schemas.AppointmentListQuery,
        gives=schemas.AppointmentPageOut,
        refuses=[OrganisationNotFound],
        conditional=False,
    )
    def get(
        self, organisation_id: UUID, query: schemas.AppointmentListQuery
    ) -> schemas.AppointmentPageOut:
        """Ai giữ vai trò gì trong một tổ chức đảng, nay và trước đây; nhiệm kỳ mới nhất trước."""
        seen = organisations.get_organisation(self.session, self.identity, organisation_id)
        page = queries.page_of_appointments(
            self.session,
            self.identity,
            seen,
            counting=query.counting,
            limit=query.limit,
            cursor=query.cursor,
        )
        return schemas.AppointmentPageOut(
            items=[self.shown(row) for row in page.rows], next_cursor=page.next_cursor
        )

    @operation(
        "appoint",
        "appointments",
        access=AppointmentAct.APPOINT,
        takes=schemas.AppointIn,
        gives=schemas.AppointmentOut,
        status=201,
        refuses=[
            OrganisationNotFound,
            OrganisationClosed,
            AccountNotFound,
            NotYourself,
            errors.RoleByMembership,
            errors.RoleNotHere,
            errors.TermReversed,
            errors.TermTooEarly,
            errors.HolderDisabled,
            errors.TermOverlaps,
            errors.SecretaryInPlace,
            errors.RoleFull,
        ],
    )
    def post(self, organisation_id: UUID, body: schemas.AppointIn) -> schemas.AppointmentOut:
        """Giao một vai trò cho một người, theo nhiệm kỳ. Không ai tự giao vai trò cho mình."""
        asked = service.NewAppointment(organisation_id=organisation_id, **body.model_dump())
        made = service.appoint(self.session, self.identity, self.runtime.content, asked)
        return self.found(made.id)


@ns.route("/appointments/<uuid:appointment_id>/ending")
class Ending(AppointmentResource):
    """A role ends."""

    @operation(
        "endAppointment",
        "appointments",
        access=AppointmentAct.END,
        takes=schemas.EndAppointmentIn,
        gives=schemas.AppointmentOut,
        refuses=[
            errors.AppointmentNotFound,
            errors.RoleByMembership,
            errors.AppointmentOver,
            errors.TermReversed,
            OrganisationClosed,
        ],
    )
    def post(self, appointment_id: UUID, body: schemas.EndAppointmentIn) -> schemas.AppointmentOut:
        """Thôi giữ vai trò từ một ngày; hôm nay thì có hiệu lực ngay, ủy quyền cũng hết theo."""
        asked = service.Ending(appointment_id, body.on)
        return self.shown(
            service.end_appointment(self.session, self.identity, self.runtime.content, asked)
        )


@ns.route("/appointments/<uuid:appointment_id>/delegation")
class Delegation(AppointmentResource):
    """Somebody stands in."""

    @operation(
        "delegateAppointment",
        "appointments",
        access=AppointmentAct.DELEGATE,
        takes=schemas.DelegateIn,
        gives=schemas.AppointmentOut,
        status=201,
        refuses=[
            errors.AppointmentNotFound,
            errors.NotDelegable,
            errors.TermReversed,
            errors.DelegationTooLong,
            errors.AppointmentOver,
            errors.CannotStandIn,
            errors.StandInInPlace,
            errors.HolderDisabled,
            NotYourself,
            OrganisationClosed,
        ],
    )
    def post(self, appointment_id: UUID, body: schemas.DelegateIn) -> schemas.AppointmentOut:
        """Ủy quyền có thời hạn: bí thư đi vắng thì phó bí thư làm thay đến hết ngày đã định."""
        since = body.since or clock.today()
        asked = service.NewDelegation(
            appointment_id, body.account_id, since, body.until, body.decision
        )
        made = service.delegate(self.session, self.identity, self.runtime.content, asked)
        return self.found(made.id)


@ns.route("/me/appointments")
class OwnAppointments(AppointmentResource):
    """One's own roles."""

    @operation(
        "listOwnAppointments",
        "me",
        access=Access.SIGNED_IN,
        gives=schemas.OwnAppointmentsOut,
        conditional=False,
    )
    def get(self) -> schemas.OwnAppointmentsOut:
        """Tôi giữ và từng giữ vai trò gì, ở đâu, kể cả chi bộ của mình."""
        rows = queries.own_appointments(self.session, self.identity, limit=_MOST_OWN)
        return schemas.OwnAppointmentsOut(items=[self.shown(row) for row in rows])
