"""People of the demo: lifelike in the mass, nobody in particular, and good by every rule."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from handbook_api.core import clock
from handbook_api.demo.days import calendar_of
from handbook_api.demo.dice import dice
from handbook_api.demo.lists import lists
from handbook_api.demo.lives import Part
from handbook_api.demo.names import draw_name
from handbook_api.demo.people import Place, draw_member, parts_of_shown_cell
from handbook_api.demo.tree import plan_tree
from handbook_api.members.badges import next_badge
from handbook_api.members.people import Checker

CELL = UUID(int=7)


def _people_of(content, cells, seed=1):
    calendar, serial = calendar_of(content), 0
    for cell in cells:
        thrown = dice(seed, "people", cell.code)
        place = Place(CELL, cell.setting, cell.locality, cell.opened_on)
        for _ in range(cell.members):
            yield draw_member(thrown, calendar, place, serial)
            serial += 1


@pytest.fixture(scope="module")
def people(content):
    """Some eight thousand, from every sort of cell."""
    tree = plan_tree(dice(1, "tree"), 24_000, 1_000)
    return list(_people_of(content, [one for one in tree if one.is_cell][::3]))


def _share(people, holds):
    return sum(map(holds, people)) / len(people)


def _age(member):
    return (clock.today() - member.birth_date).days / 365.25


def test_every_record_would_be_taken_by_the_door_that_lists_come_through(content, people):
    checker = Checker(content)

    assert [fault for one in people for fault in checker.check(one)[1]] == []


def test_no_number_could_be_anybodys(people):
    for one in people:
        assert one.sealed["citizen_id"].startswith("000")
        assert one.sealed["record_number"].endswith("MH")
        assert one.sealed.get("card_number", "00").startswith("00")
        assert one.sealed.get("phone", "010").startswith("010")
        assert one.sealed.get("email", "@minhhoa.example").endswith("@minhhoa.example")
        assert "010" in one.sealed.get("contact_person", "010")
        for field in ("home_town", "residence", "birth_place"):
            assert "Minh Họa" in one.sealed.get(field, "Minh Họa")


@pytest.mark.parametrize("field", ["card_number", "record_number", "citizen_id", "phone"])
def test_no_two_share_a_number(people, field):
    held = [one.sealed[field] for one in people if field in one.sealed]

    assert len(held) > len(people) / 2
    assert len(set(held)) == len(held)


def test_nobody_bears_a_name_that_everybody_knows(people):
    assert {one.full_name for one in people}.isdisjoint(lists().never)


def test_a_well_known_name_is_drawn_again(monkeypatch):
    drawn = [draw_name(dice(number), "male", 1980).full for number in range(300)]
    first = drawn[0]
    known = type(lists().never)({first})
    monkeypatch.setattr("handbook_api.demo.names.lists", lambda: _with_never(known))

    assert first not in [draw_name(dice(number), "male", 1980).full for number in range(300)]


def _with_never(known):
    found = lists()
    values = {name: getattr(found, name) for name in found.__slots__}
    return type(found)(**{**values, "never": known})


def test_names_are_as_common_as_in_life(people):
    families = Counter(one.full_name.split()[0] for one in people)
    share = {family: count / len(people) for family, count in families.items()}

    assert 0.36 < share["Nguyễn"] < 0.41
    assert 0.09 < share["Trần"] < 0.13
    assert 0.08 < share["Lê"] < 0.11
    assert len(families) > 30
    most = Counter(one.full_name for one in people).most_common(1)[0][1]
    assert most > len(people) / 1_000  # many share the most common name, as in life


def test_both_spellings_of_a_name_are_met(people):
    given = {one.full_name.split()[-1] for one in people}

    assert {"Hòa", "Hoà", "Thúy", "Thuý", "Lý"} <= given


def test_ages_have_the_shape_of_a_province(people):
    ages = [_age(one) for one in people]

    assert min(ages) >= 18
    assert max(ages) <= 99.5
    assert max(ages) > 90
    assert 0.08 < _share(people, lambda one: _age(one) < 30) < 0.25
    assert 0.4 < _share(people, lambda one: 30 <= _age(one) < 55) < 0.65
    assert 0.15 < _share(people, lambda one: _age(one) >= 60) < 0.4


def test_statuses_are_mixed_as_in_life(people):
    share = {
        status: count / len(people) for status, count in Counter(o.status for o in people).items()
    }

    assert 0.02 < share["probationary"] < 0.06
    assert 0.04 < share["exempt"] < 0.12
    assert 0.005 < share["temporarily_exempt"] < 0.02
    assert share.get("suspended", 0) < 0.002
    assert 0.8 < share["official"] < 0.95


def test_about_a_third_are_women(people):
    assert 0.31 < _share(people, lambda one: one.sex == "female") < 0.38


def test_the_old_are_reached_in_person_and_the_young_by_the_app(people):
    old = [one for one in people if _age(one) > 83]
    young = [one for one in people if _age(one) < 45]

    assert _share(old, lambda one: one.reachable_by == "in_person") > 0.5
    assert _share(young, lambda one: one.reachable_by == "app") > 0.8


def test_the_exempt_are_old_and_say_why(people):
    exempt = [one for one in people if one.status == "exempt"]

    assert min(map(_age, exempt)) >= 65
    assert all("exemption_reason" in one.sealed and one.decision for one in exempt)


def test_only_official_members_have_a_card(people):
    for one in people:
        assert ("card_number" in one.sealed) == (one.official_on is not None)


def test_days_come_in_the_order_of_a_life(people):
    today = clock.today()
    for one in people:
        days = [one.birth_date, one.admission_decided_on, one.joined_on, one.official_on or today]
        assert days == sorted(days)
        assert one.joined_on <= one.in_cell_since <= today


def test_badges_in_the_record_are_those_whose_round_has_been(content, people):
    calendar = calendar_of(content)
    for one in people:
        held = {int(line.code[6:]) for line in one.lines if (line.code or "")[:6] == "badge_"}
        coming = next_badge(calendar.badges, one.admission_decided_on, calendar.today)
        assert coming is None or all(years <= coming.years for years in held)
        full = calendar.today.year - one.admission_decided_on.year
        assert bool(held) <= (full >= 30)


def test_some_records_have_something_to_tell(people):
    met = Counter(line.list for one in people for line in one.lines)

    assert set(met) == {"yearly_ratings", "awards", "discipline", "positions"}
    assert met["discipline"] < len(people) / 50
    assert met["yearly_ratings"] > len(people)


def test_the_cell_that_is_shown_has_one_of_every_sort(content):
    calendar = calendar_of(content)
    place = Place(CELL, "residential", "xã Thử Nghiệm 1, tỉnh Minh Họa", date(2010, 1, 1))
    thrown = dice(5)
    members = [
        draw_member(thrown, calendar, place, serial, part)
        for serial, part in enumerate(parts_of_shown_cell(16))
    ]
    by_part = dict(zip(parts_of_shown_cell(16), members, strict=True))

    assert len(members) == 16
    assert by_part[Part.NEWCOMER].status == "probationary"
    assert by_part[Part.EXEMPT].status == "exempt"
    assert by_part[Part.ON_LEAVE].status == "temporarily_exempt"
    due = by_part[Part.BADGE_DUE]
    badge = next_badge(calendar.badges, due.admission_decided_on, calendar.today)
    assert badge is not None
    assert badge.years == 30
    assert (badge.round_on - calendar.today).days <= 110


def test_the_same_seed_gives_the_same_people_and_another_one_others(content):
    cells = [one for one in plan_tree(dice(1, "tree"), 600, 25) if one.is_cell]

    assert list(_people_of(content, cells)) == list(_people_of(content, cells))
    assert list(_people_of(content, cells)) != list(_people_of(content, cells, seed=2))


def test_a_cells_people_owe_nothing_to_the_cells_before_it(content):
    cells = [one for one in plan_tree(dice(1, "tree"), 600, 25) if one.is_cell]
    whole = [one.full_name for one in _people_of(content, cells)]
    last = [one.full_name for one in _people_of(content, cells[-1:])]

    assert whole[-len(last) :] == last
