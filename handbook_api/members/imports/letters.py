"""Columns by letter, as people see them, and by number."""

import re

_LETTERS = re.compile(r"[A-Za-z]{1,3}")


def letter_of(column: int) -> str:
    """Return the letters of column number `column` (1 is A, 28 is AB)."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_of(letters: str) -> int | None:
    """Return the number of the column with these letters; None when they are none."""
    if not _LETTERS.fullmatch(letters):
        return None
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
