"""The days around today that lives of the demo hang on."""

from dataclasses import dataclass
from datetime import date
from random import Random

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.rules import BadgeRules
from handbook_api.core import clock


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today in Vietnam, and the badges and rounds of the rules in force."""

    today: date
    badges: BadgeRules

    def round_from(self, day: date) -> date:
        """Return the first round on `day` or after it."""
        years = (day.year, day.year + 1)
        rounds = (one.in_year(year) for year in years for one in self.badges.rounds)
        return next(one for one in rounds if one >= day)

    @property
    def last_round(self) -> date:
        """The latest round that has been."""
        years = (self.today.year, self.today.year - 1)
        rounds = (one.in_year(year) for year in years for one in reversed(self.badges.rounds))
        return next(one for one in rounds if one <= self.today)


def calendar_of(content: Content) -> Calendar:
    """Return the calendar of today."""
    today = clock.today()
    return Calendar(today, content.badges(today))


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later (earlier below 0); 1 March for a 29 February missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def a_day(thrown: Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both included; `last` when none lies between."""
    if first >= last:
        return last
    return date.fromordinal(thrown.randint(first.toordinal(), last.toordinal()))
