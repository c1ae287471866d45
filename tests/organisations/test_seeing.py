"""Who sees which organisations; everything else looks as if it were not there."""

from uuid import uuid4

import pytest

from handbook_api.core.identity import GUEST, SYSTEM, TERMINAL, Grant, Identity, Role
from handbook_api.organisations import queries
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.queries import OrganisationFilter
from tests.organisations.conftest import ON, holder, officer


@pytest.fixture
def seen(tree):
    """Return the names of what a viewer sees."""

    def names(viewer):
        with tree.reading() as session:
            return {row.name for row in session.scalars(queries.visible_organisations(viewer))}

    return names


@pytest.fixture
def listed(tree):
    """Return the names that a list gives, in its order."""

    def names(viewer=TERMINAL, limit=50, cursor=None, **wanted):
        with tree.reading() as session:
            page = queries.page_of_organisations(
                session, viewer, OrganisationFilter(**wanted), ON, limit=limit, cursor=cursor
            )
            return [row.organisation.name for row in page.rows], page.next_cursor

    return names


CHAIN = {"Đảng bộ tỉnh Thử", "Đảng bộ xã Mẫu", "Đảng bộ trường Thử"}


def test_a_member_sees_his_cell_and_the_way_to_the_top(commune, seen):
    assert seen(holder(Role.MEMBER, commune.maths)) == {"Chi bộ Toán", *CHAIN}


def test_whoever_serves_in_a_committee_sees_what_is_below(commune, seen):
    expected = {"Chi bộ Toán", "Chi bộ Văn", *CHAIN}

    assert seen(holder(Role.COMMITTEE_MEMBER, commune.school)) == expected


def test_several_grants_add_up(commune, seen):
    grants = (
        Grant(Role.MEMBER, commune.maths.path),
        Grant(Role.FOLLOWER, commune.clinic.path),
    )

    assert seen(Identity("x", grants=grants)) == {"Chi bộ Toán", "Chi bộ Trạm y tế", *CHAIN}


@pytest.mark.parametrize("viewer", [SYSTEM, TERMINAL])
def test_some_see_all(commune, seen, viewer):
    assert len(seen(viewer)) == 6


def test_guests_and_sleeping_roles_see_nothing(commune, seen):
    assert seen(GUEST) == set()
    assert seen(Identity("x", account_id=uuid4())) == set()
    assert seen(officer(commune.province, awake=False)) == set()


def test_a_name_that_begins_alike_is_no_kin(tree, commune, seen):
    twin = tree.open("Đảng bộ tỉnh Khác", "province_committee", None, "20")
    assert "Đảng bộ tỉnh Khác" not in seen(holder(Role.OFFICE_OFFICER, commune.province))
    assert seen(holder(Role.OFFICE_OFFICER, twin)) == {"Đảng bộ tỉnh Khác"}


def test_out_of_sight_is_the_same_as_missing(tree, commune):
    viewer = holder(Role.MEMBER, commune.maths)
    with tree.reading() as session:
        for id_ in (commune.letters.id, uuid4()):
            with pytest.raises(OrganisationNotFound) as refused:
                queries.get_organisation(session, viewer, id_)
            assert refused.value.facts == {}


def test_what_ones_cell_grew_out_of_stays_readable(tree, commune, seen):
    plan = tree.merge(commune.letters, into=commune.maths)
    assert plan
    viewer = holder(Role.MEMBER, commune.maths)
    assert seen(viewer) == {"Chi bộ Toán", "Chi bộ Văn", *CHAIN}

    tree.merge(commune.maths, into=commune.clinic)
    later = holder(Role.MEMBER, commune.clinic)
    assert seen(later) >= {"Chi bộ Văn", "Chi bộ Toán", "Chi bộ Trạm y tế"}


def test_a_list_is_sorted_as_people_count(tree, commune, listed):
    for number in (10, 2, 1):
        tree.open(f"Chi bộ khóm {number}", "cell", commune.school, on=ON)

    expected = ["Chi bộ khóm 1", "Chi bộ khóm 2", "Chi bộ khóm 10"]
    assert listed(words="khóm")[0] == expected


def test_a_list_is_walked_page_by_page(commune, listed):
    first, cursor = listed(limit=4)
    rest, end = listed(limit=4, cursor=cursor)

    assert len(first) == 4
    assert end is None
    assert sorted([*first, *rest]) == sorted(listed()[0])


@pytest.mark.parametrize("words", ["trạm y tế", "tram y", "TRAM", "y tê", "Tế Trạm"])
def test_a_name_is_found_with_marks_or_without(commune, listed, words):
    assert listed(words=words)[0] == ["Chi bộ Trạm y tế"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "tr%m", "ạm"])
def test_signs_are_no_wildcards_and_words_are_found_from_their_beginning(commune, listed, words):
    found = listed(words=words)[0]

    assert found == (listed()[0] if words in ("%", "_", "\\") else [])


def test_a_list_is_narrowed(tree, commune, listed):
    assert listed(top=True)[0] == ["Đảng bộ tỉnh Thử"]
    assert listed(kinds=["base_cell"])[0] == ["Chi bộ Trạm y tế"]
    assert listed(parent_id=commune.school.id)[0] == ["Chi bộ Toán", "Chi bộ Văn"]


def test_closed_ones_are_listed_when_asked_for(tree, commune, listed):
    tree.close(commune.maths)

    assert listed(parent_id=commune.school.id)[0] == ["Chi bộ Văn"]
    assert listed(parent_id=commune.school.id, closed=True)[0] == ["Chi bộ Toán", "Chi bộ Văn"]


def test_a_list_counts_living_children(tree, commune):
    tree.close(commune.maths)
    with tree.reading() as session:
        page = queries.page_of_organisations(
            session, TERMINAL, OrganisationFilter(words="trường"), ON, limit=5
        )

    assert [row.children for row in page.rows] == [1]
