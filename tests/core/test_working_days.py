"""Counting working days, as the time limits of rules do."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handbook_api.core.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)

#: Reunification Day and May Day of 2026: a Thursday and a Friday before a weekend.
HOLIDAYS = frozenset({date(2026, 4, 30), date(2026, 5, 1)})

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(0, 60)


def test_the_day_of_the_event_is_not_counted():
    assert add_working_days(date(2026, 11, 23), 2, ()) == date(2026, 11, 25)


def test_a_limit_runs_over_the_weekend():
    assert add_working_days(date(2026, 11, 20), 2, ()) == date(2026, 11, 24)


def test_a_limit_runs_over_public_holidays():
    assert add_working_days(date(2026, 4, 29), 2, HOLIDAYS) == date(2026, 5, 5)


def test_a_request_made_on_a_sunday_has_its_whole_time():
    assert add_working_days(date(2026, 11, 22), 2, ()) == date(2026, 11, 24)


def test_no_working_days_is_the_day_itself():
    assert add_working_days(date(2026, 11, 22), 0, ()) == date(2026, 11, 22)


def test_before_the_start_no_day_has_passed():
    assert working_days_between(date(2026, 11, 24), date(2026, 11, 20), ()) == 0


@given(DAYS, COUNTS.filter(bool))
def test_a_limit_ends_on_a_working_day(day, count):
    assert is_working_day(add_working_days(day, count, HOLIDAYS), HOLIDAYS)


@given(DAYS, COUNTS)
def test_counting_back_finds_the_limit_again(day, count):
    end = add_working_days(day, count, HOLIDAYS)

    assert working_days_between(day, end, HOLIDAYS) == count


@given(DAYS, COUNTS)
def test_a_holiday_never_shortens_a_limit(day, count):
    assert add_working_days(day, count, HOLIDAYS) >= add_working_days(day, count, ())


@given(DAYS)
def test_a_week_has_five_working_days_when_nothing_is_celebrated(day):
    assert working_days_between(day, day + timedelta(days=7), ()) == 5
