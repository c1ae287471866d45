"""The application's pages, and visitors of them."""

import pytest

from tests.support.apps import create_app
from tests.support.people import signed_in
from tests.support.visitor import Visitor


@pytest.fixture
def app(runtime):
    return create_app(runtime)


@pytest.fixture
def guest(app):
    return Visitor(app)


@pytest.fixture
def visit(app, runtime):
    """A visitor who is signed in as the owner of an account."""

    def as_(account, *said, **more) -> Visitor:
        return Visitor(app, signed_in(runtime, account, *said, **more))

    return as_
