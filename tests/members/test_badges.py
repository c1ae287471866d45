"""Membership age and badges follow from dates alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook_api.content_store import load
from handbook_api.members.badges import (
    Break,
    Penalty,
    age_on,
    counted_from,
    next_badge,
    round_after,
)
from handbook_api.members.months import add_months, full_months

RULES = load(Path(__file__).parents[2] / "content").badges(date(2026, 11, 22))

DAYS = st.dates(date(1930, 1, 1), date(2025, 12, 31))
WHEN = st.dates(date(2025, 7, 1), date(2060, 1, 1))
PENALTIES = st.lists(
    st.builds(Penalty, st.sampled_from(["reprimand", "warning", "dismissal", "expulsion"]), DAYS),
    max_size=4,
)


@pytest.mark.parametrize(
    ("start", "on", "years", "months"),
    [
        (date(1976, 5, 19), date(2026, 5, 18), 49, 11),
        (date(1976, 5, 19), date(2026, 5, 19), 50, 0),
        (date(2000, 2, 29), date(2026, 2, 28), 26, 0),
        (date(2027, 1, 1), date(2026, 11, 22), 0, 0),
    ],
)
def test_age_counts_whole_years_and_months(start, on, years, months):
    age = age_on(start, on)

    assert (age.years, age.months) == (years, months)


def test_a_time_outside_the_party_does_not_count():
    gap = Break(date(1990, 1, 1), date(1993, 1, 1))

    assert counted_from(date(1980, 3, 2), [gap]) == date(1983, 3, 3)  # 1992 was a leap year


@pytest.mark.parametrize(
    ("start", "on", "years", "round_on"),
    [
        # Full on 20 May: the round of 19 May has just passed, 2 September is the next.
        (date(1996, 5, 20), date(2026, 1, 10), 30, date(2026, 9, 2)),
        (date(1996, 5, 19), date(2026, 1, 10), 30, date(2026, 5, 19)),
        # Full after the last round of a year: the first of the next.
        (date(1996, 11, 8), date(2026, 1, 10), 30, date(2027, 2, 3)),
        # On the day of the round itself it is still the next.
        (date(1976, 9, 2), date(2026, 9, 2), 50, date(2026, 9, 2)),
        (date(1976, 9, 2), date(2026, 9, 3), 55, date(2031, 9, 2)),
        # Between 30 and 40 there is none.
        (date(1990, 1, 1), date(2026, 1, 10), 40, date(2030, 2, 3)),
    ],
)
def test_the_next_badge_comes_with_the_first_round_after_it_is_full(start, on, years, round_on):
    badge = next_badge(RULES, start, on)

    assert (badge.years, badge.round_on, badge.waits_until) == (years, round_on, None)


@pytest.mark.parametrize(
    ("code", "waits_until", "round_on"),
    [
        ("reprimand", date(2026, 10, 1), date(2026, 11, 7)),
        ("warning", date(2027, 1, 1), date(2027, 2, 3)),
        ("dismissal", date(2027, 4, 1), date(2027, 5, 19)),
        ("expulsion", None, date(2026, 9, 2)),
    ],
)
def test_discipline_puts_a_badge_off(code, waits_until, round_on):
    penalty = Penalty(code, date(2026, 4, 1))

    badge = next_badge(RULES, date(1976, 9, 1), date(2026, 5, 1), penalties=[penalty])

    assert (badge.years, badge.waits_until, badge.round_on) == (50, waits_until, round_on)


def test_a_wait_that_is_over_before_the_day_puts_nothing_off():
    old = Penalty("dismissal", date(2020, 1, 1))

    badge = next_badge(RULES, date(1976, 9, 1), date(2026, 5, 1), penalties=[old])

    assert badge.waits_until is None


def test_a_badge_that_was_given_early_does_not_come_again():
    start, on = date(1976, 9, 1), date(2026, 5, 1)

    assert next_badge(RULES, start, on).years == 50
    assert next_badge(RULES, start, on, held={50}).years == 55


@pytest.mark.parametrize(("years", "months"), [(65, 12), (70, 24)])
def test_in_grave_illness_it_may_be_asked_for_early(years, months):
    start = date(2026 - years, 9, 1)

    badge = next_badge(RULES, start, date(2026, 8, 1))

    assert badge.years == years
    assert badge.early_from == add_months(date(2026, 9, 1), -months)


def test_after_the_last_badge_there_is_none():
    assert next_badge(RULES, date(1930, 1, 1), date(2026, 1, 1)) is None


@given(DAYS, WHEN, PENALTIES)
def test_a_badge_is_never_given_before_it_is_earned_nor_within_a_wait(start, on, penalties):
    badge = next_badge(RULES, start, on, penalties=penalties)

    if badge is not None:
        assert badge.round_on >= max(on, badge.reached_on, badge.waits_until or on)
        assert badge.round_on - max(badge.reached_on, badge.waits_until or badge.reached_on) < (
            timedelta(days=120)
        )
        assert badge.early_from < badge.reached_on
        assert badge.years in RULES.years


@given(DAYS, WHEN, WHEN)
def test_the_next_badge_only_moves_forward_in_time(start, one, other):
    earlier, later = sorted([one, other])
    first, then = next_badge(RULES, start, earlier), next_badge(RULES, start, later)

    assert then is None or (first is not None and first.years <= then.years)


@given(DAYS)
def test_a_round_is_one_of_the_days_in_the_rules(day):
    found = round_after(RULES, day)

    assert (found.month, found.day) in [(one.month, one.day) for one in RULES.rounds]
    assert found >= day


@given(DAYS, st.integers(0, 1200))
def test_months_are_counted_back_as_they_were_added(day, count):
    assert full_months(day, add_months(day, count)) in (count, count - 1)
    assert full_months(day, add_months(day, count) + timedelta(days=3)) >= count
