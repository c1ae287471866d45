"""One organisation: what it is, what stands below it, who serves there, what happened to it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from handbook_api.auth.appointments import queries as appointments
from handbook_api.auth.appointments.policy import DECIDING, AppointmentAct
from handbook_api.auth.appointments.policy import POLICY as APPOINTMENTS
from handbook_api.auth.appointments.queries import AppointmentRow
from handbook_api.auth.appointments.schemas import (
    AppointmentListQuery,
    AppointmentOut,
    appointment_out,
)
from handbook_api.console.organisations.base import PER_PAGE, OrganisationsPage, above
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.core.paging import Page as RowsPage
from handbook_api.core.policy import Subject
from handbook_api.http.wire import Cursor, QueryModel
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.organisations import queries
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.queries import OrganisationAt, OrganisationFilter
from handbook_api.organisations.schemas import giving
from handbook_api.organisations.schemas.taking import HistoryQuery
from handbook_api.statistics.policy import POLICY as FIGURES
from handbook_api.statistics.policy import StatisticsAct

#: So many holders are shown beside an organisation; the others stand on a page of their own.
_MOST_HOLDERS = 50


class ChildrenQuery(QueryModel):
    """Which page of what stands below."""

    cursor: Cursor = None


class OneOrganisation(OrganisationsPage):
    """One organisation."""

    #: Names of people: nobody learns from an answer's length who they are.
    packed = False

    def get(self, organisation_id: UUID) -> str:
        """Show it, with what can be done."""
        row = self.organisation(organisation_id)
        below = self._below(row, self.query(ChildrenQuery).cursor)
        holders = appointments.page_of_appointments(
            self.session, self.identity, row, counting=True, limit=_MOST_HOLDERS
        )
        return self.render(
            "console/organisations/one.html",
            shown=self._shown(row),
            children=self.briefs(below.rows),
            next_cursor=below.next_cursor,
            holders=self._by_office(holders.rows),
            offered=self._offered(row),
            ends=self._ends(holders.rows),
            delegates=self._delegates(holders.rows),
        )

    def holder(self, row: AppointmentRow) -> AppointmentOut:
        """Return an appointment as its reader may know it."""
        return appointment_out(row, self.runtime.content.roles, self.words.language)

    def _by_office(self, rows: Sequence[AppointmentRow]) -> Sequence[AppointmentOut]:
        """Return who serves, whoever leads first; in one office, the latest term first."""
        order = [role.value for role in self.runtime.content.roles]
        shown = [self.holder(row) for row in rows]
        return sorted(shown, key=lambda one: order.index(one.role.code))

    def _shown(self, row: Organisation) -> giving.OrganisationOut:
        session, viewer = self.session, self.identity
        children = queries.count_children(session, viewer, [row.id]).get(row.id, 0)
        return giving.organisation_out(
            OrganisationAt(row, children),
            queries.organisations_above(session, viewer, row),
            queries.codes_of(session, viewer, row),
            queries.kin_of(session, viewer, row),
            self.kinds,
            self.words.language,
        )

    def _below(self, row: Organisation, cursor: str | None) -> RowsPage[OrganisationAt]:
        return queries.page_of_organisations(
            self.session,
            self.identity,
            OrganisationFilter(parent_id=row.id),
            clock.today(),
            limit=PER_PAGE,
            cursor=cursor,
        )

    def _offered(self, row: Organisation) -> Collection[str]:
        """Return the acts that are offered, as the policies say; those asleep are offered too."""
        if row.closed_on is not None:
            return ()
        who = self.identity.awakened()
        at, over = Subject(row.path), Subject(above(row.path))
        acts = {
            "change": POLICY.allows(who, OrganisationAct.CHANGE, at),
            "open": not row.is_cell and POLICY.allows(who, OrganisationAct.OPEN, at),
            "move": POLICY.allows(who, OrganisationAct.MOVE, over),
            "merge": POLICY.allows(who, OrganisationAct.MERGE, over),
            "split": POLICY.allows(who, OrganisationAct.SPLIT, over),
            "close": POLICY.allows(who, OrganisationAct.CLOSE, over),
            "appoint": APPOINTMENTS.allows(who, AppointmentAct.APPOINT, at),
            "figures": FIGURES.allows(who, StatisticsAct.READ, at),
            "people": any(who.holds_over(role, row.path) for role in SEEING_PEOPLE),
        }
        return {name for name, is_allowed in acts.items() if is_allowed}

    def _ends(self, rows: Sequence[AppointmentRow]) -> Collection[UUID]:
        """Return which of these the reader may end: what he decides on, and who stands in for
        him."""
        origins = {row.appointment.id: row.appointment.account_id for row in rows}
        found = set()
        for row in rows:
            of = row.appointment.delegated_from_id
            stood_for = origins.get(of) if of else None
            if self._may(row, AppointmentAct.END, stood_for):
                found.add(row.appointment.id)
        return found

    def _delegates(self, rows: Sequence[AppointmentRow]) -> Collection[UUID]:
        """Return for which of these the reader may have somebody stand in."""
        roles = self.runtime.content.roles
        return {
            row.appointment.id
            for row in rows
            if row.appointment.delegated_from_id is None
            and roles[Role(row.appointment.role)].delegable
            and self._may(row, AppointmentAct.DELEGATE, row.appointment.account_id)
        }

    def _may(self, row: AppointmentRow, act: AppointmentAct, whose: UUID | None) -> bool:
        if row.organisation.closed_on is not None or row.holder is None:
            return False
        who = self.identity.awakened()
        subject = Subject(row.organisation.path, whose)
        decides = APPOINTMENTS.allows(who, DECIDING[Role(row.appointment.role)], subject)
        is_own = whose is not None and whose == who.account_id
        return APPOINTMENTS.allows(who, act, subject) and (decides or is_own)


class Roles(OneOrganisation):
    """Who held which office there, now and before."""

    def get(self, organisation_id: UUID) -> str:
        """Show it, the latest term first."""
        row = self.organisation(organisation_id)
        query = self.query(AppointmentListQuery)
        page = appointments.page_of_appointments(
            self.session, self.identity, row, limit=PER_PAGE, cursor=query.cursor
        )
        return self.render(
            "console/organisations/roles.html",
            organisation=row,
            holders=[self.holder(one) for one in page.rows],
            next_cursor=page.next_cursor,
        )


class History(OrganisationsPage):
    """What happened to an organisation."""

    def get(self, organisation_id: UUID) -> str:
        """Show it, the last first."""
        row = self.organisation(organisation_id)
        query = self.query(HistoryQuery)
        page = queries.page_of_changes(
            self.session, self.identity, row, limit=PER_PAGE, cursor=query.cursor
        )
        changes: Sequence[giving.OrganisationChangeOut] = [
            giving.change_out(one, self.words) for one in page.rows
        ]
        return self.render(
            "console/organisations/history.html",
            organisation=row,
            changes=changes,
            next_cursor=page.next_cursor,
        )
