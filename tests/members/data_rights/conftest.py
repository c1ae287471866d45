"""A committee with a cell and a member, beside another committee."""

from dataclasses import dataclass

import pytest

from handbook_api.core.identity import Identity, Role
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, an_account, an_organisation
from tests.support.records import a_record, as_holder, as_member


@dataclass(frozen=True)
class Place:
    """A committee, its cell, a member of it, and who serves there."""

    committee: Organisation
    cell: Organisation
    member: Member
    himself: Identity
    secretary: Identity
    officer: Identity
    administrator: Identity


def _place(session, name):
    committee = a_committee(session, name=f"Đảng ủy {name}")
    cell = an_organisation(session, committee, name=f"Chi bộ {name}")
    member = a_record(session, cell, name=f"Trần Thị {name}")
    return Place(
        committee,
        cell,
        member,
        as_member(member, cell),
        as_holder(Role.SECRETARY, cell, an_account(session, name="Bí thư Thử")),
        as_holder(Role.ORGANISATION_OFFICER, committee, an_account(session, name="Cán bộ Thử")),
        as_holder(Role.ADMINISTRATOR, committee, an_account(session, name="Quản trị Thử")),
    )


@pytest.fixture
def here(runtime):
    with runtime.transaction() as session:
        return _place(session, "Mẫu")


@pytest.fixture
def elsewhere(runtime):
    """Noise: nothing of it may ever be seen from here."""
    with runtime.transaction() as session:
        return _place(session, "Khác")


@pytest.fixture
def content(runtime):
    return runtime.content
