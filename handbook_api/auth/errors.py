"""What signing in and looking after accounts refuses, and why."""

from datetime import datetime
from math import ceil

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError, NotFound
from handbook_api.core.policy import Refused


class AccountNotFound(NotFound):
    """No such account, or not for this viewer."""

    code = "auth.account_not_found"


class SessionNotFound(NotFound):
    """No such device, or not one of his."""

    code = "auth.session_not_found"


class SlipNotFound(NotFound):
    """No such slip, or not for this viewer."""

    code = "auth.slip_not_found"


class ResetNotFound(NotFound):
    """No such reset, or not for this viewer."""

    code = "auth.reset_not_found"


class SessionChanged(HandbookError):
    """The access token is past its time, or rights changed: exchange the refresh token, go on."""

    status, code = 401, "auth.session_changed"


class SessionEnded(HandbookError):
    """This device is signed out for good; sign in again. `why`: DeviceSession.ended_reason."""

    status, code = 401, "auth.session_ended"

    @property
    def was_shut_out(self) -> bool:
        """Whether somebody signed this very device out from elsewhere: it may be lost."""
        return self.facts.get("why") in {"by_owner", "by_officer", "disabled", "reused"}


class NotRecognised(HandbookError):
    """Name and password do not go together. `left`: tries before a pause."""

    status, code = 401, "auth.not_recognised"


class TooManyTries(HandbookError):
    """This name, code or slip was tried too often; even the right answer waits until `until`."""

    status, code = 429, "auth.too_many_tries"

    def __init__(self, until: datetime) -> None:
        super().__init__(
            until=until.astimezone(clock.VIETNAM).strftime("%H:%M"),
            retry_after=max(1, ceil((until - clock.now()).total_seconds())),
        )


class CodesBusy(TooManyTries):
    """Too many wrong codes came from this network address; QR links still work."""

    code = "auth.codes_busy"


class PasswordWrong(HandbookError):
    """That is not the present password. `left`: tries before a pause."""

    status, code = 422, "auth.password_wrong"


class CodeWrong(HandbookError):
    """The one-time code is wrong, too old, or was used already. `left`: tries before a pause."""

    status, code = 422, "auth.code_wrong"


class AccountDisabled(HandbookError):
    """The account is switched off; the committee says why and can switch it on."""

    status, code = 403, "auth.account_disabled"


class AlreadyDisabled(HandbookError):
    """The account is switched off already, by an office as high or higher."""

    status, code = 409, "auth.already_disabled"


class AlreadyEnabled(HandbookError):
    """The account is not switched off."""

    status, code = 409, "auth.already_enabled"


class DisabledAbove(Refused):
    """Somebody above switched the account off; he, or somebody above him, switches it on."""

    code = "auth.disabled_above"


class NotYourself(HandbookError):
    """This is done by somebody else for you, never by yourself."""

    status, code = 409, "auth.not_yourself"
    remembered = True


class BirthYearMissing(HandbookError):
    """A slip asks for the birth year, and the account has none."""

    status, code = 409, "auth.birth_year_missing"


class NameNotUnderstood(HandbookError):
    """A chosen name has 4 to 40 letters and digits, at least one letter among them."""

    status, code = 422, "auth.name_not_understood"


class NameTaken(HandbookError):
    """Another account signs in under that name."""

    status, code = 409, "auth.name_taken"


class OrganisationUnknown(HandbookError):
    """No organisation goes by that code or id."""

    status, code = 422, "auth.organisation_unknown"


class SlipUnknown(HandbookError):
    """No slip bears these digits."""

    status, code = 422, "auth.slip_unknown"


class SlipExpired(HandbookError):
    """The slip was good until `until`."""

    status, code = 410, "auth.slip_expired"


class SlipSpent(HandbookError):
    """The slip was used as often as it may be; its owner and the log are told."""

    status, code = 410, "auth.slip_spent"


class SlipRevoked(HandbookError):
    """The slip was taken back, or a newer one was issued."""

    status, code = 410, "auth.slip_revoked"


class SlipBlocked(HandbookError):
    """Too many wrong birth years were tried on this slip over its life."""

    status, code = 410, "auth.slip_blocked"


class BirthYearWrong(HandbookError):
    """Not the birth year of the slip's owner. `left`: tries before the slip is dead."""

    status, code = 422, "auth.birth_year_wrong"


class NoSlipsToPrint(HandbookError):
    """Nobody in the list can be given a slip."""

    status, code = 422, "auth.no_slips"


class ResetInstead(Refused):
    """The account holds an office out of reach: open a reset, which a second officer confirms."""

    code = "auth.reset_instead"


class PasswordFirst(HandbookError):
    """One-time codes come on top of a password; choose one first."""

    status, code = 409, "auth.password_first"


class FactorAlreadyOn(HandbookError):
    """One-time codes are on already; take them off before setting up another phone."""

    status, code = 409, "auth.factor_already_on"


class FactorNotBegun(HandbookError):
    """There is nothing to confirm or to give: one-time codes were not set up."""

    status, code = 409, "auth.factor_not_begun"


class FactorStale(HandbookError):
    """This act asks for a code given within the last `minutes`."""

    status, code = 403, "auth.factor_stale"
    remembered = True


class ResetUnknown(HandbookError):
    """No reset of that name goes by this code, or it was used, withdrawn or is past its time."""

    status, code = 422, "auth.reset_unknown"


class ResetUnconfirmed(HandbookError):
    """A second officer must confirm this reset before its code works."""

    status, code = 409, "auth.reset_unconfirmed"


class ResetAlreadyConfirmed(HandbookError):
    """Somebody confirmed it already, or it needs no confirmation."""

    status, code = 409, "auth.reset_already_confirmed"


class SecondPersonNeeded(HandbookError):
    """Whoever asked for it cannot also confirm it."""

    status, code = 409, "auth.second_person_needed"
    remembered = True


class PinNeeded(HandbookError):
    """This device asks for the PIN before it shows its owner's record; give it, then try again."""

    status, code = 403, "auth.pin_needed"


class PinLost(HandbookError):
    """The PIN was typed wrong too often and is gone; sign in again to see one's record."""

    status, code = 403, "auth.pin_lost"


#: What whoever shows somebody his own record is refused for.
LOCKED = (PinNeeded, PinLost)


class PinWrong(HandbookError):
    """That is not this device's PIN. `left`: tries before it is gone."""

    status, code = 422, "auth.pin_wrong"


class PinWeak(HandbookError):
    """A PIN has six digits; not a birthday, not a row, not a repetition."""

    status, code = 422, "auth.pin_weak"


class PinNotSet(HandbookError):
    """This device asks for no PIN."""

    status, code = 409, "auth.pin_not_set"
