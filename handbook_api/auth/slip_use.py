"""Using a printed slip: first looked at, which consumes nothing, then spent with a birth year.

It signs in twice, the second time soon after the first: an iPhone's home-screen app does not
share the browser's sign-in and asks for the same slip again. Wrong birth years are counted on the
slip itself, over its whole life: whoever found it on the road has a few, and then it is dead.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import codes, standing, tries
from handbook_api.auth.errors import (
    AccountDisabled,
    BirthYearWrong,
    CodesBusy,
    SlipBlocked,
    SlipExpired,
    SlipRevoked,
    SlipSpent,
    SlipUnknown,
)
from handbook_api.auth.locking import lock_account, lock_slip
from handbook_api.auth.models import Account, Appointment, Slip
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.refused_tries import note_refused_try
from handbook_api.auth.sessions import open_session
from handbook_api.auth.slips import last_day
from handbook_api.auth.standing import Roles, counts_on
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tokens import Tokens
from handbook_api.auth.tries import TryKind
from handbook_api.auth.typed_codes import count_typed_code
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import SYSTEM, Role, Strength
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of
from handbook_api.organisations.models import Organisation

MOST_USES = 2


@dataclass(frozen=True, slots=True)
class SlipSeen:
    """What a slip says of itself before it is used. until: the last day, in Vietnam."""

    name: str
    cell: str | None
    until: date
    uses_left: int


@dataclass(frozen=True, slots=True)
class Used:
    """What somebody types who signs in by a slip, and at which network address."""

    written: str = field(repr=False)
    address: str = field(repr=False)
    birth_year: int = field(repr=False)
    device: str


def look_at_slip(step: Step, written: str, address: str, rules: SecurityRules) -> SlipSeen:
    """Return whose the slip is, with only initials of all but the given name.

    written: the ten digits as typed, or the token of the QR link. Raises SlipUnknown, CodesBusy,
    SlipExpired, SlipSpent, SlipRevoked, SlipBlocked.
    """
    return take_step(step, lambda session: _look(session, written, address, rules))


def use_slip(step: Step, used: Used, rules: SecurityRules, roles: Roles) -> Tokens:
    """Return the tokens of a new device session, opened by slip and birth year.

    The first sign-in makes a new account active. A slip from before its owner came to an office
    opens nothing: whoever issued it had no right over that office. Raises as `look_at_slip`
    does, and BirthYearWrong, AccountDisabled.
    """
    return take_step(step, lambda session: _use(session, used, rules, roles))


def slip_state(slip: Slip, rules: SecurityRules) -> str:
    """Return in a word what would come of using the slip now; “open” when it signs in."""
    refusal = _refusal_of(slip, rules, clock.now())
    return refusal.code.removeprefix("auth.slip_") if refusal else "open"


def initials(name: str) -> str:
    """Return a name that its owner knows and a finder does not: “Nguyễn Văn An” → “N. V. An”."""
    words = name.split()
    return " ".join([*(f"{word[0]}." for word in words[:-1]), *words[-1:]])


def _look(
    session: Session, written: str, address: str, rules: SecurityRules
) -> SlipSeen | HandbookError:
    slip = _find(session, written, address, rules)
    if isinstance(slip, HandbookError):
        return slip
    if refusal := _refusal_of(slip, rules, clock.now()):
        return refusal
    account = session.get_one(Account, slip.account_id)
    name, cell = initials(account.display_name), _cell_of(session, account)
    return SlipSeen(name, cell, last_day(_good_until(slip, rules)), MOST_USES - slip.uses)


def _use(
    session: Session, used: Used, rules: SecurityRules, roles: Roles
) -> Tokens | HandbookError:
    found = _find(session, used.written, used.address, rules)
    if isinstance(found, HandbookError):
        return found
    account = lock_account(session, found.account_id)
    slip = lock_slip(session, found.id)
    refusal = _refusal_of(slip, rules, clock.now())
    if isinstance(refusal, SlipSpent):
        _note_third_use(session, slip)
    if refusal is None and _is_before_an_office(session, slip, roles):
        refusal = SlipRevoked()
    if refusal is not None:
        return refusal
    if account.birth_year != used.birth_year:
        return _note_wrong_year(session, slip, rules)
    if account.state == "disabled":
        return AccountDisabled()
    return _spend(session, slip, account, used.device, rules)


def _note_wrong_year(session: Session, slip: Slip, rules: SecurityRules) -> BirthYearWrong:
    slip.wrong_years += 1
    left = rules.slip_most_wrong_years - slip.wrong_years
    note_refused_try(session, SYSTEM, slip.account_id, "birth_year")
    if left <= 0:
        tell(session, slip.account_id, Happening.SLIP_TRIED)
    return BirthYearWrong(left=max(left, 0))


def _is_before_an_office(session: Session, slip: Slip, roles: Roles) -> bool:
    stands = standing.standings_of(session, [slip.account_id], roles)[slip.account_id]
    return stands.officer_since is not None and stands.officer_since > slip.issued_at


def _spend(
    session: Session, slip: Slip, account: Account, device: str, rules: SecurityRules
) -> Tokens:
    now = clock.now()
    slip.uses += 1
    if slip.first_used_at is None:
        slip.first_used_at = now
    else:
        tell(session, account.id, Happening.SLIP_SECOND_USE, {"device": device})
    if account.state == "new":
        account.state, account.activated_at = "active", now
    return open_session(session, account, Strength.SLIP, device, rules)


def _find(
    session: Session, written: str, address: str, rules: SecurityRules
) -> Slip | HandbookError:
    digits = codes.tidy(written)
    if len(digits) == codes.SLIP_TOKEN_DIGITS:
        by_token = select(Slip).where(Slip.token_digest == codes.digest(digits))
        return session.scalar(by_token) or SlipUnknown()
    if len(digits) != codes.SLIP_DIGITS or not digits.isdigit():
        return SlipUnknown()
    counted = count_typed_code(session, TryKind.SLIP, address, rules)
    if isinstance(counted, CodesBusy):
        return counted
    blind = codes.code_digest(keys_of(session), digits)
    found = session.scalar(select(Slip).where(Slip.code_blind == blind))
    if found is None:
        return SlipUnknown()
    tries.give_back(session, *counted)
    return found


def _refusal_of(slip: Slip, rules: SecurityRules, now: datetime) -> HandbookError | None:
    if slip.uses >= MOST_USES:
        return SlipSpent(uses=slip.uses)
    if slip.revoked_at is not None:
        return SlipRevoked()
    if slip.wrong_years >= rules.slip_most_wrong_years:
        return SlipBlocked()
    if now >= _good_until(slip, rules):
        return SlipExpired(until=f"{last_day(_good_until(slip, rules)):%d/%m/%Y}")
    return None


def _good_until(slip: Slip, rules: SecurityRules) -> datetime:
    if slip.first_used_at is None:
        return slip.expires_at
    return slip.first_used_at + timedelta(hours=rules.slip_second_use_hours)


def _note_third_use(session: Session, slip: Slip) -> None:
    # The owner hears of it once in a while, and the log with him: the slip may lie anywhere.
    if tell(session, slip.account_id, Happening.SLIP_THIRD_USE, again=False):
        account = str(slip.account_id)
        audit.record(session, SYSTEM, "auth.use_slip", "account", account, refused=True)


def _cell_of(session: Session, account: Account) -> str | None:
    return session.scalar(
        select(Organisation.name)
        .join(Appointment, Appointment.organisation_id == Organisation.id)
        .where(
            Appointment.account_id == account.id,
            Appointment.role == Role.MEMBER,
            counts_on(clock.today()),
        )
        .order_by(Appointment.since.desc())
        .limit(1)
    )
