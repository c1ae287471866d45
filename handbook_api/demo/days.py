"""The days around today that lives of the demo hang on."""

from dataclasses import dataclass
from datetime import date
from random import Random

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.rules import BadgeRules
from handbook_api.core import clock
from handbook_api.members.months import add_months


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today in Vietnam, and the rules of badges in force."""

    today: date
    badges: BadgeRules


def calendar_of(content: Content) -> Calendar:
    """Return the calendar of today."""
    today = clock.today()
    return Calendar(today, content.badges(today))


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later, or earlier below 0."""
    return add_months(day, 12 * years)


def a_day(thrown: Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both included; `last` when none lies between."""
    if first >= last:
        return last
    return date.fromordinal(thrown.randint(first.toordinal(), last.toordinal()))
