"""One box, one value: what people type and what is kept of it, or what is said of it."""

from datetime import date, datetime

import pytest

from handbook_api.gateways.table_reading import Cell as Box
from handbook_api.members.imports import faults
from handbook_api.members.imports.values.days import day_of
from handbook_api.members.imports.values.digits import number_of
from handbook_api.members.imports.values.person_names import name_in
from handbook_api.members.imports.values.plain import is_empty, text_of
from handbook_api.members.imports.values.words import choice_in, standing_from, standing_in
from tests.content_store.test_real_content import CONTENT

FIELDS = CONTENT.member_fields


@pytest.mark.parametrize(
    "typed",
    [
        date(1990, 5, 15),
        datetime(1990, 5, 15, 7, 30),  # noqa: DTZ001
        "15/05/1990",
        "15/5/1990",
        "15-5-1990",
        "15.5.1990",
        "15 / 5 / 1990",
        "15 5 1990",
        "ngày 15 tháng 5 năm 1990",
        "Ngày 15 tháng 05 năm 1990",
        "15 tháng 5, 1990",
        "1990-05-15",
        "15/05/1990 00:00:00",
        "15051990",
        15051990,
        "Sinh ngày 15/5/1990",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(typed):
    assert day_of(Box(typed)) == date(1990, 5, 15)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (1990, faults.YearAlone),
        ("1990", faults.YearAlone),
        ("năm 1990", faults.YearAlone),
        ("../../1990", faults.YearAlone),
        ("00/00/1990", faults.YearAlone),
        ("5/1990", faults.MonthAlone),
        ("tháng 5 năm 1990", faults.MonthAlone),
        ("00/05/1990", faults.MonthAlone),
        ("__/05/1990", faults.MonthAlone),
        ("15/5/90", faults.YearShort),
        ("30/02/1990", faults.NoSuchDay),
        ("31/04/1990", faults.NoSuchDay),
        ("05/15/1990", faults.MonthFirst),
        ("15/05/1890", faults.DayTooLongAgo),
        (date(1899, 12, 31), faults.DayTooLongAgo),
        ("15/5/1990 - 15/5/1991", faults.TwoDays),
        (32994, faults.NumberForDay),
        (32994.5, faults.NumberForDay),
        (1234567, faults.DayNotUnderstood),
        ("không rõ", faults.DayNotUnderstood),
        ("1O/05/1990", faults.DayNotUnderstood),
        (True, faults.OtherKindOfBox),
    ],
)
def test_what_is_no_full_day_is_refused_by_its_name(typed, why):
    with pytest.raises(why):
        day_of(Box(typed))


def test_a_number_is_told_with_the_day_it_may_be():
    with pytest.raises(faults.NumberForDay) as refusal:
        day_of(Box(32994))

    assert refusal.value.facts == {"day": "01/05/1990"}


def test_an_empty_box_is_no_day():
    assert day_of(Box(None)) is None
    assert day_of(Box("-")) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NGUYỄN VĂN THỬ", "Nguyễn Văn Thử"),
        ("trần thị mẫu", "Trần Thị Mẫu"),
        ("Lê Thử Nghiệm", "Lê Thử Nghiệm"),
        ("Đ/c Lê Thử", "Lê Thử"),
        ("Đồng chí: Lê Thử", "Lê Thử"),
        ("H'MÔNG THỬ", "H'Mông Thử"),
        ("Y-NGÔNG NIÊ", "Y-Ngông Niê"),
        ("K’Brêu Thử", "K’Brêu Thử"),
        ("Ông Thử Mẫu", "Ông Thử Mẫu"),
        ("Nguyễn Văn A.", "Nguyễn Văn A"),
    ],
)
def test_a_name_is_kept_in_one_spelling_of_case(typed, kept):
    assert name_in(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Thử", faults.NameTooShort),
        ("Nguyễn Văn 2", faults.NameOdd),
        ("Nguyễn Văn @", faults.NameOdd),
        ("Trần Thị Mẫu (Lan)", faults.NameWithNote),
        ("Nguyễn Văn Thử và Trần Thị Mẫu", faults.TwoNames),
        ("Nguyễn " * 40, faults.TextTooLong),
    ],
)
def test_what_is_no_single_name_is_refused_by_its_name(typed, why):
    with pytest.raises(why):
        name_in(typed)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("card_number", "01234567", "01234567"),
        ("card_number", 12345678, "12345678"),
        ("card_number", "0123 4567", "01234567"),
        ("card_number", '="00123456"', "00123456"),
        ("citizen_id", "012345678901", "012345678901"),
        ("citizen_id", 123456789012, "123456789012"),
        ("phone", 912345678, "0912345678"),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "84912345678", "0912345678"),
        ("phone", "(0280) 3855 123", "02803855123"),
        ("phone", "0912.345.678", "0912345678"),
        ("record_number", "123456 tn", "123456TN"),
        ("record_number", "123456đb", "123456ĐB"),
    ],
)
def test_a_number_that_names_something_keeps_its_digits(field, typed, kept):
    assert number_of(FIELDS[field], Box(typed)) == kept


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("card_number", 1234567, faults.ZeroLost),
        ("card_number", "T1234567", faults.NotOnlyDigits),
        ("card_number", "1234567890123", faults.TooManyDigits),
        ("card_number", "12345678; 12345679", faults.TwoNumbers),
        ("citizen_id", 12345678901, faults.ZeroLost),
        ("citizen_id", "123456789", faults.OldIdentityCard),
        ("citizen_id", "1.23E+11", faults.DigitsRounded),
        ("citizen_id", 1.2e11 + 0.5, faults.DigitsRounded),
        ("phone", "09123", faults.PhoneTooShort),
        ("phone", "091234567x", faults.NotOnlyDigits),
        ("phone", "091234567890", faults.TooManyDigits),
        ("phone", "0912345678 - 0987654321", faults.TwoNumbers),
        ("record_number", "123456", faults.ShapeUnknown),
    ],
)
def test_what_a_spreadsheet_did_to_a_number_is_told(field, typed, why):
    with pytest.raises(why):
        number_of(FIELDS[field], Box(typed))


def test_a_formula_and_an_error_of_the_sheet_are_no_values():
    with pytest.raises(faults.FormulaInBox):
        text_of(Box("=A1&B1", formula=True))
    with pytest.raises(faults.FormulaInBox):
        text_of(Box("=1+1"))
    for shown in ("#N/A", "#REF!", "#VALUE!", "#####"):
        with pytest.raises(faults.ErrorInBox):
            text_of(Box(shown))


def test_a_formula_that_only_quotes_digits_is_what_it_quotes():
    assert text_of(Box('="00123456"', formula=True)) == "00123456"


def test_letters_of_an_old_font_are_not_taken_for_words():
    with pytest.raises(faults.OldFont):
        text_of(Box("§Æng V¨n Thö"))


def test_signs_for_nothing_are_nothing():
    for sign in ("-", "–", "...", "…", "/"):
        assert is_empty(Box(sign))
        assert text_of(Box(sign)) == ""


def test_words_of_a_list_are_understood_in_any_case_and_without_marks():
    theory = FIELDS["political_theory"]

    assert choice_in(CONTENT, theory, "TC") == "intermediate"
    assert choice_in(CONTENT, theory, "cao cap LLCT") == "advanced"
    assert choice_in(CONTENT, FIELDS["sex"], "NỮ") == "female"


def test_a_word_outside_the_list_is_refused_with_what_may_be_written():
    with pytest.raises(faults.WordUnknown) as refusal:
        choice_in(CONTENT, FIELDS["sex"], "khác")

    assert refusal.value.facts == {"known": "Nam, Nữ"}


def test_a_status_for_a_time_says_its_last_day_in_the_same_box():
    standing = standing_in(CONTENT, "Tạm miễn sinh hoạt đến hết ngày 31/12/2026")

    assert (standing.code, standing.until) == ("temporarily_exempt", date(2026, 12, 31))
    with pytest.raises(faults.LastDayUnsaid):
        standing_in(CONTENT, "Tạm miễn")


def test_without_a_status_the_days_tell_it():
    assert standing_from(date(2025, 1, 1), None).code == "probationary"
    assert standing_from(None, date(2025, 1, 1)).code == "official"
    with pytest.raises(faults.StatusUnclear):
        standing_from(None, None)
