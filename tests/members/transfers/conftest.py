"""Two committees of one province with two cells each, and a member of the first."""

from dataclasses import dataclass, field

import pytest

from handbook_api.core.identity import Identity, Role
from handbook_api.members.models import Member
from handbook_api.members.transfers import service
from handbook_api.organisations.models import Organisation, OrganisationCode
from tests.support.people import FIRST_DAY, a_committee, an_account, an_organisation
from tests.support.records import a_record, as_holder, as_member


@dataclass(frozen=True)
class Side:
    """A cell with its committee, and who acts for them."""

    committee: Organisation
    cell: Organisation
    secretary: Identity
    officer: Identity


@dataclass
class Town:
    """Where somebody moves: `old` and `new` under two committees, `third` beside `old`."""

    province: Organisation
    old: Side
    new: Side
    third: Organisation
    member: Member
    himself: Identity
    strangers: tuple[Identity, ...] = field(default=())


def _side(session, province, name, code):
    committee = a_committee(session, province, name=f"Đảng ủy {name}", kind="base_committee")
    cell = an_organisation(session, committee, name=f"Chi bộ {name}", code=code)
    session.add(OrganisationCode(organisation_id=cell.id, code=code, since=FIRST_DAY))
    return Side(
        committee,
        cell,
        as_holder(Role.SECRETARY, cell, an_account(session, name=f"Bí thư {name}")),
        as_holder(Role.ORGANISATION_OFFICER, committee, an_account(session, name=f"Cán bộ {name}")),
    )


@pytest.fixture
def town(runtime):
    with runtime.transaction() as session:
        province = a_committee(session, name="Đảng bộ tỉnh Thử", kind="province_committee")
        old = _side(session, province, "Cũ", "19.001.001.000.001")
        new = _side(session, province, "Mới", "19.002.001.000.001")
        third = an_organisation(session, old.committee, name="Chi bộ Ba")
        member = a_record(session, old.cell, Role.SECRETARY, name="Trần Thị Mẫu")
        a_record(session, old.cell, name="Nguyễn Văn Ồn")
        strangers = (
            as_holder(Role.SECRETARY, third),
            as_holder(Role.ORGANISATION_OFFICER, third),
            as_holder(Role.SECRETARY, old.committee),
            as_holder(Role.INSPECTION_OFFICER, province),
            as_holder(Role.OFFICE_OFFICER, old.committee),
            as_holder(Role.ADMINISTRATOR, province),
            as_holder(Role.FOLLOWER, old.cell),
            as_holder(Role.MEMBER, old.cell, an_account(session, name="Người Khác")),
        )
        himself = as_member(member, old.cell)
    return Town(province, old, new, third, member, himself, strangers)


@pytest.fixture
def begin(runtime, town):
    """Start a transfer of the member; return its id."""

    def start(kind="official_internal", by=None, **said):
        if kind.endswith("_internal") and "place" not in said:
            said.setdefault("to_code", town.new.cell.code)
        elif not kind.endswith("_internal"):
            said.setdefault("place", "Đảng ủy phường Xa, tỉnh Khác")
        said.setdefault("reason", "Chuyển công tác.")
        if not kind.endswith("_in"):
            said.setdefault("member_id", town.member.id)
        asked = service.NewTransfer(kind, **said)
        with runtime.transaction() as session:
            actor = by or town.old.officer
            row = service.start_transfer(session, actor, runtime.content, asked)
            return row.transfer.id

    return start


@pytest.fixture
def step(runtime):
    """Take a step of a transfer."""

    def take(transfer_id, code, actor, **said):
        with runtime.transaction() as session:
            taken = service.StepTaken(code, **said)
            return service.take_step(session, actor, runtime.content, transfer_id, taken)

    return take
