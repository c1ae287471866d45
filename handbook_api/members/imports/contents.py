"""What a column holds, told from its boxes: a second opinion beside its heading."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from handbook_api.content_store import Content
from handbook_api.gateways.table_reading import Cell as Box
from handbook_api.members.imports import targets
from handbook_api.members.imports.faults import BoxRefused
from handbook_api.members.imports.values import days
from handbook_api.members.imports.values.plain import is_empty, text_of

#: Fewer boxes tell nothing.
_FEWEST = 3
_MOSTLY = 0.8

_DIGITS = re.compile(r"[\s.\-]")
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "card_number": re.compile(r"\d{8}"),
    "citizen_id": re.compile(r"\d{12}"),
    "record_number": re.compile(r"\d{6}[A-ZĐ]{1,3}", re.IGNORECASE),
    "phone": re.compile(r"(?:\+?84|0)\d{9}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    targets.CELL: re.compile(r"\d{2}(?:\.\d{3}){2,4}"),
}
_DAYS = frozenset((targets.BIRTH_DATE, targets.BORN_MAN, targets.BORN_WOMAN))
_ONE_WORD = re.compile(r"[^\W\d_]+")


class Contents:
    """Tells what the boxes of one column look like."""

    def __init__(self, content: Content, boxes: Sequence[Box]) -> None:
        self._content = content
        self._boxes = [box for box in boxes if not is_empty(box)]

    @property
    def tells(self) -> bool:
        """Whether there is enough to tell anything by."""
        return len(self._boxes) >= _FEWEST

    def guess(self) -> str | None:
        """Return the one field whose values look like these, None when none or several do."""
        if not self.tells:
            return None
        found = [target for target, shape in _SHAPES.items() if self._mostly(_is(shape))]
        if self._mostly(self._is_sex):
            found.append(targets.SEX)
        return found[0] if len(found) == 1 else None

    def contradicts(self, target: str) -> bool:
        """Whether hardly a box could be a value of `target`."""
        if not self.tells:
            return False
        check = self._check_of(target)
        return check is not None and not self._mostly(check, share=1 - _MOSTLY)

    def is_one_word_each(self) -> bool:
        """Whether the boxes hold single words, as a column of given names does."""
        return self.tells and self._mostly(_is(_ONE_WORD))

    def _check_of(self, target: str) -> Callable[[Box], bool] | None:
        spec = self._content.member_fields.get(target)
        if target in _DAYS or (spec is not None and spec.kind == "date"):
            return _is_day
        if target == targets.SEX:
            return self._is_sex
        if spec is not None and spec.looked_up:
            return _has_digits
        if target in {targets.FULL_NAME, targets.FAMILY_NAME, targets.GIVEN_NAME}:
            return _is_words
        return None

    def _mostly(self, check: Callable[[Box], bool], *, share: float = _MOSTLY) -> bool:
        return sum(map(check, self._boxes)) >= share * len(self._boxes)

    def _is_sex(self, box: Box) -> bool:
        return self._content.lists["sex"].meant_by(_text(box)) is not None


def _is(shape: re.Pattern[str]) -> Callable[[Box], bool]:
    return lambda box: bool(shape.fullmatch(_DIGITS.sub("", _text(box))))


def _is_day(box: Box) -> bool:
    if isinstance(box.value, date | int):
        return True
    text = _text(box)
    try:
        days.day_in(text)
    except BoxRefused:
        return any(letter.isdigit() for letter in text)
    return True


def _has_digits(box: Box) -> bool:
    text = _text(box)
    return sum(letter.isdigit() for letter in text) * 2 > len(text)


def _is_words(box: Box) -> bool:
    text = _text(box)
    return sum(letter.isalpha() for letter in text) * 2 > len(text)


def _text(box: Box) -> str:
    try:
        return text_of(box)
    except BoxRefused:
        return ""
