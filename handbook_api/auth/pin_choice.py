"""Which six digits may be a PIN: not those that whoever finds the phone tries first."""

import re

from handbook_api.auth.errors import PinWeak

DIGITS = 6

_UP, _DOWN = "01234567890123456789", "98765432109876543210"
#: One piece said twice, thrice or six times over: 123123, 121212, 111111.
_REPEATED = re.compile(r"(.+)\1+")
#: Each digit twice: 112233.
_DOUBLED = re.compile(r"(.)\1(.)\2(.)\3")
_DAY, _MONTH = r"(0[1-9]|[12]\d|3[01])", r"(0[1-9]|1[0-2])"


def check_pin(pin: str, birth_year: int | None) -> None:
    """Return when `pin` may be chosen by somebody born in `birth_year`. Raises PinWeak."""
    if not (pin.isascii() and pin.isdecimal() and len(pin) == DIGITS):
        raise PinWeak
    is_plain = _REPEATED.fullmatch(pin) or _DOUBLED.fullmatch(pin) or pin in _UP or pin in _DOWN
    if is_plain or (birth_year is not None and _is_birthday(pin, birth_year)):
        raise PinWeak


def _is_birthday(pin: str, year: int) -> bool:
    """Whether the year stands in it, or a day of that year: 030260, 600203."""
    short = f"{year % 100:02}"
    day = rf"{_DAY}{_MONTH}{short}|{_MONTH}{_DAY}{short}|{short}{_MONTH}{_DAY}"
    return str(year) in pin or re.fullmatch(day, pin) is not None
