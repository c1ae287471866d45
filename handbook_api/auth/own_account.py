"""What the owner of an account sets himself: his password and the name he signs in under."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import passwords, tries
from handbook_api.auth.accounts import set_sign_in_name, withdraw_invitations
from handbook_api.auth.errors import NameTaken, PasswordWrong, TooManyTries
from handbook_api.auth.guarding import require_unlocked
from handbook_api.auth.locking import lock_account
from handbook_api.auth.models import Account, DeviceSession, SignInName
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.proofs import prove_password
from handbook_api.auth.refused_tries import note_refused_try
from handbook_api.auth.sessions import end_sessions
from handbook_api.auth.sign_in import aim_of_account, limit_of
from handbook_api.auth.sign_in_names import NameKind, blind_of, read_name
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tries import Full, TryKind
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Strength
from handbook_api.core.policy import PasswordNeeded, Subject
from handbook_api.db import audit
from handbook_api.db.sealing import KeyRing, keys_of


def set_own_password(
    step: Step, actor: Identity, current: str | None, new: str, rules: SecurityRules
) -> None:
    """The actor signs in with `new` from now on; his other devices are signed out.

    Slips and resets that were handed out for him are void: he needs none any more.

    current: asked for as soon as there is one, so that a borrowed phone changes nothing; for the
    first one a device with a PIN asks for that.
    Raises what `check_password` raises, PasswordWrong, TooManyTries, PinNeeded, PinLost.
    """
    account_id = _account_of(actor)
    with step() as session:
        account = session.get_one(Account, account_id)
        check_new_password(session, account, new, rules)
        kept = account.password_hash
    if kept is None:
        require_unlocked(actor)
    if kept is not None:
        kept = prove_password(step, actor, current or "", rules)
    hashed = passwords.hash_password(new)
    with step() as session:
        account = lock_account(session, account_id)
        if account.password_hash != kept:
            raise PasswordWrong(left=rules.tries)  # somebody else was quicker
        store_password(account, hashed)
        end_sessions(session, [account_id], "password_changed", but=actor.session_id)
        withdraw_invitations(session, [account_id])
        device = session.get(DeviceSession, actor.session_id)
        if device is not None:
            device.strength = max(device.strength, Strength.PASSWORD)
        tell(session, account_id, Happening.PASSWORD_SET)
        audit.record(session, actor, "auth.set_password", "account", str(account_id))


def check_new_password(session: Session, account: Account, new: str, rules: SecurityRules) -> None:
    """Return when `new` may become the password of `account`. Raises as `check_password` does."""
    passwords.check_password(
        new,
        minimum=rules.password_min_length,
        maximum=rules.password_max_length,
        forbidden=(account.display_name,),
    )
    # Card and phone are not here to be compared with, only the traces by which they are found.
    if _trace(keys_of(session), new) in _traces(session, account.id):
        raise passwords.PasswordPersonal


def store_password(account: Account, hashed: str) -> None:
    """`account` has this password from now on."""
    account.password_hash, account.password_set_at = hashed, clock.now()


def choose_name(step: Step, actor: Identity, name: str | None, rules: SecurityRules) -> None:
    """The actor can sign in under `name`, and no longer under one he chose before.

    Names that turn out to be somebody else's are counted: nobody finds out here who signs in.
    None: he chose none. Raises PasswordNeeded, NameNotUnderstood, NameTaken, TooManyTries.
    """
    account_id = _account_of(actor)
    if actor.strength < Strength.PASSWORD:
        raise PasswordNeeded(Subject(account_id=account_id))
    take_step(step, lambda session: _choose(session, actor, account_id, name, rules))


def _choose(
    session: Session, actor: Identity, account_id: UUID, name: str | None, rules: SecurityRules
) -> HandbookError | None:
    aim = aim_of_account(session, account_id)
    taken = tries.take(session, TryKind.NAME, aim, limit_of(rules))
    if isinstance(taken, Full):
        return TooManyTries(taken.until)
    try:
        with session.begin_nested():
            set_sign_in_name(session, account_id, NameKind.CHOSEN, name)
    except NameTaken as refusal:
        note_refused_try(session, actor, account_id, "name")
        return refusal
    tries.give_back(session, taken)
    tell(session, account_id, Happening.NAME_CHANGED)
    fields = ("chosen_name",)
    audit.record(session, actor, "auth.choose_name", "account", str(account_id), fields=fields)
    return None


def _account_of(actor: Identity) -> UUID:
    if actor.account_id is None:
        raise ValueError("only somebody with an account has something of his own")
    return actor.account_id


def _trace(ring: KeyRing, text: str) -> bytes:
    return blind_of(ring, *read_name(text))


def _traces(session: Session, account_id: UUID) -> Sequence[bytes]:
    query = select(SignInName.blind).where(SignInName.account_id == account_id)
    return session.scalars(query).all()
