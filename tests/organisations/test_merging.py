"""Several organisations become one."""

from datetime import date

import pytest

from handbook_api.core.identity import SYSTEM
from handbook_api.organisations import queries, service
from handbook_api.organisations.errors import (
    CellAndCommittee,
    ChangedMeanwhile,
    CodeHeld,
    Cycle,
    DateTooEarly,
    KindDoesNotFit,
    NamedTwice,
    NotBelow,
    OrganisationClosed,
    TooFew,
)
from handbook_api.organisations.events import (
    OrganisationMoved,
    OrganisationOpened,
    OrganisationsMerged,
)
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.service import Merging, NewOrganisation
from tests.organisations.conftest import BEGAN, ON, hearing, inhabited, listening


@pytest.fixture
def second(tree, commune):
    """Another school with two cells, whose codes end like those of the first."""

    class Second:
        school = tree.open("Đảng bộ trường Hai", "base_committee", commune.commune, "19.024.005")
        maths = tree.open("Chi bộ Toán Hai", "cell", school, "19.024.005.001")
        arts = tree.open("Chi bộ Nhạc", "cell", school, "19.024.005.007")

    return Second


def test_a_cell_goes_into_another_that_lives_on(tree, commune):
    with hearing(OrganisationsMerged, OrganisationOpened) as heard:
        tree.merge(commune.letters, into=commune.maths)

    assert tree.get(commune.letters.id).closed_on == ON
    assert tree.get(commune.maths.id).closed_on is None
    assert heard == [OrganisationsMerged((commune.letters.id,), commune.maths.id, ON)]


def test_it_does_not_matter_whether_the_heir_is_named_among_them(tree, commune):
    tree.merge(commune.letters, commune.maths, into=commune.maths)

    assert tree.get(commune.letters.id).closed_on == ON
    assert tree.get(commune.maths.id).closed_on is None


def test_cells_become_a_new_one_that_may_take_over_a_code(tree, commune):
    new = NewOrganisation("Chi bộ Văn – Toán", "cell", commune.school.id, "19.024.003.001")
    with hearing(OrganisationsMerged) as heard:
        plan = tree.merge(commune.maths, commune.letters, into=new)
    heir = tree.get(plan.openings[0].id)

    assert (heir.code, heir.opened_on) == ("19.024.003.001", ON)
    assert tree.get(commune.maths.id).code == "19.024.003.001"  # what it bore last
    assert heard == [
        OrganisationsMerged((commune.maths.id, commune.letters.id), heir.id, ON),
    ]


def test_a_code_of_somebody_else_is_not_taken_over(tree, commune):
    new = NewOrganisation("Chi bộ cơ sở Trường", "base_cell", commune.commune.id, "19.024.004")

    with pytest.raises(CodeHeld):
        tree.merge(commune.maths, commune.letters, into=new)


def test_what_stood_below_a_committee_stands_below_its_heir(tree, commune, second):
    with hearing(OrganisationMoved) as heard:
        tree.merge(second.school, into=commune.school)
    school, arts = tree.get(commune.school.id), tree.get(second.arts.id)

    assert (arts.parent_id, arts.path) == (school.id, path_under(school.path, arts.key))
    assert {fact.organisation_id for fact in heard} == {second.maths.id, second.arts.id}


def test_codes_below_keep_their_last_part_where_it_is_free(tree, commune, second):
    tree.merge(second.school, into=commune.school)

    assert tree.get(second.arts.id).code == "19.024.003.007"
    assert tree.get(second.maths.id).code is None  # 19.024.003.001 is the other's
    assert tree.get(commune.maths.id).code == "19.024.003.001"


def test_codes_below_may_be_given_with_the_merger(tree, commune, second):
    tree.merge(second.school, into=commune.school, codes={second.maths.id: "19.024.003.011"})

    assert tree.get(second.maths.id).code == "19.024.003.011"


def test_a_code_for_what_does_not_stand_below_is_refused(tree, commune, second):
    with pytest.raises(NotBelow):
        tree.merge(second.school, into=commune.school, codes={commune.clinic.id: "19.024.003.011"})


def test_committees_become_a_new_one(tree, commune, second):
    new = NewOrganisation("Đảng bộ trường Chung", "base_committee", commune.commune.id)
    plan = tree.merge(commune.school, second.school, into=new)
    heir = tree.get(plan.openings[0].id)

    for cell in (commune.maths, commune.letters, second.maths, second.arts):
        assert tree.get(cell.id).parent_id == heir.id
    assert tree.get(commune.school.id).closed_on == tree.get(second.school.id).closed_on == ON


def test_a_committee_and_one_below_it_may_merge_upwards(tree, commune):
    inner = tree.open("Đảng bộ bộ phận Thử", "sub_committee", commune.school, on=BEGAN)
    deep = tree.open("Chi bộ Sâu", "cell", inner, on=BEGAN)
    tree.merge(inner, into=commune.school)

    assert tree.get(deep.id).path == path_under(commune.school.path, deep.key)


def test_a_committee_does_not_go_into_one_below_it(tree, commune):
    inner = tree.open("Đảng bộ cơ sở Thử", "base_committee", commune.school, on=BEGAN)

    with pytest.raises(Cycle):
        tree.merge(commune.school, into=inner)
    with pytest.raises(Cycle):
        new = NewOrganisation("Đảng bộ Mới", "base_committee", commune.school.id)
        tree.merge(commune.school, inner, into=new)


def test_nested_committees_merge_into_a_third(tree, commune, second):
    inner = tree.open("Đảng bộ cơ sở Trong", "base_committee", commune.school, on=BEGAN)
    deeper = tree.open("Đảng bộ bộ phận Thử", "sub_committee", inner, on=BEGAN)
    deep = tree.open("Chi bộ Sâu", "cell", deeper, on=BEGAN)
    tree.merge(commune.school, inner, into=second.school)

    found = tree.get(deeper.id)
    assert found.path == path_under(second.school.path, deeper.key)
    assert tree.get(deep.id).path == path_under(found.path, deep.key)
    assert tree.get(inner.id).closed_on == tree.get(commune.school.id).closed_on == ON


def test_cells_and_committees_do_not_merge(tree, commune):
    with pytest.raises(CellAndCommittee):
        tree.merge(commune.clinic, into=commune.school)
    with pytest.raises(CellAndCommittee):
        tree.merge(commune.maths, commune.school, into=commune.clinic)


def test_what_stands_below_has_to_fit_the_heir(tree, commune, second):
    nested = tree.open("Đảng bộ cơ sở Trong", "base_committee", commune.school, on=BEGAN)
    part = tree.open("Đảng bộ bộ phận Thử", "sub_committee", second.school, on=BEGAN)

    with pytest.raises(KindDoesNotFit):  # no base committee stands under a sub-committee
        tree.merge(commune.school, into=part)
    assert tree.get(nested.id).parent_id == commune.school.id


@pytest.mark.parametrize("into", ["itself", "new"])
def test_one_alone_does_not_merge(tree, commune, into):
    new = NewOrganisation("Chi bộ Mới", "cell", commune.school.id)
    with pytest.raises(TooFew):
        tree.merge(commune.maths, into=commune.maths if into == "itself" else new)


def test_nobody_merges_twice_over(tree, commune):
    with pytest.raises(NamedTwice):
        tree.merge(commune.maths, commune.maths, into=commune.letters)


def test_what_is_closed_does_not_merge(tree, commune):
    tree.close(commune.maths)

    with pytest.raises(OrganisationClosed):
        tree.merge(commune.maths, into=commune.letters)
    with pytest.raises(OrganisationClosed):
        tree.merge(commune.letters, into=commune.maths)


def test_each_of_them_must_be_as_it_was_read(tree, commune):
    reads = tree.read(commune.maths, commune.letters)
    tree.rename(commune.letters, name="Chi bộ Ngữ văn")

    with pytest.raises(ChangedMeanwhile):
        tree.act(service.plan_merging, Merging(reads, commune.maths.id))


def test_nobody_goes_into_what_was_not_open_yet(tree, commune):
    late = tree.open("Chi bộ Mới", "cell", commune.school, on=ON)

    with pytest.raises(DateTooEarly):
        tree.merge(commune.maths, into=late, on=date(2026, 5, 1))


def test_no_merger_before_something_below_closed(tree, commune, second):
    tree.close(second.arts, on=ON)

    with pytest.raises(DateTooEarly):
        tree.merge(second.school, into=commune.school, on=date(2026, 5, 1))


def test_the_plan_counts_everybody_in_what_ends(tree, commune, second):
    people = {second.maths.id: [1, 2], second.arts.id: [3], commune.maths.id: [4]}
    with inhabited(people):
        plan = tree.merge(second.school, into=commune.school)

    assert plan.people["members"] == 3


def test_a_room_above_that_refuses_undoes_the_whole(tree, commune):
    class Refused(Exception):
        pass

    def refuse(session, fact):
        raise Refused

    with pytest.raises(Refused), listening({OrganisationsMerged: refuse}):
        tree.merge(commune.letters, into=commune.maths)
    assert tree.get(commune.letters.id).closed_on is None
    with tree.reading() as session:
        row = queries.get_organisation(session, SYSTEM, commune.letters.id)
        assert queries.kin_of(session, SYSTEM, row) == []
