"""Help given face to face to somebody who lost his password.

Whoever knows him by sight opens a reset and hands him a code of ten digits, shown once. Where the
account holds a role above cell level, or one that is out of the helper's reach, or its one-time
codes are to go too, the code does nothing before a second officer has confirmed: no single person
opens the way into an office that is not his to give. The code goes with the name its owner signs in
under: nobody guesses at all resets at once.
"""

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from handbook_api.auth import codes, passwords, queries, standing, tries
from handbook_api.auth.accounts import void_resets, withdraw_invitations
from handbook_api.auth.errors import (
    AccountDisabled,
    CodesBusy,
    NotYourself,
    ResetAlreadyConfirmed,
    ResetUnconfirmed,
    ResetUnknown,
    SecondPersonNeeded,
)
from handbook_api.auth.locking import lock_account
from handbook_api.auth.looking_after import require_for
from handbook_api.auth.models import Account, Reset, SignInName
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.own_account import check_new_password, store_password
from handbook_api.auth.policy import POLICY, AuthAct
from handbook_api.auth.refused_tries import note_refused_try
from handbook_api.auth.second_factor import take_factor_off
from handbook_api.auth.sessions import end_sessions
from handbook_api.auth.sign_in import aims_of
from handbook_api.auth.sign_in_names import blind_of, read_name
from handbook_api.auth.standing import Roles, Standing
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tries import TryKind
from handbook_api.auth.typed_codes import count_typed_code
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM, Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of

#: The account of a name that nobody bears.
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class TypedReset:
    """What somebody types who has a reset's code, and at which network address."""

    name: str = field(repr=False)
    written: str = field(repr=False)
    password: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedReset:
    """A reset and its code, shown this once."""

    reset: Reset
    name: str
    digits: str


def open_reset(
    session: Session,
    actor: Identity,
    account_id: UUID,
    rules: SecurityRules,
    roles: Roles,
    *,
    removes_factor: bool = False,
) -> OpenedReset:
    """There is a code with which the account's owner sets a new password; earlier ones are void.

    Raises AccountNotFound, NotYourself, AccountDisabled, Forbidden, SecondFactorNeeded.
    """
    account = queries.get_account(session, actor, account_id)
    # The secretary may open one for an officer of his cell: he knows him by sight, and the code
    # does nothing before somebody over that office agrees.
    act, ids = AuthAct.OPEN_RESET, [account_id]
    stands = require_for(session, actor, act, ids, roles, whatever_their_office=True)[account_id]
    if account_id == actor.account_id:
        raise NotYourself
    if account.state == "disabled":
        raise AccountDisabled
    void_resets(session, [account_id])
    now, digits = clock.now(), codes.new_digits()
    reset = Reset(
        account_id=account_id,
        asked_by=actor.account_id,
        asked_at=now,
        needs_confirmation=removes_factor or _opens_an_office(actor, account_id, stands),
        removes_factor=removes_factor,
        code_blind=codes.code_digest(keys_of(session), digits),
        expires_at=now + timedelta(hours=rules.reset_valid_hours),
    )
    session.add(reset)
    session.flush()
    tell(session, account_id, Happening.RESET_OPENED)
    facts = {"needs_confirmation": reset.needs_confirmation, "removes_factor": removes_factor}
    audit.record(session, actor, act, "account", str(account_id), path=stands.home, facts=facts)
    return OpenedReset(reset, account.display_name, digits)


def confirm_reset(session: Session, actor: Identity, reset_id: UUID, roles: Roles) -> Reset:
    """The reset's code works from now on.

    Raises ResetNotFound, Forbidden, SecondFactorNeeded, SecondPersonNeeded for whoever opened it
    and for the owner, ResetAlreadyConfirmed.
    """
    act, account_id = AuthAct.CONFIRM_RESET, queries.get_reset(session, actor, reset_id).account_id
    stands = require_for(session, actor, act, [account_id], roles)[account_id]
    reset = queries.get_reset(session, actor, reset_id)  # others may have been quicker
    for path in stands.serves_at:
        POLICY.require(actor, act, Subject(path, account_id))
    if actor.account_id in (reset.asked_by, account_id):
        raise SecondPersonNeeded
    if not reset.needs_confirmation or reset.confirmed_at is not None:
        raise ResetAlreadyConfirmed
    reset.confirmed_by, reset.confirmed_at = actor.account_id, clock.now()
    tell(session, account_id, Happening.RESET_CONFIRMED)
    audit.record(session, actor, act, "account", str(account_id))
    return reset


def withdraw_reset(session: Session, actor: Identity, reset_id: UUID, roles: Roles) -> None:
    """The reset's code works no more. Raises ResetNotFound, Forbidden, SecondFactorNeeded."""
    account_id = queries.get_reset(session, actor, reset_id).account_id
    require_for(session, actor, AuthAct.WITHDRAW_RESET, [account_id], roles)
    reset = queries.get_reset(session, actor, reset_id)
    reset.expires_at = clock.now()
    audit.record(session, actor, AuthAct.WITHDRAW_RESET, "account", str(reset.account_id))


def use_reset(step: Step, typed: TypedReset, rules: SecurityRules, roles: Roles) -> None:
    """The owner signs in with the password typed; all his devices are signed out, slips void.

    Raises ResetUnknown, ResetUnconfirmed, CodesBusy, AccountDisabled, and what `check_password`
    raises: then the code is still good.
    """
    reset_id = take_step(step, lambda session: _find(session, typed, rules, roles))
    hashed = passwords.hash_password(typed.password)
    take_step(step, lambda session: _use(session, reset_id, hashed))


def _find(
    session: Session, typed: TypedReset, rules: SecurityRules, roles: Roles
) -> UUID | HandbookError:
    """Return the id of the reset, when its code works and the new password will do."""
    digits = codes.tidy(typed.written)
    if len(digits) != codes.SLIP_DIGITS or not digits.isdigit():
        return ResetUnknown()
    counted = count_typed_code(session, TryKind.RESET, typed.address, rules)
    if isinstance(counted, CodesBusy):
        return counted
    account_id = _bearer_of(session, typed.name)
    works = (Reset.account_id == (account_id or _NOBODY), *_works())
    reset = session.scalar(select(Reset).where(*works).order_by(Reset.asked_at.desc()).limit(1))
    blind = codes.code_digest(keys_of(session), digits)
    if reset is None or not hmac.compare_digest(reset.code_blind, blind):
        # Written down for names that nobody bears too: as much is done for them as for others.
        note_refused_try(session, SYSTEM, account_id, "reset")
        if reset is not None:
            tell(session, reset.account_id, Happening.RESET_TRIED, again=False)
        return ResetUnknown()
    tries.give_back(session, *counted)
    stands = standing.standings_of(session, [reset.account_id], roles)[reset.account_id]
    # Asked again: he may have come to an office since.
    came = stands.officer_since is not None and stands.officer_since > reset.asked_at
    reset.needs_confirmation = reset.needs_confirmation or bool(stands.officer_at) or came
    if reset.needs_confirmation and reset.confirmed_at is None:
        return ResetUnconfirmed()
    owner = session.get_one(Account, reset.account_id)
    check_new_password(session, owner, typed.password, rules)
    return reset.id


def _bearer_of(session: Session, name: str) -> UUID | None:
    kind, spelling = read_name(name)
    blind = blind_of(keys_of(session), kind, spelling)
    query = select(SignInName.account_id).where(SignInName.kind == kind, SignInName.blind == blind)
    return session.scalar(query)


def _use(session: Session, reset_id: UUID, hashed: str) -> HandbookError | None:
    account = lock_account(session, session.get_one(Reset, reset_id).account_id)
    spent = session.scalar(
        update(Reset)
        .where(Reset.id == reset_id, *_works())
        .values(used_at=clock.now())
        .returning(Reset.removes_factor)
    )
    if spent is None:
        return ResetUnknown()
    if account.state == "disabled":
        return AccountDisabled()
    store_password(account, hashed)
    if account.state == "new":
        account.state, account.activated_at = "active", clock.now()
    if spent:
        take_factor_off(session, account)
    end_sessions(session, [account.id], "reset")
    withdraw_invitations(session, [account.id])
    # Whoever forgot his password tried himself into a pause before he came for help.
    tries.forget(session, aims_of(session, account.id), TryKind.PASSWORD)
    tell(session, account.id, Happening.RESET_USED)
    facts = {"removes_factor": spent}
    audit.record(session, SYSTEM, "auth.use_reset", "account", str(account.id), facts=facts)
    return None


def _opens_an_office(actor: Identity, account_id: UUID, stands: Standing) -> bool:
    """Whether a new password leads to more than this helper may open by himself."""
    out_of_reach = (
        not POLICY.allows(actor, AuthAct.OPEN_RESET, Subject(path, account_id))
        for path in stands.serves_at
    )
    return bool(stands.officer_at) or any(out_of_reach)


def _works() -> tuple[ColumnElement[bool], ...]:
    return Reset.used_at.is_(None), Reset.expires_at > clock.now()
