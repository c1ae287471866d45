"""Signing in with a name and a password.

What a stranger learns is the same for a name that exists and one that does not: the same words,
the same headers, the same work done, in the same number of steps. Tries are counted twice, for
the name as typed and for the account behind it, so that a person with three names has no three
times as many. When only the account has had its share, the answer is the ordinary refusal, which
says that a pause may be the reason: else the second name of a person would give itself away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import passwords, tries
from handbook_api.auth.errors import AccountDisabled, NotRecognised, TooManyTries
from handbook_api.auth.locking import lock_account
from handbook_api.auth.models import Account, SignInName
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.sessions import open_session
from handbook_api.auth.sign_in_names import blind_of, read_name
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tokens import Tokens
from handbook_api.auth.tries import Full, Limit, Taken, TryKind
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM, Strength
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of

log = structlog.get_logger("auth")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a typed name may mean, before the password was looked at."""

    account_id: UUID | None
    password_hash: str | None
    by_name: Taken
    by_account: Taken | Full

    @property
    def may_pass(self) -> bool:
        """Whether a right password would count."""
        return self.password_hash is not None and isinstance(self.by_account, Taken)


def sign_in(step: Step, name: str, password: str, device: str, rules: SecurityRules) -> Tokens:
    """Return the tokens of a new device session, opened by name and password.

    Raises NotRecognised, TooManyTries, AccountDisabled (for the right password only), and
    passwords.SignInBusy when too many people sign in at this moment.
    """
    candidate = take_step(step, lambda session: _count(session, name, rules))
    try:
        matches, better = _verify(candidate, password)
    except passwords.SignInBusy:
        with step() as session:
            tries.give_back(session, candidate.by_name, candidate.by_account)
        raise
    if not matches:
        take_step(step, lambda session: _note_failure(session, candidate))
        raise NotRecognised(left=candidate.by_name.left)
    return take_step(step, lambda session: _let_in(session, candidate, device, rules, better))


def aim_of_account(session: Session, account_id: UUID) -> bytes:
    """Return what tries against an account are counted under."""
    return tries.target(session, "account", str(account_id))


def aim_of_session(session: Session, session_id: UUID) -> bytes:
    """Return what tries from within a device's session are counted under."""
    return tries.target(session, "session", str(session_id))


def aims_of(session: Session, account_id: UUID) -> Sequence[bytes]:
    """Return all that tries against an account, by whichever of its names, are counted under."""
    names = select(SignInName.blind).where(SignInName.account_id == account_id)
    return [aim_of_account(session, account_id), *session.scalars(names)]


def limit_of(rules: SecurityRules) -> Limit:
    """Return how many wrong passwords, and how many wrong codes, an account bears."""
    return Limit(rules.tries, timedelta(minutes=rules.tries_window_minutes))


def _count(session: Session, typed: str, rules: SecurityRules) -> Candidate | HandbookError:
    """Write one try down for the name and one for the account, and find whom it means."""
    kind, spelling = read_name(typed)
    blind = blind_of(keys_of(session), kind, spelling)
    by_name = tries.take(session, TryKind.PASSWORD, blind, limit_of(rules))
    if isinstance(by_name, Full):
        return TooManyTries(by_name.until)
    found = session.execute(
        select(Account.id, Account.password_hash)
        .join(SignInName, SignInName.account_id == Account.id)
        .where(SignInName.kind == kind, SignInName.blind == blind)
    ).one_or_none()
    # A name that nobody bears stands for an account of its own, so that as much is done for it.
    aim = tries.target(session, "account", str(found.id) if found else f"{kind}:{spelling}")
    by_account = tries.take(session, TryKind.PASSWORD, aim, limit_of(rules))
    if found is None:
        return Candidate(None, None, by_name, by_account)
    return Candidate(found.id, found.password_hash, by_name, by_account)


def _verify(candidate: Candidate, password: str) -> tuple[bool, str | None]:
    """Return whether the password is right, and a better hash of it when the cost went up."""
    kept = candidate.password_hash
    if kept is None or not candidate.may_pass:
        passwords.dummy_verify(password)
        return False, None
    if not passwords.verify_password(password, kept):
        return False, None
    better = passwords.hash_password(password) if passwords.needs_rehash(kept) else None
    return True, better


def _note_failure(session: Session, candidate: Candidate) -> None:
    log.warning("sign_in_refused")
    by_account, account_id = candidate.by_account, candidate.account_id
    if account_id is None or not isinstance(by_account, Taken) or by_account.left:
        return
    tell(session, account_id, Happening.LOCKED)
    audit.record(session, SYSTEM, "auth.sign_in", "account", str(account_id), refused=True)


def _let_in(
    session: Session,
    candidate: Candidate,
    device: str,
    rules: SecurityRules,
    better: str | None,
) -> Tokens | HandbookError:
    if candidate.account_id is None:
        raise ValueError("nobody's password was right")
    account = lock_account(session, candidate.account_id)
    if account.password_hash != candidate.password_hash:
        return NotRecognised(left=candidate.by_name.left)  # changed while we were looking
    tries.give_back(session, candidate.by_name, candidate.by_account)
    if account.state == "disabled":
        return AccountDisabled()
    account.password_hash = better or account.password_hash
    return open_session(session, account, Strength.PASSWORD, device, rules)
