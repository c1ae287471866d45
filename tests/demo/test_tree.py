"""The planned tree: whole, well-formed, and as large as asked."""

from itertools import pairwise

import pytest

from handbook_api.demo.dice import dice
from handbook_api.demo.errors import SizesDoNotFit
from handbook_api.demo.sizes import cell_sizes, usual_count
from handbook_api.demo.tree import plan_tree
from handbook_api.organisations.codes import is_under, tidy_code

SIZES = [(20, 2), (60, 6), (500, 50), (9_000, 300), (150_000, 3_000)]


def _tree(members, cells, seed=1):
    return plan_tree(dice(seed, "tree"), members, cells)


@pytest.mark.parametrize(("members", "cells"), SIZES)
def test_it_has_as_many_cells_and_members_as_asked(members, cells):
    planned = [one for one in _tree(members, cells) if one.is_cell]

    assert len(planned) == cells
    assert sum(one.members for one in planned) == members
    assert all(3 <= one.members <= 60 for one in planned)


@pytest.mark.parametrize(("members", "cells"), SIZES)
def test_every_organisation_stands_where_its_kind_and_its_code_may(content, members, cells):
    tree = _tree(members, cells)
    kinds = {one.code: one.kind for one in tree}

    for one in tree:
        kind = content.organisation_kinds[one.kind]
        assert kind.may_stand_under(kinds.get(one.parent))
        assert kind.is_cell == one.is_cell
        assert tidy_code(one.code, content.organisation_code_digits) == one.code
        assert not one.parent or is_under(one.code, one.parent)


@pytest.mark.parametrize(("members", "cells"), SIZES)
def test_no_code_and_no_name_under_one_parent_is_given_twice(members, cells):
    tree = _tree(members, cells)
    codes = [one.code for one in tree] + [code for one in tree for _, code in one.merged_from]
    names = [(one.parent, one.name) for one in tree]

    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)


def test_a_parent_comes_before_what_stands_under_it():
    met = set()
    for one in _tree(9_000, 300):
        assert not one.parent or one.parent in met
        met.add(one.code)


def test_a_large_one_has_every_kind_of_organisation_and_every_sort_of_people():
    tree = _tree(30_000, 1_200)

    assert {one.kind for one in tree} == {
        "province_committee",
        "upper_committee",
        "base_committee",
        "base_cell",
        "sub_committee",
        "cell",
    }
    assert {one.setting for one in tree} == {
        "",
        "residential",
        "office",
        "school",
        "enterprise",
        "armed",
    }


def test_every_name_says_that_it_is_made_up():
    words = ("Minh Họa", "Thử Nghiệm", "Ví Dụ", "Giả Định", "Khu Mẫu")
    tree = _tree(150_000, 3_000)
    above = {one.code: one.name for one in tree}
    plain = {"Phân xưởng", "Tổ chuyên môn", "Khoa", "Phòng", "Đội"}

    for one in tree:
        fiction = any(word in one.name for word in words)
        part_of_fiction = any(word in one.name for word in plain) and any(
            word in above[one.parent] for word in words
        )
        assert fiction or part_of_fiction, one.name


@pytest.mark.parametrize(("members", "cells"), SIZES)
def test_some_cells_were_two_and_the_one_that_is_shown_was_not(members, cells):
    planned = [one for one in _tree(members, cells) if one.is_cell]
    merged = [one for one in planned if one.merged_from]

    assert all(len(one.merged_from) == 2 and one.members >= 8 for one in merged)
    assert len(merged) <= max(1, cells // 50)
    assert not planned[0].merged_from


def test_sizes_differ_as_they_do_in_life():
    sizes = sorted(cell_sizes(dice(1, "sizes"), 72_000, 3_000))

    assert sizes[0] < 8
    assert sizes[-1] > 55
    assert sizes[len(sizes) // 2] < 24


@pytest.mark.parametrize(("members", "cells"), [(8, 3), (61, 1), (150_000, 2_499)])
def test_what_does_not_fit_is_refused_with_the_bounds(members, cells):
    with pytest.raises(SizesDoNotFit) as refused:
        cell_sizes(dice(1), members, cells)

    assert refused.value.facts["most"] == cells * 60


@pytest.mark.parametrize("members", [20, 60, 499, 500, 501, 3_000, 72_000, 150_000])
def test_who_names_no_number_of_cells_gets_one_that_fits(members):
    assert sum(cell_sizes(dice(1), members, usual_count(members))) == members


def test_more_members_never_mean_fewer_usual_cells_within_one_sort_of_demo():
    counts = [usual_count(members) for members in range(600, 150_001, 500)]

    assert all(before <= after for before, after in pairwise(counts))
    assert counts[-1] == 3_000


def test_the_same_seed_gives_the_same_tree_and_another_one_another():
    assert _tree(3_000, 100) == _tree(3_000, 100)
    assert _tree(3_000, 100) != _tree(3_000, 100, seed=2)
