"""Member records and identities for tests: openly fictional, written straight to the tables."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Grant, Identity, Role, Strength
from handbook_api.members import names
from handbook_api.members.models import CellStay, Member
from handbook_api.organisations.models import Organisation
from tests.support.people import FIRST_DAY, a_member

#: Everybody in these tests joined and was recognised long ago.
_JOINED, _RECOGNISED = date(1990, 3, 2), date(1991, 3, 2)


def a_record(
    session: Session,
    cell: Organisation,
    *roles: Role,
    name: str = "Trần Thị Mẫu",
    **columns: Any,
) -> Member:
    """An official member of `cell` with account, appointment and stay, changed by `columns`."""
    account = a_member(session, cell, *roles, name=name)
    values: dict[str, Any] = {
        "cell_id": cell.id,
        "last_cell_id": cell.id,
        "birth_date": date(1960, 2, 3),
        "joined_on": _JOINED,
        "admission_decided_on": _JOINED,
        "official_on": _RECOGNISED,
        "status": "official",
        "status_since": _RECOGNISED,
        "updated_at": clock.now(),
    }
    made = Member(
        id=uuid4(),
        account_id=account.id,
        **names.read(name).columns,
        **(values | columns),
    )
    session.add(made)
    session.flush()
    session.add(CellStay(member_id=made.id, cell_id=cell.id, since=FIRST_DAY, how="listed"))
    session.flush()
    return made


def as_member(member: Member, cell: Organisation) -> Identity:
    """Who a member is when he signs in."""
    grants = (Grant(Role.MEMBER, cell.path, cell.id),)
    return Identity("member", account_id=member.account_id, grants=grants)


def as_holder(
    role: Role,
    organisation: Organisation,
    account: Account | None = None,
    *,
    strength: Strength = Strength.TWO_FACTOR,
) -> Identity:
    """Somebody who holds `role` in `organisation`, awake; without an account a name on paper."""
    grant = Grant(role, organisation.path, organisation.id)
    account_id = account.id if account else None
    return Identity(role.value, account_id=account_id, grants=(grant,), strength=strength)
