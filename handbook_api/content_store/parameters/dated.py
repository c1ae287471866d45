"""Values that change on a day, with where each was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from handbook_api.content_store.errors import NoValueInForce

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DatedValue(Generic[T]):
    """A value and its time: `since` is its first day, `until` its last (None: still open).

    Days are Vietnamese calendar days, inclusive. source: the paper and the place in it.
    as_of: given where nobody has checked the value against the rule in force today; then `note`
        says what is in doubt.
    """

    value: T
    since: date
    until: date | None
    source: str
    as_of: date | None
    note: str

    @property
    def verified(self) -> bool:
        """Whether the value was checked against the rule in force."""
        return self.as_of is None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One rule over time. name: “badges.years”. unit: in words. values: oldest first."""

    name: str
    title: str
    unit: str
    values: tuple[DatedValue[object], ...]

    def on(self, day: date) -> DatedValue[object]:
        """Return the value that applied on `day`. Raises NoValueInForce."""
        return value_in_force(self.values, day, name=self.name)


def value_in_force(values: Sequence[DatedValue[T]], on: date, *, name: str = "") -> DatedValue[T]:
    """Return the value that applied on the Vietnamese calendar day `on`.

    values: oldest first. The whole DatedValue is returned, so that its source can be cited
        beside the number. name: which rule, for the refusal.
    Raises NoValueInForce before the first `since` and after a last `until`: we never guess.
    """
    begun = [value for value in values if value.since <= on]
    if not begun or (begun[-1].until is not None and on > begun[-1].until):
        raise NoValueInForce(name=name, on=on)
    return begun[-1]
