"""A small province to keep records in."""

import pytest

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
