"""Parts of an organisation become organisations of their own."""

from datetime import date
from uuid import uuid4

import pytest

from handbook_api.organisations.errors import (
    CellAndCommittee,
    CodeHeld,
    DateTooEarly,
    KindDoesNotFit,
    LeftOver,
    NamedTwice,
    NotBelow,
    TooFew,
)
from handbook_api.organisations.events import OrganisationSplit
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.service import Part
from tests.organisations.conftest import ON, hearing, inhabited


@pytest.fixture
def people(commune):
    """Four members of the cell of mathematics."""
    members = [uuid4() for _ in range(4)]
    with inhabited({commune.maths.id: members}):
        yield members


def test_a_cell_ends_in_its_parts(tree, commune, people):
    parts = Part("Chi bộ Số học", members=people[:3]), Part("Chi bộ Hình học", members=people[3:])
    with hearing(OrganisationSplit) as heard, inhabited({commune.maths.id: people}):
        plan = tree.split(commune.maths, *parts)
    first, other = plan.openings

    assert tree.get(commune.maths.id).closed_on == ON
    assert tree.get(first.id).parent_id == commune.school.id
    assert heard == [
        OrganisationSplit(
            commune.maths.id,
            (first.id, other.id),
            {**dict.fromkeys(people[:3], first.id), people[3]: other.id},
            ON,
            origin_closed=True,
        )
    ]


def test_a_part_may_be_split_off_while_the_rest_stays(tree, commune, people):
    plan = tree.split(commune.maths, Part("Chi bộ Hình học", members=people[:1]), stays=True)

    assert tree.get(commune.maths.id).closed_on is None
    assert plan.people["members"] == 1


def test_a_part_may_have_the_code_of_what_ends(tree, commune):
    parts = Part("Chi bộ Số học", code="19.024.003.001"), Part("Chi bộ Hình học")
    plan = tree.split(commune.maths, *parts)

    assert tree.get(plan.openings[0].id).code == "19.024.003.001"


@pytest.mark.parametrize("stays", [True, False])
def test_two_never_have_one_code(tree, commune, stays):
    code = "19.024.003.001" if stays else "19.024.003.009"
    with pytest.raises(CodeHeld):
        tree.split(commune.maths, Part("Một", code=code), Part("Hai", code=code), stays=stays)


def test_organisations_below_go_with_their_part(tree, commune):
    parts = (
        Part("Đảng bộ Tự nhiên", code="19.024.011", children=[commune.maths.id]),
        Part("Đảng bộ Xã hội", code="19.024.012", children=[commune.letters.id]),
    )
    plan = tree.split(commune.school, *parts)
    science, maths = tree.get(plan.openings[0].id), tree.get(commune.maths.id)

    assert (maths.parent_id, maths.path) == (science.id, path_under(science.path, maths.key))
    assert maths.code == "19.024.011.001"
    assert tree.get(commune.letters.id).code == "19.024.012.002"


def test_everything_below_has_to_go_somewhere(tree, commune, people):
    with pytest.raises(LeftOver):
        tree.split(commune.school, Part("Một", children=[commune.maths.id]), Part("Hai"))
    with pytest.raises(LeftOver):
        tree.split(commune.maths, Part("Một", members=people[:2]), Part("Hai", members=people[3:]))


def test_what_stays_keeps_what_is_not_assigned(tree, commune):
    tree.split(commune.school, Part("Đảng bộ Xã hội", children=[commune.letters.id]), stays=True)

    assert tree.get(commune.maths.id).parent_id == commune.school.id


def test_strangers_are_not_assigned(tree, commune, people):
    with pytest.raises(NotBelow):
        tree.split(commune.maths, Part("Một", members=[*people, uuid4()]), Part("Hai"))
    with pytest.raises(NotBelow):
        tree.split(commune.school, Part("Một", children=[commune.clinic.id]), stays=True)


def test_nobody_goes_two_ways(tree, commune, people):
    with pytest.raises(NamedTwice):
        tree.split(commune.maths, Part("Một", members=people), Part("Hai", members=people[:1]))
    with pytest.raises(NamedTwice):
        both = [commune.maths.id, commune.letters.id]
        tree.split(commune.school, Part("Một", children=both), Part("Hai", children=both[:1]))


@pytest.mark.parametrize(("count", "stays"), [(0, True), (0, False), (1, False)])
def test_a_split_leaves_two_at_least(tree, commune, count, stays):
    with pytest.raises(TooFew):
        tree.split(commune.clinic, *[Part("Phần")] * count, stays=stays)


def test_a_cell_has_cells_as_parts(tree, commune):
    with pytest.raises(CellAndCommittee):
        tree.split(commune.clinic, Part("Một", "base_committee"), Part("Hai"))
    with pytest.raises(KindDoesNotFit):
        tree.split(commune.school, Part("Ba", "sub_committee"), stays=True)


def test_no_split_before_its_opening(tree, commune):
    with pytest.raises(DateTooEarly):
        tree.split(commune.clinic, Part("Một"), Part("Hai"), on=date(2023, 6, 1))


def test_what_was_split_off_may_take_over_the_rest_the_same_day(tree, commune):
    part = tree.get(tree.split(commune.maths, Part("Chi bộ Mới"), stays=True).openings[0].id)
    tree.merge(commune.maths, into=part)

    assert tree.get(commune.maths.id).closed_on == ON
