"""What somebody typed into a field → what is kept: one spelling, checked against the register."""

import re
from datetime import date
from functools import lru_cache

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.members import names
from handbook_api.members.errors import (
    DateInFuture,
    DateNotUnderstood,
    DateTooEarly,
    NameMissing,
    UnknownChoice,
    ValueNotUnderstood,
    ValueTooLong,
)

FULL_NAME = "full_name"
STATUS = "status"
CELL = "cell"

#: Fields with a column of their own in `members`. All others are sealed, or are lines.
COLUMNS = frozenset(
    (
        FULL_NAME,
        "sex",
        "birth_date",
        "joined_on",
        "admission_decided_on",
        "official_on",
        "occupation",
        "general_education",
        "qualification",
        "political_theory",
        "languages",
        "reachable_by",
    )
)
#: Fields that are never typed over: each changes by an act of its own.
BY_ACTS = frozenset((STATUS, CELL))

LINES = "lines"
_DEFAULT_LONGEST = 200
#: Nobody alive was born before.
EARLIEST = date(1900, 1, 1)
_BETWEEN_DIGITS = re.compile(r"[\s.\-]")
_LETTER = re.compile(r"[^\W\d_]")


def is_sealed(spec: FieldSpec) -> bool:
    """Whether the field's values are kept sealed, one row each, with history."""
    return spec.code not in COLUMNS | BY_ACTS and spec.kind != LINES


def sealed_fields(content: Content) -> tuple[str, ...]:
    """Return the codes of all fields that are kept sealed, in the order of the record."""
    return tuple(code for code, spec in content.member_fields.items() if is_sealed(spec))


def line_fields(content: Content) -> tuple[str, ...]:
    """Return the codes of all fields that are lists of lines, in the order of the record."""
    return tuple(code for code, spec in content.member_fields.items() if spec.kind == LINES)


def text_of_field(content: Content, spec: FieldSpec, typed: str) -> str:
    """Return `typed` as the field keeps it: tidy, numbers without spaces, phones from 0.

    Raises NameMissing, UnknownChoice, ValueTooLong, ValueNotUnderstood.
    """
    if spec.kind == "choice":
        if typed not in content.lists[spec.choices]:
            raise UnknownChoice(field=spec.code)
        return typed
    text = names.tidy(typed)
    if spec.code == FULL_NAME:
        return _full_name(text)
    if spec.looked_up:
        text = _number(text)
    longest = spec.max_length or _DEFAULT_LONGEST
    if len(text) > longest:
        raise ValueTooLong(field=spec.code, longest=longest)
    if not text or (spec.pattern and not _compiled(spec.pattern).fullmatch(text)):
        raise ValueNotUnderstood(field=spec.code, hint=spec.hint or "…")
    return text


def day_of_field(code: str, day: date, today: date) -> date:
    """Return `day` when it can be the day of something that has happened.

    Raises DateInFuture, DateTooEarly.
    """
    if day > today:
        raise DateInFuture(field=code)
    if day < EARLIEST:
        raise DateTooEarly(field=code, earliest=f"{EARLIEST:%d/%m/%Y}")
    return day


def day_of_text(code: str, typed: str) -> date:
    """Return the day that is written year-month-day. Raises DateNotUnderstood."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise DateNotUnderstood(field=code) from None


def _full_name(text: str) -> str:
    if not _LETTER.search(text) or len(text) > _DEFAULT_LONGEST:
        raise NameMissing(field=FULL_NAME)
    return text


def _number(text: str) -> str:
    plain = _BETWEEN_DIGITS.sub("", text).upper()
    return f"0{plain.removeprefix('+84')}" if plain.startswith("+84") else plain


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
