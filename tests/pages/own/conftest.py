"""Somebody with a record of his own, and the secretary of his cell."""

import pytest

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role
from tests.support.client import Client
from tests.support.members import a_new_member, a_province
from tests.support.people import QUICK, appoint, signed_in

PASSWORD = "khoai lang nướng mật"
OTHER_PASSWORD = "ngô rang muối vừng"
CITIZEN_ID = "079060012345"


@pytest.fixture
def province(runtime):
    return a_province(runtime)


def _a_person(province, name, **sealed):
    """A member of the first cell who has signed in before; return his account."""
    person = a_new_member(province.cell, name, sealed=sealed)
    with province.runtime.transaction() as session:
        province.add(session, person)
        session.get_one(Account, person.account_id).state = "active"
    return person.account_id


@pytest.fixture
def himself(province):
    return _a_person(province, "Nguyễn Văn Thử", card_number="12345678", citizen_id=CITIZEN_ID)


@pytest.fixture
def secretary(runtime, province):
    account_id = _a_person(province, "Trần Thị Mẫu", card_number="22345678")
    with runtime.transaction() as session:
        appoint(session, session.get_one(Account, account_id), province.cell, Role.SECRETARY)
    return account_id


@pytest.fixture
def visitor(visit, himself):
    """The member, who came in by a password that he has."""
    return visit(himself)


@pytest.fixture
def with_password(runtime, himself):
    with runtime.transaction() as session:
        session.get_one(Account, himself).password_hash = QUICK.hash(PASSWORD)


@pytest.fixture
def api(app, runtime):
    """A client of the API for the owner of an account."""
    return lambda account: Client(app, runtime.engine, signed_in(runtime, account))
