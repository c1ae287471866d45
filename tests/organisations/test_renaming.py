"""Another name, another official code."""

from datetime import date

import pytest

from handbook_api.core.identity import SYSTEM
from handbook_api.organisations import queries, service
from handbook_api.organisations.errors import (
    ChangedMeanwhile,
    CodeHeld,
    CodeNotUnderParent,
    DateTooEarly,
    NothingChanges,
    OrganisationClosed,
)
from handbook_api.organisations.events import OrganisationRenamed
from handbook_api.organisations.service import Read, Renaming
from tests.organisations.conftest import BEGAN, ON, hearing


def test_a_new_name_is_found_and_sorted_by(tree, commune):
    with hearing(OrganisationRenamed) as heard:
        tree.rename(commune.maths, name="Chi bộ Toán 10")
    found = tree.get(commune.maths.id)

    assert (found.name, found.folded_name) == ("Chi bộ Toán 10", "chi bo toan 10")
    assert found.sort_name == "chi bo toan 000010"
    assert found.version == 2
    assert heard == [OrganisationRenamed(found.id, ON)]


def test_with_its_code_the_codes_below_change(tree, commune):
    tree.rename(commune.school, code="19.024.033")

    assert tree.get(commune.school.id).code == "19.024.033"
    assert tree.get(commune.maths.id).code == "19.024.033.001"
    assert tree.get(commune.letters.id).code == "19.024.033.002"
    assert tree.get(commune.clinic.id).code == "19.024.004"


def test_a_first_code_brings_those_below_into_line(tree, commune):
    base = tree.open("Đảng bộ cơ sở Thử", "base_committee", commune.commune, on=ON)
    cell = tree.open("Chi bộ Thử", "cell", base, "19.024.008.001", on=ON)
    tree.rename(base, code="19.024.009")

    assert tree.get(cell.id).code == "19.024.009.001"


def test_two_cells_may_not_end_with_one_code(tree, commune):
    with pytest.raises(CodeHeld):
        tree.rename(commune.maths, code=commune.letters.code)


def test_a_code_below_that_is_taken_is_left_open(tree, commune):
    other = tree.open("Chi bộ cơ sở Thử", "base_cell", commune.commune, on=ON)
    tree.rename(other, code="19.024.044.001")
    tree.rename(commune.school, code="19.024.044")

    assert tree.get(commune.maths.id).code is None
    assert tree.get(commune.letters.id).code == "19.024.044.002"


def test_an_old_code_is_free_again_from_the_day_on(tree, commune):
    tree.rename(commune.maths, code="19.024.003.011")
    with pytest.raises(CodeHeld):  # on that day it was still the other's
        tree.rename(commune.letters, code="19.024.003.001", on=date(2026, 5, 1))
    tree.rename(commune.letters, code="19.024.003.001")

    assert tree.get(commune.letters.id).code == "19.024.003.001"


def test_a_code_has_to_stand_under_the_parents(tree, commune):
    with pytest.raises(CodeNotUnderParent):
        tree.rename(commune.maths, code="19.024.004.001")


def test_nothing_to_change_is_refused(tree, commune):
    with pytest.raises(NothingChanges):
        tree.rename(commune.maths, name=" Chi bộ Toán", code="19.024.003.001.000")


def test_a_code_does_not_change_before_the_present_one_was_given(tree, commune):
    tree.rename(commune.maths, code="19.024.003.011", on=date(2026, 3, 1))

    with pytest.raises(DateTooEarly):
        tree.rename(commune.maths, code="19.024.003.012", on=date(2026, 2, 1))


def test_nothing_happens_before_the_opening(tree, commune):
    with pytest.raises(DateTooEarly):
        tree.rename(commune.maths, name="Khác", on=date(2023, 1, 1))


def test_who_read_an_older_version_is_told_so(tree, commune):
    (seen,) = tree.read(commune.maths)
    tree.rename(commune.maths, name="Chi bộ Toán học")

    with pytest.raises(ChangedMeanwhile):
        tree.act(service.plan_renaming, Renaming(seen, name="Chi bộ Toán, Tin"))


def test_what_is_closed_is_not_renamed(tree, commune):
    tree.close(commune.maths)

    with pytest.raises(OrganisationClosed):
        tree.rename(commune.maths, name="Khác")


def test_its_codes_are_remembered_with_their_days(tree, commune):
    tree.rename(commune.maths, code="19.024.003.011")
    with tree.reading() as session:
        row = queries.get_organisation(session, SYSTEM, commune.maths.id)
        borne = [(one.code, one.since, one.until) for one in queries.codes_of(session, SYSTEM, row)]

    assert borne == [("19.024.003.011", ON, None), ("19.024.003.001", BEGAN, ON)]


def test_a_version_that_never_was_is_no_version(tree, commune):
    with pytest.raises(ChangedMeanwhile):
        tree.act(service.plan_renaming, Renaming(Read(commune.maths.id, 99), name="Khác"))
