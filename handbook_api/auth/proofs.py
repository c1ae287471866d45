"""Whoever is signed in shows again that he is the owner, before something hard to undo."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth import passwords, tries
from handbook_api.auth.errors import PasswordFirst, PasswordWrong, TooManyTries
from handbook_api.auth.models import Account
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.refused_tries import note_refused_try
from handbook_api.auth.sign_in import aim_of_account, aim_of_session, limit_of
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tries import Full, Taken, TryKind
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity
from handbook_api.http.authentication import SignInNeeded


def prove_password(step: Step, actor: Identity, typed: str, rules: SecurityRules) -> str:
    """Return the hash that `typed` fits.

    Wrong tries count for this session alone: whoever guesses here keeps the owner from nothing
    elsewhere, and a pause at the door keeps the owner from nothing here.

    Raises PasswordFirst when there is none, PasswordWrong, TooManyTries.
    """
    account_id = _account_of(actor)
    kept, taken = take_step(step, lambda session: _count(session, actor, account_id, rules))
    try:
        matches = passwords.verify_password(typed, kept)
    except passwords.SignInBusy:
        with step() as session:
            tries.give_back(session, taken)
        raise
    with step() as session:
        if matches:
            tries.give_back(session, taken)
        else:
            note_refused_try(session, actor, account_id, "password")
            if taken.left == 0:
                tell(session, account_id, Happening.PASSWORD_TRIED)
    if not matches:
        raise PasswordWrong(left=taken.left)
    return kept


def _count(
    session: Session, actor: Identity, account_id: UUID, rules: SecurityRules
) -> tuple[str, Taken] | HandbookError:
    account = session.get_one(Account, account_id)
    if account.password_hash is None:
        return PasswordFirst()
    within = actor.session_id
    aim = aim_of_session(session, within) if within else aim_of_account(session, account_id)
    taken = tries.take(session, TryKind.PASSWORD_AGAIN, aim, limit_of(rules))
    if isinstance(taken, Full):
        return TooManyTries(taken.until)
    return account.password_hash, taken


def _account_of(actor: Identity) -> UUID:
    if actor.account_id is None:
        raise SignInNeeded
    return actor.account_id
