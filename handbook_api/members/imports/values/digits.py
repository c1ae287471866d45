"""Numbers that are names of something: cards, citizens, dossiers, telephones.

Spreadsheets take them for amounts: they drop zeros in front and round what is long.
"""

import re

from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.gateways.table_reading import Cell as Box
from handbook_api.members.imports import faults
from handbook_api.members.imports.values.plain import text_of

CARD, RECORD, CITIZEN, PHONE = "card_number", "record_number", "citizen_id", "phone"

#: Digits on every card issued so far (domain knowledge of 2025; longer ones are accepted, because
#: the cards of the exchange of 2025 may have more).
CARD_DIGITS = 8
CITIZEN_DIGITS = 12
#: An identity card from before the citizen number.
OLD_CARD_DIGITS = 9
#: Without the zero in front.
_PHONE_CORE = range(9, 11)

_BETWEEN_DIGITS = re.compile(r"[\s.\-–·]")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_TWO = re.compile(r"\d{6,}\s*(?:[,;/|&]|\bvà\b|\bhoặc\b)\s*\+?\d{6,}", re.IGNORECASE)
_TWO_PHONES = re.compile(r"\+?\d[\d.\s]{7,}\s*(?:[,;/|&\-–]|\bvà\b|\bhoặc\b)\s*\+?\d[\d.\s]{7,}")
_COUNTRY = re.compile(r"^(?:\+84|0084|84(?=\d{9,10}$))\(?0?\)?")


def number_of(spec: FieldSpec, box: Box) -> str:
    """Return the number in the box as its field keeps it, “” for an empty box.

    Raises a BoxRefused for what cannot be that number.
    """
    text = _whole(box)
    if not text:
        return ""
    if (_TWO_PHONES if spec.code == PHONE else _TWO).search(text):
        raise faults.TwoNumbers
    if spec.code == RECORD:
        return _record(spec, text)
    if spec.code == PHONE:
        return _phone(spec, text)
    digits = _only_digits(spec, _BETWEEN_DIGITS.sub("", text))
    return _citizen(spec, digits) if spec.code == CITIZEN else _card(spec, digits)


def _whole(box: Box) -> str:
    if isinstance(box.value, float):
        raise faults.DigitsRounded
    text = text_of(box)
    if _ROUNDED.fullmatch(text):
        raise faults.DigitsRounded
    return text


def _only_digits(spec: FieldSpec, text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise faults.NotOnlyDigits(name=spec.name)
    return text


def _card(spec: FieldSpec, digits: str) -> str:
    if len(digits) < CARD_DIGITS:
        raise faults.ZeroLost(name=spec.name, expected=CARD_DIGITS, found=len(digits))
    return _not_longer(spec, digits, spec.max_length)


def _citizen(spec: FieldSpec, digits: str) -> str:
    if len(digits) == OLD_CARD_DIGITS:
        raise faults.OldIdentityCard
    if len(digits) < CITIZEN_DIGITS:
        raise faults.ZeroLost(name=spec.name, expected=CITIZEN_DIGITS, found=len(digits))
    return _not_longer(spec, digits, CITIZEN_DIGITS)


def _not_longer(spec: FieldSpec, digits: str, most: int) -> str:
    if len(digits) > most:
        raise faults.TooManyDigits(name=spec.name, most=most)
    return digits


def _record(spec: FieldSpec, text: str) -> str:
    number = _BETWEEN_DIGITS.sub("", text).upper()
    if not re.fullmatch(spec.pattern, number):
        raise faults.ShapeUnknown(name=spec.name, hint=spec.hint)
    return number


def _phone(spec: FieldSpec, text: str) -> str:
    plain = _BETWEEN_DIGITS.sub("", text).replace("(", "").replace(")", "")
    core = _COUNTRY.sub("", plain)
    bare = _only_digits(spec, core)
    # A number that a spreadsheet took for an amount has lost its zero.
    bare = bare.removeprefix("0") if bare.startswith("0") else bare
    if len(bare) < _PHONE_CORE.start:
        raise faults.PhoneTooShort
    if len(bare) not in _PHONE_CORE:
        raise faults.TooManyDigits(name=spec.name, most=_PHONE_CORE.stop)
    return f"0{bare}"
