"""Groups so small that a number tells of people are put together, and not found by taking away."""

import pytest

from handbook_api.statistics.figures import percent
from handbook_api.statistics.small_groups import child_at, is_told_apart, told_apart

TOP = "/00000000/"
LEAST = 5


def _below(above, **people):
    return {f"{above}{name * 8}/": count for name, count in people.items()}


def _names(paths):
    return "".join(sorted(path[-2] for path in paths))


@pytest.mark.parametrize(
    ("people", "apart"),
    [
        ({"a": 12, "b": 5}, "ab"),
        ({"a": 12, "b": 0}, "ab"),
        ({"a": 12, "b": 2, "c": 4}, "a"),
        # With one alone left out, the total would give it away: the next smallest joins it.
        ({"a": 12, "b": 4, "c": 9}, "a"),
        ({"a": 12, "b": 1, "c": 1, "d": 8}, "a"),
        ({"a": 12, "b": 3}, ""),
        ({"a": 4}, ""),
        ({}, ""),
    ],
)
def test_what_is_put_together_is_never_less_than_the_least(people, apart):
    groups = _below(TOP, **people)
    found = told_apart(groups, LEAST)

    assert _names(found) == apart
    left = sum(groups[path] for path in groups.keys() - found)
    assert left == 0 or left >= LEAST or left == sum(groups.values())


def test_what_was_put_together_above_is_not_opened_by_itself():
    left, right = f"{TOP}aaaaaaaa/", f"{TOP}bbbbbbbb/"
    far = f"{TOP}dddddddd/"
    cells = _below(left, a=2, b=1) | _below(right, c=9, e=8) | _below(far, f=30, g=2)

    def is_open(office, path):
        return is_told_apart(cells, office, path, LEAST)

    assert is_open(TOP, TOP)
    # Taking it from the total would tell of the three next door.
    assert not is_open(TOP, right)
    assert not is_open(TOP, left)
    assert is_open(TOP, far)
    assert not is_open(TOP, f"{far}ffffffff/")
    # At one's own office there is no total to take it from.
    assert is_open(right, right)
    assert is_open(right, f"{right}cccccccc/")
    assert not is_open(left, left)


def test_a_path_leads_to_the_step_below():
    assert child_at(TOP, f"{TOP}aaaaaaaa/bbbbbbbb/") == f"{TOP}aaaaaaaa/"
    assert child_at(TOP, TOP) == TOP


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 9, 0), (9, 9, 100), (1, 900, 1), (899, 900, 99), (3, 7, 43)],
)
def test_neither_all_nor_nobody_is_rounded_to(part, whole, share):
    assert percent(part, whole) == share
