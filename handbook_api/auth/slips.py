"""Printed slips: handed out, taken back. What happens when one is used stands in `slip_use`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth import codes, queries
from handbook_api.auth.accounts import void_slips
from handbook_api.auth.errors import (
    AccountDisabled,
    BirthYearMissing,
    NoSlipsToPrint,
    ResetInstead,
)
from handbook_api.auth.looking_after import require_for
from handbook_api.auth.models import Account, Slip
from handbook_api.auth.notices import Happening, tell_each
from handbook_api.auth.policy import POLICY, AuthAct
from handbook_api.auth.standing import Roles, Standing
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Forbidden, Refused, Subject
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip as it is printed, once: digits and token are nowhere kept as they are."""

    slip: Slip
    name: str
    cell: str
    digits: str
    token: str

    @property
    def until(self) -> date:
        """The last day in Vietnam on which it signs in for the first time."""
        return last_day(self.slip.expires_at)


class WhyNone(StrEnum):
    """Why somebody of a cell was printed no slip. Words: the labels “slip.none_…”."""

    OFFICE = "office"
    BIRTH_YEAR = "birth_year"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who would have been printed a slip, and why he was not."""

    name: str
    why: WhyNone


@dataclass(frozen=True, slots=True)
class SlipsOfCell:
    """What came of printing for a whole cell, each list sorted by name."""

    issued: Sequence[IssuedSlip]
    left_out: Sequence[LeftOut]


def issue_slips(
    session: Session,
    actor: Identity,
    account_ids: Sequence[UUID],
    rules: SecurityRules,
    roles: Roles,
) -> Sequence[IssuedSlip]:
    """Each account has a new slip, sorted by name; slips it had before are void.

    Raises AccountNotFound, Forbidden, SecondFactorNeeded, AccountDisabled, BirthYearMissing,
    ResetInstead.
    """
    accounts = queries.accounts_by_id(session, actor, account_ids)
    standings = _standings(session, actor, accounts, roles)
    for account in accounts:
        _must_reach(actor, account.id, standings[account.id])
        if account.state == "disabled":
            raise AccountDisabled
        if account.birth_year is None:
            raise BirthYearMissing
    return _issue(session, actor, accounts, standings, rules)


def issue_slips_of_cell(
    session: Session,
    actor: Identity,
    cell_id: UUID,
    rules: SecurityRules,
    roles: Roles,
    *,
    only_new: bool = True,
) -> SlipsOfCell:
    """Members of the cell have new slips; those whom the actor can give none are named.

    only_new: those alone who have never signed in. Raises NoSlipsToPrint, Forbidden,
    SecondFactorNeeded.
    """
    states = ("new",) if only_new else ("new", "active")
    accounts = [
        one for one in queries.accounts_of_cell(session, actor, cell_id) if one.state in states
    ]
    standings = _standings(session, actor, accounts, roles)
    why = {one.id: _why_none(actor, one, standings[one.id]) for one in accounts}
    able = [one for one in accounts if why[one.id] is None]
    if not able:
        raise NoSlipsToPrint
    return SlipsOfCell(
        issued=_issue(session, actor, able, standings, rules),
        left_out=[LeftOut(one.display_name, reason) for one in accounts if (reason := why[one.id])],
    )


def revoke_slip(session: Session, actor: Identity, slip_id: UUID, roles: Roles) -> None:
    """The slip signs nobody in any more. Raises SlipNotFound, Forbidden, SecondFactorNeeded."""
    slip = queries.get_slip(session, actor, slip_id)
    require_for(session, actor, AuthAct.REVOKE_SLIP, [slip.account_id], roles)
    slip.revoked_at = slip.revoked_at or clock.now()
    audit.record(session, actor, AuthAct.REVOKE_SLIP, "slip", str(slip.id))


def _issue(
    session: Session,
    actor: Identity,
    accounts: Sequence[Account],
    standings: Mapping[UUID, Standing],
    rules: SecurityRules,
) -> Sequence[IssuedSlip]:
    ids = [one.id for one in accounts]
    void_slips(session, ids)
    cells = queries.homes_of(session, actor, ids)
    issued = []
    for account in accounts:
        cell = cells.get(account.id)
        issued.append(_one(session, actor, account, cell.name if cell else "", rules))
        audit.record(
            session,
            actor,
            AuthAct.ISSUE_SLIP,
            "account",
            str(account.id),
            path=standings[account.id].home,
        )
    tell_each(session, ids, Happening.SLIP_ISSUED)
    session.flush()
    return issued


def _standings(
    session: Session, actor: Identity, accounts: Sequence[Account], roles: Roles
) -> Mapping[UUID, Standing]:
    """Return where these accounts stand, when the actor may issue slips there at all."""
    ids, act = [one.id for one in accounts], AuthAct.ISSUE_SLIP
    return require_for(session, actor, act, ids, roles, whatever_their_office=True)


def _why_none(actor: Identity, account: Account, stands: Standing) -> WhyNone | None:
    try:
        _must_reach(actor, account.id, stands)
    except Refused:
        return WhyNone.OFFICE
    return WhyNone.BIRTH_YEAR if account.birth_year is None else None


def _must_reach(actor: Identity, account_id: UUID, stands: Standing) -> None:
    """Return when the slip opens no office that is not the actor's to open alone.

    Whoever prints a slip could use it himself. So where the account serves, the actor must look
    after accounts too, and stand above where it holds a role above cell level: of two equals
    none starts the other. Raises ResetInstead, SecondFactorNeeded.
    """
    asked = [(AuthAct.ISSUE_SLIP, path) for path in stands.serves_at]
    asked += [(AuthAct.START_OFFICER, path) for path in stands.officer_at]
    for act, path in asked:
        subject = Subject(path, account_id)
        try:
            POLICY.require(actor, act, subject)
        except Forbidden as refusal:
            raise ResetInstead(subject, act=act.value) from refusal


def _one(
    session: Session, actor: Identity, account: Account, cell: str, rules: SecurityRules
) -> IssuedSlip:
    digits, token = codes.new_digits(), codes.new_slip_token()
    slip = Slip(
        account_id=account.id,
        code_blind=codes.code_digest(keys_of(session), digits),
        token_digest=codes.digest(token),
        issued_at=clock.now(),
        issued_by=actor.account_id,
        expires_at=_end_of(clock.today() + timedelta(days=rules.slip_valid_days)),
    )
    session.add(slip)
    return IssuedSlip(slip, account.display_name, cell, digits, token)


def last_day(expires_at: datetime) -> date:
    """Return the last whole day in Vietnam before `expires_at`."""
    return (expires_at - timedelta(microseconds=1)).astimezone(clock.VIETNAM).date()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, clock.VIETNAM)
