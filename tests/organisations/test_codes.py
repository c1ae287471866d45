"""Official codes: how they are written, and what they become elsewhere."""

import pytest

from handbook_api.organisations.codes import is_under, replanted, tidy_code
from handbook_api.organisations.errors import CodeNotUnderstood

DIGITS = (2, 3, 3, 3, 3)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("19", "19"),
        ("19.024", "19.024"),
        (" 19.024 .003", "19.024.003"),
        ("19.024.000.000.000", "19.024"),
        ("19.024.000.000.012", "19.024.000.000.012"),
    ],
)
def test_a_code_is_kept_in_one_form(written, kept):
    assert tidy_code(written, DIGITS) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "1",
        "190",
        "19.24",
        "19.0240",
        "19,024",
        "19-024",
        "19..003",
        "19.024.",
        ".024",
        "00",
        "00.024",
        "19.024.003.001.002.003",
        "AB.024",
        "19.02a",
        "１９.024",
        "19.٠٢٤",
        "19.+24",
        "19.024.003.001.002" * 50,
    ],
)
def test_what_is_no_code_is_refused(written):
    with pytest.raises(CodeNotUnderstood):
        tidy_code(written, DIGITS)


def test_a_code_stands_under_another_part_by_part():
    assert is_under("19.024.003", "19.024")
    assert not is_under("19.024", "19.024")
    assert not is_under("19.0241", "19.024")


def test_elsewhere_a_code_keeps_what_followed_the_old_one():
    assert replanted("19.024.003.001", "19.024", "19.055", DIGITS) == "19.055.003.001"


def test_a_code_that_began_otherwise_keeps_its_last_part():
    assert replanted("19.024.003", None, "20.055", DIGITS) == "20.055.003"
    assert replanted("19.024.003", "19.077", "20.055", DIGITS) == "20.055.003"


def test_a_code_that_already_stands_there_stays():
    assert replanted("19.024.003", None, "19.024", DIGITS) == "19.024.003"


def test_too_deep_for_a_code_is_no_code():
    assert replanted("19.024.003", "19.024", "19.001.002.003.004", DIGITS) is None
    assert replanted("19", None, "20.055", DIGITS) is None
