"""Telephone numbers as gateways want them."""

#: Vietnam.
_COUNTRY = "84"


def digits_of(number: str) -> str | None:
    """Return “84912345678” for “0912 345 678” or “+84 912 345 678”; None when it is no number."""
    plain = "".join(sign for sign in number if sign not in " .-()\u00a0")
    digits = plain.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        return None
    if plain.startswith("+") or (digits.startswith(_COUNTRY) and len(digits) > 10):
        return digits
    return _COUNTRY + digits[1:] if digits.startswith("0") else None


def home_form(digits: str) -> str:
    """Return “0912345678” for “84912345678”; a foreign number unchanged."""
    return "0" + digits.removeprefix(_COUNTRY) if digits.startswith(_COUNTRY) else digits
