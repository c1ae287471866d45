"""A small fictional tree, and people in it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from handbook_api.auth.models import Account
from handbook_api.core.identity import Role
from handbook_api.organisations.models import Organisation
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.people import a_committee, a_member, an_organisation, appoint

#: What everybody in these tests has for a password, and one more.
PASSWORD = "khoai lang nướng mật"
OTHER_PASSWORD = "ngô rang muối vừng"

#: A day long after every rule began to apply.
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Village:
    """One committee with two cells, and those who serve there."""

    committee: Organisation
    cell: Organisation
    other_cell: Organisation
    member: Account
    secretary: Account
    stranger: Account
    officer: Account
    administrator: Account


@pytest.fixture
def village(runtime) -> Village:
    with runtime.transaction() as session:
        committee = a_committee(session)
        cell = an_organisation(session, committee, name="Chi bộ 3")
        other_cell = an_organisation(session, committee, name="Chi bộ 4")
        names = {"card": "12345678", "phone": "0912345678"}
        member = a_member(
            session, cell, name="Nguyễn Văn An", birth_year=1950, password=PASSWORD, names=names
        )
        secretary = a_member(session, cell, Role.SECRETARY, name="Trần Thị Mẫu", birth_year=1960)
        stranger = a_member(session, other_cell, name="Lê Văn Thử", birth_year=1970)
        officer = a_member(session, other_cell, name="Phạm Thị Thử", birth_year=1980)
        administrator = a_member(session, other_cell, name="Vũ Văn Mẫu", birth_year=1985)
        appoint(session, officer, committee, Role.ORGANISATION_OFFICER)
        appoint(session, administrator, committee, Role.ADMINISTRATOR)
        return Village(
            committee, cell, other_cell, member, secretary, stranger, officer, administrator
        )


@pytest.fixture
def client(runtime) -> Client:
    """A guest's client of the application over the empty tables."""
    return Client(create_app(runtime), runtime.engine)


@pytest.fixture
def statements(runtime):
    """Collect what is sent to the database inside a block."""

    @contextmanager
    def collect():
        sent: list[str] = []

        def note(connection, cursor, statement, *_):
            sent.append(statement)

        event.listen(runtime.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(runtime.engine, "before_cursor_execute", note)

    return collect
