"""Rows that are held while something is decided by them.

Always the account first, then what belongs to it: two transactions that lock in one order never
wait for each other. `key_share` leaves room for rows that merely refer to the locked one.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account, DeviceSession, Slip


def lock_account(session: Session, account_id: UUID) -> Account:
    """Return the account as it is now; nobody changes it before this transaction ends."""
    return session.get_one(
        Account, account_id, with_for_update={"key_share": True}, populate_existing=True
    )


def lock_accounts(session: Session, account_ids: Collection[UUID]) -> None:
    """Nobody changes these accounts before this transaction ends."""
    query = select(Account).where(Account.id.in_(account_ids)).order_by(Account.id)
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    session.scalars(held).all()


def lock_device(session: Session, session_id: UUID) -> DeviceSession:
    """Return the device as it is now; nobody changes it before this transaction ends."""
    return session.get_one(
        DeviceSession, session_id, with_for_update={"key_share": True}, populate_existing=True
    )


def lock_slip(session: Session, slip_id: UUID) -> Slip:
    """Return the slip as it is now; nobody changes it before this transaction ends."""
    return session.get_one(
        Slip, slip_id, with_for_update={"key_share": True}, populate_existing=True
    )
