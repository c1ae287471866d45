"""A new organisation, under another or at the top."""

from datetime import date

import pytest

from handbook_api.organisations import service
from handbook_api.organisations.errors import (
    CodeHeld,
    CodeNotUnderParent,
    CodeNotUnderstood,
    DateInFuture,
    DateTooEarly,
    KindDoesNotFit,
    KindEnded,
    NameMissing,
    OrganisationClosed,
    OrganisationNotFound,
    UnknownKind,
)
from handbook_api.organisations.events import OrganisationOpened
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.service import NewOrganisation
from tests.organisations.conftest import ON, hearing

TOMORROW = date(2026, 7, 2)


def test_it_stands_under_its_parent(tree, commune):
    found = tree.open("Chi bộ  Thể dục ", "cell", commune.school, "19.024.003.009", on=ON)

    assert found.path == path_under(commune.school.path, found.key)
    assert (found.name, found.folded_name) == ("Chi bộ Thể dục", "chi bo the duc")
    assert (found.kind, found.is_cell, found.code) == ("cell", True, "19.024.003.009")
    assert (found.opened_on, found.closed_on, found.version) == (ON, None, 1)


def test_at_the_top_it_stands_under_nothing(tree):
    found = tree.open("Đảng bộ tỉnh Thử", "province_committee")

    assert (found.parent_id, found.path) == (None, f"/{found.key}/")


def test_the_rooms_above_hear_of_it(tree, commune):
    with hearing(OrganisationOpened) as heard:
        found = tree.open("Chi bộ Lý", "cell", commune.school, on=ON)

    assert heard == [OrganisationOpened(found.id, ON)]


def test_a_plan_alone_opens_nothing(tree, commune):
    new = NewOrganisation("Chi bộ Lý", "cell", commune.school.id)
    plan = tree.plan(service.plan_opening, new)

    with pytest.raises(OrganisationNotFound):
        tree.get(plan.openings[0].id)


@pytest.mark.parametrize(
    ("kind", "under", "refusal"),
    [
        ("committee", "school", UnknownKind),
        ("", "school", UnknownKind),
        ("cell", "maths", KindDoesNotFit),
        ("cell", "province", KindDoesNotFit),
        ("base_committee", "maths", KindDoesNotFit),
        ("province_committee", "province", KindDoesNotFit),
        ("district_committee", "province", KindEnded),
    ],
)
def test_a_kind_stands_only_where_its_kind_may(tree, commune, kind, under, refusal):
    with pytest.raises(refusal):
        tree.open("Tổ chức Thử", kind, getattr(commune, under), on=ON)


def test_some_kinds_never_stand_at_the_top(tree):
    with pytest.raises(KindDoesNotFit):
        tree.open("Chi bộ Thử", "cell")


def test_what_ended_could_be_opened_before_it_ended(tree, commune):
    opened_on = date(2024, 2, 1)
    found = tree.open("Đảng bộ huyện Thử", "district_committee", commune.province, on=opened_on)

    assert found.opened_on == opened_on


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("19.024.3", CodeNotUnderstood),
        ("mã", CodeNotUnderstood),
        ("19.055.001", CodeNotUnderParent),
        ("19.024.003", CodeNotUnderParent),
        ("19.024.003.001", CodeHeld),
    ],
)
def test_a_bad_code_is_refused(tree, commune, code, refusal):
    with pytest.raises(refusal):
        tree.open("Chi bộ Thử", "cell", commune.school, code, on=ON)


def test_under_a_parent_without_a_code_the_one_above_counts(tree, commune):
    nameless = tree.open("Đảng bộ cơ sở Thử", "base_committee", commune.commune, on=ON)

    with pytest.raises(CodeNotUnderParent):
        tree.open("Chi bộ Thử", "cell", nameless, "19.055.001", on=ON)
    assert tree.open("Chi bộ Thử", "cell", nameless, "19.024.009.001", on=ON).code


@pytest.mark.parametrize("name", ["", "   ", "…", "–", "x" * 301])
def test_a_name_says_something(tree, commune, name):
    with pytest.raises(NameMissing):
        tree.open(name, "cell", commune.school, on=ON)


def test_a_day_that_has_not_come_is_refused(tree, commune):
    with pytest.raises(DateInFuture):
        tree.open("Chi bộ Thử", "cell", commune.school, on=TOMORROW)


def test_nothing_opens_before_what_it_stands_under(tree, commune):
    with pytest.raises(DateTooEarly):
        tree.open("Chi bộ Thử", "cell", commune.school, on=date(2023, 12, 31))


def test_nothing_opens_under_what_is_closed(tree, commune):
    tree.close(commune.clinic)
    closed = tree.open("Đảng bộ cơ sở Thử", "base_committee", commune.commune, on=ON)
    tree.close(closed)

    with pytest.raises(OrganisationClosed):
        tree.open("Chi bộ Thử", "cell", closed, on=ON)
