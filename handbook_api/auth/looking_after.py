"""What those who look after accounts do to them: disable, enable, sign devices out."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import queries, standing, tries
from handbook_api.auth.accounts import switch_off, switch_on, withdraw_invitations
from handbook_api.auth.errors import AlreadyDisabled, AlreadyEnabled, DisabledAbove, NotYourself
from handbook_api.auth.judging import judge_again
from handbook_api.auth.locking import lock_accounts
from handbook_api.auth.models import Account, DeviceSession
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.policy import OFFICERS, POLICY, AuthAct
from handbook_api.auth.sessions import end_sessions
from handbook_api.auth.sign_in import aim_of_session, aims_of
from handbook_api.auth.standing import Roles, Standing
from handbook_api.auth.tries import TryKind
from handbook_api.core.identity import ROOT_PATH, Grant, Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.organisations.models import Organisation

#: The reason that stands for the command line, above everybody.
BY_TERMINAL = "terminal"

#: What wrong tries against an account, or within its sessions, are counted as.
_OF_AN_ACCOUNT = (
    TryKind.PASSWORD,
    TryKind.TOTP,
    TryKind.PASSWORD_AGAIN,
    TryKind.TOTP_AGAIN,
    TryKind.NAME,
)


def require_for(
    session: Session,
    actor: Identity,
    act: AuthAct,
    account_ids: Collection[UUID],
    roles: Roles,
    *,
    whatever_their_office: bool = False,
) -> Mapping[UUID, Standing]:
    """Return where these visible accounts stand, when `actor` may do `act` to each of them.

    Where one holds a role above cell level, the actor must also look after officers there: nobody
    makes a way for himself into an office that reaches further than his own.
    whatever_their_office: for an act that leads nowhere before somebody else has confirmed it.
    The accounts are held from here on, and what the actor may do is read after that wait.
    Raises Forbidden, SecondFactorNeeded, SessionEnded, SessionChanged.
    """
    lock_accounts(session, account_ids)
    judge_again(session, actor, roles)
    standings = standing.standings_of(session, account_ids, roles)
    for account_id, stands in standings.items():
        home = stands.home or ROOT_PATH  # who belongs nowhere is looked after from the top
        POLICY.require(actor, act, Subject(home, account_id))
        for path in () if whatever_their_office else stands.officer_at:
            POLICY.require(actor, AuthAct.LOOK_AFTER_OFFICER, Subject(path, account_id))
    return standings


def disable_account(
    session: Session, actor: Identity, account_id: UUID, reason: str, roles: Roles
) -> Account:
    """Nobody signs in to the account, and its devices are out at their next request.

    Nobody below the actor's office switches it on again; whoever stands above another may take
    over what that one switched off. reason: a code. Raises AccountNotFound, NotYourself,
    AlreadyDisabled, Forbidden, SecondFactorNeeded.
    """
    account, home = _look_after(session, actor, AuthAct.DISABLE, account_id, roles)
    if account_id == actor.account_id:
        raise NotYourself
    office = _highest_office(actor, home or ROOT_PATH)
    if account.state == "disabled":
        at = _where_disabled(session, account)
        if at is not None and not (at.startswith(office.path) and at != office.path):
            raise AlreadyDisabled
    switch_off(session, [account_id], reason)
    session.refresh(account)
    account.disabled_reason, account.disabled_at = reason, office.organisation_id
    facts = {"reason": reason}
    audit.record(
        session, actor, AuthAct.DISABLE, "account", str(account_id), path=home, facts=facts
    )
    return account


def enable_account(session: Session, actor: Identity, account_id: UUID, roles: Roles) -> Account:
    """The account can be signed in to again, and is new or active as it was.

    Raises AccountNotFound, NotYourself, AlreadyEnabled, DisabledAbove, Forbidden,
    SecondFactorNeeded.
    """
    account, home = _look_after(session, actor, AuthAct.ENABLE, account_id, roles)
    if account_id == actor.account_id:
        raise NotYourself
    if account.state != "disabled":
        raise AlreadyEnabled
    at = _where_disabled(session, account)
    if at is not None and not POLICY.allows(actor, AuthAct.ENABLE, Subject(at, account_id)):
        raise DisabledAbove(Subject(at, account_id), act=AuthAct.ENABLE.value)
    switch_on(session, account_id)
    audit.record(session, actor, AuthAct.ENABLE, "account", str(account_id), path=home)
    return account


def sign_out_everywhere(session: Session, actor: Identity, account_id: UUID, roles: Roles) -> int:
    """Every device of the account is signed out; return how many. For a lost phone.

    Slips and resets are void too: whoever has the phone may have them.
    Raises AccountNotFound, Forbidden, SecondFactorNeeded.
    """
    account, home = _look_after(session, actor, AuthAct.END_SESSIONS, account_id, roles)
    ended = end_sessions(session, [account.id], "by_officer")
    withdraw_invitations(session, [account.id])
    tell(session, account.id, Happening.SESSIONS_ENDED, {"devices": ended})
    audit.record(session, actor, AuthAct.END_SESSIONS, "account", str(account.id), path=home)
    return ended


def forget_tries(session: Session, actor: Identity, account_id: UUID) -> int:
    """Wrong passwords and codes tried against the account no longer count; return how many.

    From the command line only: over the network a pause is waited out.
    """
    account = queries.get_account(session, actor, account_id)
    audit.record(session, actor, "auth.forget_tries", "account", str(account.id))
    within = select(DeviceSession.id).where(
        DeviceSession.account_id == account.id, DeviceSession.ended_at.is_(None)
    )
    aims = [aim_of_session(session, one) for one in session.scalars(within)]
    return tries.forget(session, [*aims_of(session, account.id), *aims], *_OF_AN_ACCOUNT)


def _highest_office(actor: Identity, home: str) -> Grant:
    """Return the highest of the offices by which the actor looks after what lies at `home`."""
    offices = (one for one in actor.grants if one.role in OFFICERS and home.startswith(one.path))
    return min(offices, key=lambda one: len(one.path))


def _where_disabled(session: Session, account: Account) -> str | None:
    """Return where the officer serves who switched it off; None when nobody did by hand."""
    if account.disabled_reason == BY_TERMINAL:
        return ROOT_PATH
    if account.disabled_at is None:
        return None
    return session.get_one(Organisation, account.disabled_at).path


def _look_after(
    session: Session, actor: Identity, act: AuthAct, account_id: UUID, roles: Roles
) -> tuple[Account, str | None]:
    account = queries.get_account(session, actor, account_id)
    stands = require_for(session, actor, act, [account_id], roles)
    return account, stands[account_id].home
