"""A small province to keep records in."""

import pytest

from handbook_api.http.authentication import plug_in
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.counting import statements
from tests.support.members import a_province


@pytest.fixture
def province(runtime):
    """Two wards, three cells, nobody in them."""
    return a_province(runtime)


@pytest.fixture
def count_statements(runtime):
    """Count the statements that a block sends to the database."""
    return lambda: statements(runtime.engine)


@pytest.fixture
def asking(province):
    """A client of the API that asks as whatever identity it is given."""
    app = create_app(province.runtime)
    people = {}
    plug_in(app, lambda _session, _runtime, token: people[token])
    client = Client(app, province.runtime.engine)

    def as_who(identity):
        token = f"token-{len(people)}"
        people[token] = identity
        return client.acting_as(token)

    return as_who
