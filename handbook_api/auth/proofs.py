"""Whoever is signed in shows again that he is the owner, before something hard to undo."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth import passwords, tries
from handbook_api.auth.errors import PasswordFirst, PasswordWrong, TooManyTries
from handbook_api.auth.models import Account
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.sign_in import aim_of_account, limit_of
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tries import Full, Taken, TryKind
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core.errors import HandbookError


def prove_password(step: Step, account_id: UUID, typed: str, rules: SecurityRules) -> str:
    """Return the hash that `typed` fits; wrong tries count as they do at the door.

    Raises PasswordFirst when there is none, PasswordWrong, TooManyTries.
    """
    kept, taken = take_step(step, lambda session: _count(session, account_id, rules))
    try:
        matches = passwords.verify_password(typed, kept)
    except passwords.SignInBusy:
        with step() as session:
            tries.give_back(session, taken)
        raise
    with step() as session:
        if matches:
            tries.give_back(session, taken)
        elif taken.left == 0:
            tell(session, account_id, Happening.LOCKED)
    if not matches:
        raise PasswordWrong(left=taken.left)
    return kept


def _count(
    session: Session, account_id: UUID, rules: SecurityRules
) -> tuple[str, Taken] | HandbookError:
    account = session.get_one(Account, account_id)
    if account.password_hash is None:
        return PasswordFirst()
    aim = aim_of_account(session, account_id)
    taken = tries.take(session, TryKind.PASSWORD, aim, limit_of(rules))
    if isinstance(taken, Full):
        return TooManyTries(taken.until)
    return account.password_hash, taken
