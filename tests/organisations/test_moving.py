"""An organisation comes to stand under another, with all that is below it."""

from datetime import date

import pytest

from handbook_api.organisations import service
from handbook_api.organisations.errors import (
    CellAndCommittee,
    CodeHeld,
    CodeNotUnderParent,
    Cycle,
    DateTooEarly,
    KindDoesNotFit,
    NothingChanges,
    OrganisationClosed,
)
from handbook_api.organisations.events import OrganisationMoved
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.service import Moving
from tests.organisations.conftest import ON, hearing, inhabited


@pytest.fixture
def town(tree, commune):
    return tree.open("Đảng bộ phường Thử", "upper_committee", commune.province, "19.055")


def test_everything_below_moves_along(tree, commune, town):
    old = commune.school.path
    with hearing(OrganisationMoved) as heard:
        tree.move(commune.school, town)
    school, maths = tree.get(commune.school.id), tree.get(commune.maths.id)

    assert school.parent_id == town.id
    assert school.path == path_under(town.path, school.key)
    assert maths.path == path_under(school.path, maths.key)
    assert heard == [OrganisationMoved(school.id, old, school.path)]


def test_every_path_that_changes_is_another_version(tree, commune, town):
    before = tree.get(commune.letters.id).version
    tree.move(commune.school, town)

    assert tree.get(commune.letters.id).version > before
    assert tree.get(commune.clinic.id).version == 1


def test_the_closed_ones_below_move_along_too(tree, commune, town):
    tree.close(commune.maths)
    tree.move(commune.school, town)

    assert tree.get(commune.maths.id).path.startswith(tree.get(commune.school.id).path)


def test_codes_follow_the_new_parent(tree, commune, town):
    tree.move(commune.school, town)

    assert tree.get(commune.school.id).code == "19.055.003"
    assert tree.get(commune.maths.id).code == "19.055.003.001"


def test_a_code_that_is_taken_there_is_left_open_until_one_is_given(tree, commune, town):
    tree.open("Chi bộ cơ sở Chợ", "base_cell", town, "19.055.003")
    tree.move(commune.school, town)

    assert tree.get(commune.school.id).code is None
    assert tree.get(commune.maths.id).code is None


def test_a_code_may_be_given_with_the_move(tree, commune, town):
    tree.move(commune.school, town, code="19.055.031")

    assert tree.get(commune.maths.id).code == "19.055.031.001"


@pytest.mark.parametrize(
    ("code", "refusal"), [("19.024.003", CodeNotUnderParent), ("19.055.007", CodeHeld)]
)
def test_a_bad_code_is_refused(tree, commune, town, code, refusal):
    tree.open("Chi bộ cơ sở Chợ", "base_cell", town, "19.055.007")

    with pytest.raises(refusal):
        tree.move(commune.school, town, code=code)


def test_nothing_stands_under_itself(tree, commune):
    base = tree.open("Đảng bộ cơ sở Khoa", "base_committee", commune.school, on=ON)

    for place in (commune.school, base):
        with pytest.raises(Cycle):
            tree.move(commune.school, place)


def test_a_kind_moves_only_where_its_kind_may_stand(tree, commune):
    with pytest.raises(KindDoesNotFit):
        tree.move(commune.maths, commune.clinic)
    with pytest.raises(KindDoesNotFit):
        tree.move(commune.maths, None)


def test_a_cell_may_become_a_base_cell_where_it_stands_or_elsewhere(tree, commune):
    tree.move(commune.maths, commune.school, kind="base_cell")
    tree.move(commune.maths, commune.commune)

    found = tree.get(commune.maths.id)
    assert (found.kind, found.parent_id) == ("base_cell", commune.commune.id)


def test_a_cell_never_becomes_a_committee(tree, commune):
    with pytest.raises(CellAndCommittee):
        tree.move(commune.clinic, commune.commune, kind="base_committee")


def test_what_stands_below_has_to_fit_the_new_kind(tree, commune):
    tree.open("Đảng bộ bộ phận Thử", "sub_committee", commune.school, on=ON)

    with pytest.raises(KindDoesNotFit):
        tree.move(commune.school, commune.province, kind="upper_committee")


def test_a_move_to_where_it_stands_is_refused(tree, commune):
    with pytest.raises(NothingChanges):
        tree.move(commune.maths, commune.school)


def test_nothing_moves_under_what_is_closed_or_not_yet_open(tree, commune, town):
    late = tree.open("Đảng bộ phường Mới", "upper_committee", commune.province, on=ON)
    with pytest.raises(DateTooEarly):
        tree.move(commune.school, late, on=date(2026, 5, 1))
    tree.close(town)
    with pytest.raises(OrganisationClosed):
        tree.move(commune.school, town)


def test_the_plan_says_how_many_are_affected(tree, commune, town):
    (read,) = tree.read(commune.school)
    with inhabited({commune.maths.id: [1, 2, 3], commune.clinic.id: [4]}):
        plan = tree.plan(service.plan_moving, Moving(read, town.id))

    assert (plan.people["members"], plan.inside) == (3, 2)
    assert tree.get(commune.school.id).parent_id == commune.commune.id
