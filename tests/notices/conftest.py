"""People to write to."""

import pytest

from tests.support.notices import a_peopled_committee


@pytest.fixture
def committee(runtime):
    """A small province whose people ask the API as themselves."""
    return a_peopled_committee(runtime)


@pytest.fixture
def secretary(committee):
    """The secretary of the first cell, asking."""
    return committee.as_("Nguyễn Văn Bí")
