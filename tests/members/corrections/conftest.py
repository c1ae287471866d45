"""A member with a record, his secretary and his committee's officer; and strangers."""

from dataclasses import dataclass, field

import pytest

from handbook_api.core.identity import Identity, Role
from handbook_api.members import sealed
from handbook_api.members.corrections import service
from handbook_api.members.models import Member
from handbook_api.organisations.models import Organisation
from tests.support.people import FIRST_DAY, a_committee, an_account, an_organisation
from tests.support.records import a_record, as_holder, as_member

CARD = "19000001"


@dataclass
class Place:
    """A cell, a member of it, and who checks and decides."""

    committee: Organisation
    cell: Organisation
    member: Member
    himself: Identity
    secretary: Identity
    officer: Identity
    strangers: tuple[Identity, ...] = field(default=())


def _place(session, content, name, code):
    committee = a_committee(session, name=f"Đảng ủy {name}", code=code[:10])
    cell = an_organisation(session, committee, name=f"Chi bộ {name}", code=code)
    member = a_record(session, cell, name=f"Trần Thị {name}", occupation="Thợ mộc")
    card = content.member_fields["card_number"]
    sealed.put(session, card, member.id, f"{CARD}{code[-1]}", FIRST_DAY)
    return Place(
        committee,
        cell,
        member,
        as_member(member, cell),
        as_holder(Role.SECRETARY, cell, an_account(session, name="Bí thư Thử")),
        as_holder(Role.ORGANISATION_OFFICER, committee, an_account(session, name="Cán bộ Thử")),
    )


@pytest.fixture
def here(runtime):
    with runtime.transaction() as session:
        return _place(session, runtime.content, "Mẫu", "19.001.001.000.001")


@pytest.fixture
def elsewhere(runtime):
    """Noise: nothing of it may ever be seen from here."""
    with runtime.transaction() as session:
        return _place(session, runtime.content, "Khác", "19.002.001.000.002")


@pytest.fixture
def ask(runtime, here):
    """Ask for a correction of one's own record; return its id."""

    def do(
        field="qualification", wanted="Kỹ sư nông nghiệp", by=None, reason="Theo bằng tốt nghiệp."
    ):
        said = service.NewCorrection(field, wanted, reason)
        with runtime.transaction() as session:
            row = service.ask(session, by or here.himself, runtime.content, said)
            return row.correction.id

    return do


@pytest.fixture
def step(runtime):
    """Take a step of a correction."""

    def do(correction_id, code, actor, words=None):
        with runtime.transaction() as session:
            taken = service.StepTaken(code, words)
            return service.take_step(session, actor, runtime.content, correction_id, taken)

    return do
