"""Names as they are met in life, of people who are not."""

from random import Random
from typing import NamedTuple

from handbook_api.demo.lists import lists

#: From this year on names were given in the newer way.
_NEWER = 1976


class DrawnName(NamedTuple):
    """A full name, and the family name in it."""

    family: str
    full: str


def draw_name(thrown: Random, sex: str, birth_year: int) -> DrawnName:
    """Return a name for somebody of that sex and age; never one that everybody knows."""
    found = lists()
    middles = found.middles[f"{sex}_{'before' if birth_year < _NEWER else 'after'}"]
    while True:
        family = found.families.turn(thrown)
        middle, given = middles.turn(thrown), thrown.choice(found.givens[sex])
        full = f"{family} {middle} {given}"
        # “Hoàng Hoàng Khải” and “Thị Thu Thu” are nobody's names either.
        if full not in found.never and middle != family and not middle.endswith(given):
            return DrawnName(family, full)
