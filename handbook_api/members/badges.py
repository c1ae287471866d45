"""Membership age and Party badges, worked out from dates alone.

Rules: 294-QĐ/TW, points 4.5 (membership age) and 28.3.1 (badges); 06-HD/TW, point 18. Figures come
from content/parameters/badges.toml.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handbook_api.content_store.parameters.rules import BadgeRules
from handbook_api.members.months import add_months, full_months


@dataclass(frozen=True, slots=True)
class Break:
    """A time without Party life (struck off, expelled): it does not count. until: the first day
    that counts again."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Penalty:
    """A disciplinary measure: its code in the list `discipline`, and the day it was decided."""

    code: str
    on: date


@dataclass(frozen=True, slots=True)
class Age:
    """Membership age on a day. counted_from: the admission decision, moved by breaks."""

    counted_from: date
    years: int
    months: int


@dataclass(frozen=True, slots=True)
class Badge:
    """The badge that comes next.

    years: of membership. reached_on: the day they are full. round_on: the first round of awards
        on which it can be given. waits_until: where discipline puts it off, the first day after
        the wait. early_from: since when it could be asked for in grave illness: a hint only.
    """

    years: int
    reached_on: date
    round_on: date
    waits_until: date | None
    early_from: date


def counted_from(decided_on: date, breaks: Sequence[Break]) -> date:
    """Return the day from which membership counts as if there had been no break."""
    lost = sum((max(gap.until - gap.since, timedelta()) for gap in breaks), timedelta())
    return decided_on + lost


def age_on(start: date, on: date) -> Age:
    """Return the membership age on `on`, counted from `start`; nothing before it."""
    years, months = divmod(full_months(start, on), 12)
    return Age(start, years, months)


def next_badge(
    rules: BadgeRules,
    start: date,
    on: date,
    *,
    held: Collection[int] = (),
    penalties: Sequence[Penalty] = (),
) -> Badge | None:
    """Return the badge whose round is the next one not before `on`; None after the last.

    start: from when membership counts. held: badges (in years) that were given already, perhaps
    early. A badge that should have been given before `on` and is not recorded is no longer told:
    the record of awards may be incomplete.
    """
    for years in rules.years:
        reached_on = add_months(start, 12 * years)
        round_on, waits_until = _first_round(rules, reached_on, penalties)
        if years not in held and round_on >= on:
            early_from = add_months(reached_on, -rules.early_months(years))
            return Badge(years, reached_on, round_on, waits_until, early_from)
    return None


def _first_round(
    rules: BadgeRules, reached_on: date, penalties: Sequence[Penalty]
) -> tuple[date, date | None]:
    """Return the first round on which no wait runs, and the end of the wait before it."""
    round_on, waits_until = round_after(rules, reached_on), None
    for penalty in sorted(penalties, key=lambda one: one.on):
        over_on = _wait_over(rules, penalty)
        if over_on is not None and penalty.on <= round_on < over_on:
            round_on, waits_until = round_after(rules, over_on), over_on
    return round_on, waits_until


def round_after(rules: BadgeRules, day: date) -> date:
    """Return the first round of awards on or after `day`."""
    rounds = (
        year_day.in_year(year) for year in (day.year, day.year + 1) for year_day in rules.rounds
    )
    return next(round_on for round_on in rounds if round_on >= day)


def _wait_over(rules: BadgeRules, penalty: Penalty) -> date | None:
    """Return the first day after the wait that `penalty` brings; None where it brings none."""
    months = {
        "reprimand": rules.wait_after_reprimand_months,
        "warning": rules.wait_after_warning_months,
        "dismissal": rules.wait_after_dismissal_months,
    }
    return add_months(penalty.on, months[penalty.code]) if penalty.code in months else None
