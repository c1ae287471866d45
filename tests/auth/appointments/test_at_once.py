"""Two officers at the same moment: one of them loses, on both databases."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from handbook_api.auth.appointments import service
from handbook_api.auth.appointments.errors import (
    AppointmentOver,
    SecretaryInPlace,
    StandInInPlace,
)
from handbook_api.auth.models import Account, Appointment
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.organisations.errors import OrganisationClosed
from handbook_api.organisations.models import Organisation
from tests.support.people import appoint


@contextmanager
def _meanwhile(runtime, act):
    """Somebody else does `act` in a transaction of his own while this block's is open.

    He has half a second to get ahead of us, should nothing hold him back.
    """

    def alone():
        with runtime.transaction() as session:
            act(session)

    with ThreadPoolExecutor(1) as elsewhere:
        with runtime.transaction() as session:
            yield session
            session.flush()
            other = elsewhere.submit(alone)
            wait([other], timeout=0.5)
        outcomes.append(other.exception(timeout=20))


outcomes: list[BaseException | None] = []


@pytest.fixture(autouse=True)
def _fresh():
    outcomes.clear()


def _secretary(house, account):
    asked = service.NewAppointment(account.id, house.neighbour.id, Role.SECRETARY, clock.today())
    return lambda session: service.appoint(session, TERMINAL, house.runtime.content, asked)


def test_of_two_secretaries_appointed_at_once_one_is_refused(house):
    with _meanwhile(house.runtime, _secretary(house, house.deputy)) as session:
        _secretary(house, house.member)(session)

    assert [type(one) for one in outcomes] == [SecretaryInPlace]
    with house.runtime.transaction(read_only=True) as session:
        query = select(Appointment.account_id).where(
            Appointment.organisation_id == house.neighbour.id, Appointment.role == Role.SECRETARY
        )
        assert session.scalars(query).all() == [house.member.id]


def test_nobody_is_appointed_in_a_cell_that_is_just_being_closed(house):
    with _meanwhile(house.runtime, _secretary(house, house.deputy)) as session:
        query = select(Organisation).where(Organisation.id == house.neighbour.id)
        session.scalars(query.with_for_update()).one().closed_on = clock.today()

    assert [type(one) for one in outcomes] == [OrganisationClosed]


def test_of_two_delegations_at_once_one_is_refused(house):
    with house.runtime.transaction() as session:
        member = session.get_one(Account, house.member.id)
        cell = session.get_one(Organisation, house.cell.id)
        appoint(session, member, cell, Role.CELL_COMMITTEE_MEMBER)
    origin, today = house.appointment(house.secretary, Role.SECRETARY), clock.today()

    def delegated(account):
        asked = service.NewDelegation(origin.id, account.id, today, today)
        return lambda session: service.delegate(session, TERMINAL, house.runtime.content, asked)

    with _meanwhile(house.runtime, delegated(house.member)) as session:
        delegated(house.deputy)(session)

    assert [type(one) for one in outcomes] == [StandInInPlace]


def test_of_two_endings_at_once_the_second_finds_it_over(house):
    asked = service.Ending(house.appointment(house.secretary, Role.SECRETARY).id)

    def ended(session):
        service.end_appointment(session, TERMINAL, house.runtime.content, asked)

    with _meanwhile(house.runtime, ended) as session:
        ended(session)

    assert [type(one) for one in outcomes] == [AppointmentOver]
