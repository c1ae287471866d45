"""A committee with two cells, in which people have come more or less far."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.auth.models import Account, DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.members.models import Member
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, an_account, an_organisation, appoint, signed_in
from tests.support.records import a_record


@dataclass(frozen=True)
class Committee:
    """The committee and those below it. outside: an organisation beside it."""

    top: Organisation
    large: Organisation
    small: Organisation
    outside: Organisation


@pytest.fixture
def committee(runtime):
    """The large cell: one with a bell that works, one signed in long ago, one signed out, two who
    never came (by phone, in person), and one exempt. The small cell: two who never came."""
    with runtime.transaction() as session:
        top = a_committee(session, name="Đảng ủy Thử")
        large = an_organisation(session, top, name="Chi bộ Lớn", code="19.024.003")
        small = an_organisation(session, top, name="Chi bộ Nhỏ")
        ring = a_record(session, large)
        idle = a_record(session, large)
        gone = a_record(session, large)
        _never(session, a_record(session, large, reachable_by="phone"))
        _never(session, a_record(session, large))
        a_record(session, large, status="exempt")
        for _ in range(2):
            _never(session, a_record(session, small))
        outside = an_organisation(session, name="Chi bộ Ngoài")
        a_record(session, outside)
    for member in (ring, idle, gone):
        signed_in(runtime, member.account_id)
    with runtime.transaction() as session:
        _rings(session, ring)
        _session_of(session, idle).last_used_at = clock.now() - timedelta(days=31)
        _session_of(session, gone).ended_at = clock.now()
    return Committee(top, large, small, outside)


@pytest.fixture
def holder(runtime, committee):
    """An account that holds a role in one of the organisations."""

    def made(role: Role, organisation: Organisation) -> Account:
        with runtime.transaction() as session:
            account = an_account(session, name="Lê Văn Cán")
            appoint(session, account, organisation, role)
            return account

    return made


def _never(session, member: Member) -> None:
    account = session.get_one(Account, member.account_id)
    account.state, account.activated_at = "new", None


def _session_of(session, member: Member) -> DeviceSession:
    return session.scalars(
        select(DeviceSession).where(DeviceSession.account_id == member.account_id)
    ).one()


def _rings(session, member: Member) -> None:
    session.add(
        PushDevice(
            account_id=member.account_id,
            session_id=_session_of(session, member).id,
            kind="fid",
            platform="android",
            address_blind=member.id.bytes,
            sealed=b"sealed",
            key_id=1,
            registered_at=clock.now(),
            refreshed_at=clock.now(),
        )
    )
