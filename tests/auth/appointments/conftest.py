"""A committee with two cells, those who lead them, and those who appoint."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from handbook_api.auth.models import Account, Appointment
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime
from tests.support.apps import create_app
from tests.support.client import Answer, Client
from tests.support.people import (
    a_committee,
    a_member,
    an_account,
    an_organisation,
    appoint,
    signed_in,
)

SINCE = date(2026, 1, 5)


@dataclass(frozen=True)
class House:
    """The organisations, and the accounts by what they are."""

    runtime: Runtime
    client: Client
    committee: Organisation
    cell: Organisation
    neighbour: Organisation
    officer: Account
    administrator: Account
    secretary: Account
    deputy: Account
    member: Account
    stranger: Account

    def acting(self, account: Account, strength: Strength = Strength.TWO_FACTOR) -> Client:
        """The client, signed in as `account` from now on, with one-time codes set up."""
        with self.runtime.transaction() as session:
            session.get_one(Account, account.id).totp_confirmed_at = clock.now()
        return self.client.acting_as(signed_in(self.runtime, account, strength=strength))

    def appoint(self, actor: Account, place: Organisation, **said: object) -> Answer:
        """Ask for an appointment; `said` changes the ordinary one."""
        body = {"account_id": str(self.member.id), "since": SINCE.isoformat(), **said}
        return self.acting(actor).post(f"/organisations/{place.id}/appointments", body)

    def appointment(self, account: Account, role: Role) -> Appointment:
        """The appointment that `account` holds or held."""
        with self.runtime.transaction(read_only=True) as session:
            query = session.query(Appointment).filter_by(account_id=account.id, role=role)
            return query.order_by(Appointment.recorded_at.desc()).first()

    def epoch(self, account: Account) -> int:
        """How often the rights of `account` changed."""
        with self.runtime.transaction(read_only=True) as session:
            return session.get_one(Account, account.id).epoch

    def roles(self, account: Account) -> set[tuple[str, UUID]]:
        """What `account` is today, and where, as its next request would find it."""
        answer = self.acting(account).get("/me")
        return {
            (one["role"]["code"], UUID(one["organisation_id"])) for one in answer.json["grants"]
        }


@pytest.fixture
def house(runtime) -> House:
    with runtime.transaction() as session:
        committee = a_committee(session, name="Đảng bộ xã Thử")
        cell = an_organisation(session, committee, name="Chi bộ Một")
        neighbour = an_organisation(session, committee, name="Chi bộ Hai")
        elsewhere = an_organisation(session, a_committee(session, name="Đảng bộ khác"))
        officer = an_account(session, name="Lê Thị Tổ Chức")
        appoint(session, officer, committee, Role.ORGANISATION_OFFICER)
        administrator = an_account(session, name="Phạm Văn Quản Trị")
        appoint(session, administrator, committee, Role.ADMINISTRATOR)
        return House(
            runtime,
            Client(create_app(runtime), runtime.engine),
            committee,
            cell,
            neighbour,
            officer,
            administrator,
            secretary=a_member(session, cell, Role.SECRETARY, name="Trần Văn Bí Thư"),
            deputy=a_member(session, cell, Role.DEPUTY_SECRETARY, name="Ngô Thị Phó"),
            member=a_member(session, cell, name="Nguyễn Văn Thử"),
            stranger=a_member(session, elsewhere, name="Đỗ Văn Lạ"),
        )
