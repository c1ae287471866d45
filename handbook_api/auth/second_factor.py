"""One-time codes from an authenticator app, and backup codes for the day it is lost.

Each code is good once: the time step of the last accepted one is kept, and the account's row is
held while a code is compared, so that two that arrive together are not both accepted. All of it
stands on a password: a session that a slip opened neither sets codes up nor gives any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from handbook_api.auth import codes, totp, tries
from handbook_api.auth.accounts import withdraw_invitations
from handbook_api.auth.errors import (
    CodeWrong,
    FactorAlreadyOn,
    FactorNotBegun,
    FactorStale,
    TooManyTries,
)
from handbook_api.auth.locking import lock_account, lock_device
from handbook_api.auth.models import Account, BackupCode, DeviceSession
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.proofs import prove_password
from handbook_api.auth.refused_tries import note_refused_try
from handbook_api.auth.sessions import end_sessions, renew_access
from handbook_api.auth.sign_in import aim_of_account, limit_of
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tokens import Tokens
from handbook_api.auth.tries import Full, TryKind
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Strength
from handbook_api.core.policy import PasswordNeeded, Subject
from handbook_api.db import audit
from handbook_api.db.sealing import Place, keys_of
from handbook_api.http.authentication import SignInNeeded

#: What authenticator apps show above the code.
ISSUER = "Sổ tay đảng viên"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A secret to be put into an authenticator app, as text and as the address of a QR code."""

    secret: str
    uri: str


def begin_factor(step: Step, actor: Identity, password: str, rules: SecurityRules) -> Beginning:
    """A secret is kept for the actor's account; it counts for nothing before it is confirmed.

    Raises PasswordFirst, PasswordWrong, TooManyTries, FactorAlreadyOn,
    PasswordNeeded.
    """
    account_id, _ = _who(actor)
    prove_password(step, actor, password, rules)
    return take_step(step, lambda session: _begin(session, account_id))


def confirm_factor(step: Step, actor: Identity, code: str, rules: SecurityRules) -> Sequence[str]:
    """One-time codes are on; return fresh backup codes, shown this once.

    The session has its second factor now, other devices are signed out, and what was handed out
    for the account is void. Raises FactorNotBegun, FactorAlreadyOn, CodeWrong, TooManyTries.
    """
    return take_step(step, lambda session: _confirm(session, actor, code, rules))


def step_up(step: Step, actor: Identity, code: str, rules: SecurityRules) -> Tokens:
    """The session has its second factor; return its new access token, the old one is dead.

    code: from the app, or one of the backup codes. Raises FactorNotBegun, CodeWrong,
    TooManyTries.
    """
    return take_step(step, lambda session: _step_up(session, actor, code, rules))


def remove_factor(step: Step, actor: Identity, code: str, rules: SecurityRules) -> None:
    """One-time codes are off, and roles above cell level asleep; other devices are signed out.

    Raises FactorNotBegun, CodeWrong, TooManyTries.
    """
    take_step(step, lambda session: _remove(session, actor, code, rules))


def renew_backup_codes(
    step: Step, actor: Identity, code: str, rules: SecurityRules
) -> Sequence[str]:
    """Return fresh backup codes, shown this once; earlier ones are void.

    code: from the app. Raises FactorNotBegun, CodeWrong, TooManyTries.
    """
    return take_step(step, lambda session: _renew(session, actor, code, rules))


def take_factor_off(session: Session, account: Account) -> None:
    """The account has no one-time codes and no backup codes any more."""
    account.totp_sealed = account.totp_confirmed_at = account.totp_counter = None
    session.execute(delete(BackupCode).where(BackupCode.account_id == account.id))


def require_fresh_factor(session: Session, actor: Identity, rules: SecurityRules) -> None:
    """Return when the second factor was given in this session some minutes ago at most.

    For acts that are hard to undo, such as an export. The command line is as good as a code.
    Raises FactorStale.
    """
    if actor.account_id is None and actor.sees_everything:
        return
    device = session.get(DeviceSession, actor.session_id) if actor.session_id else None
    fresh = timedelta(minutes=rules.second_factor_fresh_minutes)
    given = device.second_factor_at if device else None
    if given is None or clock.now() > given + fresh:
        raise FactorStale(minutes=rules.second_factor_fresh_minutes)


def _begin(session: Session, account_id: UUID) -> Beginning | HandbookError:
    account = lock_account(session, account_id)
    if account.totp_confirmed_at is not None:
        return FactorAlreadyOn()
    secret = totp.new_secret()
    account.totp_sealed = keys_of(session).seal(secret, _place(account_id))
    account.totp_counter = None
    return Beginning(secret, totp.provisioning_uri(secret, account.display_name, ISSUER))


def _confirm(
    session: Session, actor: Identity, code: str, rules: SecurityRules
) -> Sequence[str] | HandbookError:
    account, device = _held(session, actor)
    if account.totp_confirmed_at is not None:
        return FactorAlreadyOn()
    if refusal := _accept(session, actor, account, code, rules):
        return refusal
    account.totp_confirmed_at = device.second_factor_at = clock.now()
    made = _new_backup_codes(session, account, rules)
    withdraw_invitations(session, [account.id])
    end_sessions(session, [account.id], "factor_changed", but=device.id)
    _leave_word(session, actor, account, Happening.FACTOR_ON, "auth.factor_on")
    return made


def _step_up(
    session: Session, actor: Identity, code: str, rules: SecurityRules
) -> Tokens | HandbookError:
    account, device = _held(session, actor)
    if refusal := _accept_any(session, actor, account, code, rules, kind=TryKind.TOTP):
        return refusal
    device.second_factor_at = clock.now()
    audit.record(session, actor, "auth.second_factor", "account", str(account.id))
    return renew_access(session, device, account, rules)


def _remove(
    session: Session, actor: Identity, code: str, rules: SecurityRules
) -> HandbookError | None:
    account, device = _held(session, actor)
    if refusal := _accept_any(session, actor, account, code, rules):
        return refusal
    take_factor_off(session, account)
    device.second_factor_at = None
    end_sessions(session, [account.id], "factor_changed", but=device.id)
    _leave_word(session, actor, account, Happening.FACTOR_OFF, "auth.factor_off")
    return None


def _renew(
    session: Session, actor: Identity, code: str, rules: SecurityRules
) -> Sequence[str] | HandbookError:
    account, _ = _held(session, actor)
    if account.totp_confirmed_at is None:
        return FactorNotBegun()
    if refusal := _accept(session, actor, account, code, rules):
        return refusal
    happened = Happening.BACKUP_CODES_NEW
    _leave_word(session, actor, account, happened, "auth.renew_backup_codes")
    return _new_backup_codes(session, account, rules)


def _accept_any(  # as `_accept`
    session: Session,
    actor: Identity,
    account: Account,
    code: str,
    rules: SecurityRules,
    *,
    kind: TryKind = TryKind.TOTP_AGAIN,
) -> HandbookError | None:
    """Spend a code from the app or a backup code; return why not, if so."""
    if account.totp_confirmed_at is None:
        return FactorNotBegun()
    return _accept(session, actor, account, code, rules, kind=kind, backup=True)


def _accept(  # noqa: PLR0913  # who, whose, what he typed, and how it is counted
    session: Session,
    actor: Identity,
    account: Account,
    code: str,
    rules: SecurityRules,
    *,
    kind: TryKind = TryKind.TOTP_AGAIN,
    backup: bool = False,
) -> HandbookError | None:
    # Counted for the account, not the session: whoever knows the password opens many sessions.
    if account.totp_sealed is None:
        return FactorNotBegun()
    aim = aim_of_account(session, account.id)
    taken = tries.take(session, kind, aim, limit_of(rules))
    if isinstance(taken, Full):
        return TooManyTries(taken.until)
    spent = _spend_step(session, account, code, rules)
    if spent or (backup and _spend_backup_code(session, account, code)):
        tries.give_back(session, taken)
        return None
    typed = "backup_code" if backup and not codes.tidy(code).isdigit() else "one_time_code"
    note_refused_try(session, actor, account.id, typed)
    if taken.left == 0:
        tell(session, account.id, Happening.FACTOR_TRIED)
    return CodeWrong(left=taken.left)


def _spend_step(session: Session, account: Account, code: str, rules: SecurityRules) -> bool:
    secret = keys_of(session).open(account.totp_sealed or b"", _place(account.id))
    window, after = rules.totp_window_steps, account.totp_counter
    step = totp.matching_counter(secret, code, clock.now(), window, after)
    if step is None:
        return False
    account.totp_counter = step
    return True


def _spend_backup_code(session: Session, account: Account, code: str) -> bool:
    digest = codes.backup_digest(keys_of(session), account.id, code)
    spent = session.execute(
        update(BackupCode)
        .where(
            BackupCode.account_id == account.id,
            BackupCode.code_blind == digest,
            BackupCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(BackupCode.id)
    )
    if spent.one_or_none() is None:
        return False
    tell(session, account.id, Happening.BACKUP_CODE_USED)
    return True


def _new_backup_codes(session: Session, account: Account, rules: SecurityRules) -> Sequence[str]:
    session.execute(delete(BackupCode).where(BackupCode.account_id == account.id))
    made, ring = codes.new_backup_codes(rules.backup_codes), keys_of(session)
    session.add_all(
        BackupCode(account_id=account.id, code_blind=codes.backup_digest(ring, account.id, code))
        for code in made
    )
    return made


def _held(session: Session, actor: Identity) -> tuple[Account, DeviceSession]:
    account_id, session_id = _who(actor)
    account = lock_account(session, account_id)
    return account, lock_device(session, session_id)


def _who(actor: Identity) -> tuple[UUID, UUID]:
    if actor.account_id is None or actor.session_id is None:
        raise SignInNeeded
    if actor.strength < Strength.PASSWORD:
        raise PasswordNeeded(Subject(account_id=actor.account_id))
    return actor.account_id, actor.session_id


def _leave_word(
    session: Session, actor: Identity, account: Account, what: Happening, act: str
) -> None:
    tell(session, account.id, what)
    audit.record(session, actor, act, "account", str(account.id))


def _place(account_id: UUID) -> Place:
    return Place("accounts", "totp_sealed", str(account_id))
