"""What people of the demo are put together from: lists.toml, read once."""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from handbook_api.demo.dice import Wheel

#: The key of `ethnic_groups` for families that have no entry of their own.
_OTHER = "khác"


class Steps:
    """A wheel for each stretch of ages or years; each counts from its key upwards."""

    def __init__(self, table: Mapping[str, Mapping[str, float]]) -> None:
        self._starts = [int(start) for start in table]
        self._wheels = [Wheel(weights) for weights in table.values()]

    def at(self, value: int) -> Wheel:
        """Return the wheel that counts at `value`."""
        return self._wheels[max(bisect_right(self._starts, value) - 1, 0)]


class Ages:
    """How old people of one sort of cell are."""

    def __init__(self, weights: Mapping[str, float], oldest: int) -> None:
        starts = [int(start) for start in weights]
        self._wheel = Wheel(weights)
        ends = [*starts[1:], oldest + 1]
        self._last = {str(start): end - 1 for start, end in zip(starts, ends, strict=True)}

    def draw(self, thrown: Random) -> int:
        """Return an age in years."""
        start = self._wheel.turn(thrown)
        return thrown.randint(int(start), self._last[start])


@dataclass(frozen=True, slots=True)
class Setting:
    """The people of one sort of cell. women: their share, 0 to 1."""

    ages: Ages
    women: float
    occupations: Sequence[str]
    qualifications: Wheel


@dataclass(frozen=True, slots=True)
class Lists:
    """The file, in shape. Keys of `middles` and `givens` say for whom they are."""

    families: Wheel
    ethnic_groups: Mapping[str, Wheel]
    middles: Mapping[str, Wheel]
    givens: Mapping[str, Sequence[str]]
    never: frozenset[str]
    settings: Mapping[str, Setting]
    retired: Sequence[str]
    general_education: Steps
    political_theory: Steps
    reachable_by: Steps
    wheels: Mapping[str, Wheel]
    exempt: Sequence[tuple[int, float]]

    def ethnic_group(self, thrown: Random, family: str) -> str:
        """Return an ethnic group in which this family name is borne."""
        groups = self.ethnic_groups
        return groups.get(family, groups[_OTHER]).turn(thrown)

    def exempt_share(self, age: int) -> float:
        """Return how many of those who are that old take no part any more, 0 to 1."""
        return next(share for start, share in reversed(self.exempt) if age >= start)


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Return lists.toml."""
    said = tomllib.loads(Path(__file__).with_name("lists.toml").read_text("utf-8"))
    people = said["people"]
    return Lists(
        families=Wheel(said["families"]),
        ethnic_groups=_wheels(said["ethnic_groups"]),
        middles=_wheels(said["middles"]),
        givens=said["givens"],
        never=frozenset(said["never"]["names"]),
        settings={name: _setting(one) for name, one in said["settings"].items()},
        retired=people["retired"],
        general_education=Steps(people["general_education"]),
        political_theory=Steps(people["political_theory"]),
        reachable_by=Steps(people["reachable_by"]),
        wheels=_wheels(said["wheels"]),
        exempt=[(int(start), share) for start, share in people["exempt"].items()],
    )


def _wheels(tables: Mapping[str, Mapping[str, float]]) -> Mapping[str, Wheel]:
    return {name: Wheel(weights) for name, weights in tables.items()}


def _setting(said: Mapping[str, Any]) -> Setting:
    return Setting(
        Ages(said["ages"], said["oldest"]),
        said["women"],
        said["occupations"],
        Wheel(said["qualifications"]),
    )
