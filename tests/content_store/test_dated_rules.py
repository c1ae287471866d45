"""Rules that change on a day, and the typed rules of one day."""

from datetime import date

import pytest

from handbook_api.content_store import (
    ContentUnreadable,
    DatedValue,
    NoValueInForce,
    YearDay,
    load,
    value_in_force,
)

BADGES = "parameters/badges.toml"
SECURITY = "parameters/security.toml"
DAY = date(2026, 11, 22)

LATER = """
[[rules.wait_after_reprimand_months.values]]
value = 3
since = 2027-01-01
source = "Quy định thử, điểm 1"
"""


def dated(value, since, until=None):
    return DatedValue(value, since, until, "nguồn", None, "")


VALUES = (
    dated(1, date(2020, 1, 1)),
    dated(2, date(2025, 7, 1), date(2026, 6, 30)),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2020, 1, 1), 1),
        (date(2025, 6, 30), 1),
        (date(2025, 7, 1), 2),
        (date(2026, 6, 30), 2),
    ],
)
def test_a_value_holds_from_its_first_day_to_the_day_before_the_next(day, value):
    assert value_in_force(VALUES, day).value == value


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2026, 7, 1)])
def test_outside_of_what_is_known_nothing_is_guessed(day):
    with pytest.raises(NoValueInForce) as refusal:
        value_in_force(VALUES, day, name="badges.years")

    assert refusal.value.facts == {"name": "badges.years", "on": day}


def test_a_rule_is_found_by_name_with_its_source(real):
    found = load(real).parameter("badges.early_posthumous_months", on=DAY)

    assert found.value == 12
    assert "28.3.1" in found.source


def test_a_value_nobody_checked_says_since_when_and_why(real):
    found = load(real).parameter("badges.years", on=DAY)

    assert not found.verified
    assert "chưa đối chiếu" in found.note


def test_a_default_of_our_own_is_said_to_be_one(real):
    content = load(real)

    for name in ("correction_secretary_working_days", "correction_officer_working_days"):
        found = content.parameter(f"data_protection.{name}", on=DAY)
        assert found.source == "quyết định của cấp ủy (mặc định của phần mềm)"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (lambda c: c.badges(DAY).years, (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)),
        (
            lambda c: c.badges(DAY).rounds,
            (YearDay(2, 3), YearDay(5, 19), YearDay(9, 2), YearDay(11, 7)),
        ),
        (lambda c: [c.badges(DAY).early_months(years) for years in (30, 65, 70, 90)], None),
        (lambda c: c.membership(DAY).probation_months, 12),
        (lambda c: c.membership(DAY).readmission_after_months, 36),
        (lambda c: c.transfers(DAY).start_within_working_days, 60),
        (lambda c: c.transfers(DAY).present_within_working_days, 30),
        (lambda c: c.transfers(DAY).study_to_months, 24),
        (lambda c: c.data_protection(DAY).request_answer_working_days, 2),
        (lambda c: c.data_protection(DAY).breach_notice_hours, 72),
        (lambda c: c.security(DAY).tries, 5),
        (lambda c: c.security(DAY).slip_second_use_hours, 72),
    ],
)
def test_the_rules_of_a_day_are_the_official_ones(real, told, expected):
    assert told(load(real)) == ([12, 12, 24, 24] if expected is None else expected)


def test_a_round_falls_on_its_day_in_every_year(real):
    spring = load(real).badges(DAY).rounds[0]

    assert spring.in_year(2027) == date(2027, 2, 3)


def test_a_changed_rule_keeps_its_past(folder):
    folder.append(BADGES, LATER)
    content = load(folder.path)

    assert content.badges(date(2026, 12, 31)).wait_after_reprimand_months == 6
    assert content.badges(date(2027, 1, 1)).wait_after_reprimand_months == 3


def test_rules_older_than_the_content_are_refused(real):
    with pytest.raises(NoValueInForce) as refusal:
        load(real).badges(date(2024, 1, 1))

    assert refusal.value.facts["name"].startswith("badges.")


def test_the_values_may_stand_in_any_order_in_the_file(folder):
    older = LATER.replace("2027-01-01", "2020-01-01").replace("value = 3", "value = 9")
    folder.append(BADGES, older)

    content = load(folder.path)

    assert content.parameter("badges.wait_after_reprimand_months", on=date(2021, 1, 1)).value == 9
    assert content.badges(DAY).wait_after_reprimand_months == 6


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (SECURITY, "[rules.tries]", "[rules.try]", "không có quy tắc nào tên"),
        (BADGES, "value = [30, ", 'value = ["30", ', "rules.years.values[1].value"),
        (BADGES, "value = 70", 'value = "70"', "rules.senior_from_years.values[1].value"),
        (BADGES, '"3/2"', '"3-2"', "rules.rounds.values[1].value"),
        (BADGES, '"3/2"', '"29/2"', "rules.rounds.values[1].value"),
        (BADGES, '"3/2"', '"0/2"', "rules.rounds.values[1].value"),
        (BADGES, "since = 2025-07-01", 'since = "2025"', "rules.years.values[1].since"),
    ],
)
def test_a_rule_that_cannot_be_read_stops_the_service(folder, name, old, new, says):
    folder.replace(name, old, new)
    if "[rules.try]" in new:
        folder.replace(name, "[[rules.tries.values]]", "[[rules.try.values]]")

    with pytest.raises(ContentUnreadable) as refusal:
        load(folder.path)

    assert refusal.value.facts["file"] == name
    assert says in refusal.value.facts["problem"]


def test_a_missing_rule_stops_the_service(folder):
    text = (folder.path / SECURITY).read_text("utf-8")
    start = text.index("[rules.backup_codes]")
    end = text.index("[rules.", start + 1 + text[start:].index("values]]"))
    folder.write(SECURITY, text[:start] + text[end:])

    with pytest.raises(ContentUnreadable, match=r"rules\.backup_codes"):
        load(folder.path)
