"""An account loses everything that tells whose it was; what is left is a number."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.auth.accounts import switch_off
from handbook_api.auth.models import (
    Account,
    BackupCode,
    DeviceSession,
    ExternalIdentity,
    OidcFlow,
    Reset,
    SecurityEvent,
    SignInName,
    Slip,
)
from handbook_api.http.repeats import KeptAnswer

#: Everything that hangs on an account and means nothing without its owner.
_BELONGINGS = (
    BackupCode,
    DeviceSession,
    ExternalIdentity,
    KeptAnswer,
    OidcFlow,
    Reset,
    SecurityEvent,
    SignInName,
    Slip,
)


def erase_account(session: Session, account_id: UUID, reason: str) -> None:
    """The account has no name, no way in and no belongings; its appointments tell no name.

    Part of an act that was allowed, and written down, elsewhere. reason: a code.
    """
    switch_off(session, [account_id], reason)
    for model in _BELONGINGS:
        session.execute(delete(model).where(model.account_id == account_id))
    account = session.get_one(Account, account_id)
    session.refresh(account)
    account.display_name = account.sort_name = ""
    account.disabled_reason = reason
    account.birth_year = account.password_hash = account.password_set_at = None
    account.totp_sealed = account.totp_confirmed_at = account.totp_counter = None
    session.flush()
