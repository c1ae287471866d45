"""Counting in months, as time limits and membership ages do."""

from calendar import monthrange
from datetime import date


def add_months(day: date, count: int) -> date:
    """Return the same day `count` months later (earlier when negative), or the last one of a
    shorter month."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def full_months(start: date, end: date) -> int:
    """Return how many whole months have passed from `start` to `end`; 0 before it."""
    months = (end.year - start.year) * 12 + end.month - start.month
    while months > 0 and add_months(start, months) > end:
        months -= 1
    return max(months, 0)
