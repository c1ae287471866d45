"""Chance that falls the same way every time: the same seed gives the same committee."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from random import Random
from uuid import UUID


def dice(seed: int, *what: str | int) -> Random:
    """Return dice for one thing of the demo; they owe nothing to what was drawn before."""
    return Random("/".join(map(str, (seed, *what))))  # noqa: S311  # fiction, not a secret


def drawn_id(thrown: Random) -> UUID:
    """Return an id like any other, but the same for the same dice."""
    return UUID(int=thrown.getrandbits(128), version=4)


class Wheel:
    """A wheel of fortune: its words come up as often as their weights say."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._words = tuple(weights)
        self._ends = tuple(accumulate(weights.values()))

    def turn(self, thrown: Random) -> str:
        """Return the word that comes up."""
        return self._words[bisect_right(self._ends, thrown.random() * self._ends[-1])]
