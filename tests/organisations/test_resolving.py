"""Old codes resolve for ever."""

from datetime import date

import pytest

from handbook_api.core.identity import TERMINAL, Role
from handbook_api.organisations import queries
from handbook_api.organisations.queries import OrganisationFilter
from handbook_api.organisations.service import NewOrganisation, Part
from tests.organisations.conftest import ON, holder

TODAY = date(2026, 7, 1)


@pytest.fixture
def resolve(tree):
    """Return whom a code names, and who took over, by name."""

    def names(code, on=TODAY, viewer=TERMINAL):
        with tree.reading() as session:
            found = queries.resolve_code(session, viewer, code, on)
            return found and (found.organisation.name, [one.name for one in found.successors])

    return names


@pytest.fixture
def go_on_with(tree):
    def name(code, on=TODAY, viewer=TERMINAL):
        with tree.reading() as session:
            found = queries.find_organisation_by_code(session, viewer, code, on)
            return found and found.name

    return name


def test_a_present_code(commune, resolve, go_on_with):
    assert resolve("19.024.003.001") == ("Chi bộ Toán", [])
    assert go_on_with("19.024.003.001") == "Chi bộ Toán"


def test_a_code_nobody_ever_bore(commune, resolve, go_on_with):
    assert resolve("19.024.003.099") is None
    assert go_on_with("19.024.003.099") is None


def test_a_code_from_before_a_change(tree, commune, resolve):
    tree.rename(commune.school, code="19.024.033")

    assert resolve("19.024.003") == ("Đảng bộ trường Thử", [])
    assert resolve("19.024.003.001") == ("Chi bộ Toán", [])


def test_a_code_of_a_merged_cell_leads_to_its_heir(tree, commune, resolve, go_on_with):
    tree.merge(commune.letters, into=commune.maths)

    assert resolve("19.024.003.002") == ("Chi bộ Văn", ["Chi bộ Toán"])
    assert go_on_with("19.024.003.002") == "Chi bộ Toán"


def test_through_several_mergers_to_whoever_lives(tree, commune, resolve):
    tree.merge(commune.letters, into=commune.maths, on=date(2025, 7, 1))
    tree.merge(commune.maths, into=commune.clinic, on=date(2026, 1, 1))

    assert resolve("19.024.003.002") == ("Chi bộ Văn", ["Chi bộ Trạm y tế"])


def test_a_split_leads_to_its_parts(tree, commune, resolve, go_on_with):
    tree.split(commune.maths, Part("Chi bộ Số học"), Part("Chi bộ Hình học"))

    assert resolve("19.024.003.001") == ("Chi bộ Toán", ["Chi bộ Hình học", "Chi bộ Số học"])
    assert go_on_with("19.024.003.001") == "Chi bộ Toán"


def test_what_only_gave_parts_away_still_stands_for_itself(tree, commune, resolve):
    tree.split(commune.maths, Part("Chi bộ Số học"), stays=True)
    tree.merge(commune.letters, into=commune.maths)

    assert resolve("19.024.003.001") == ("Chi bộ Toán", [])
    assert resolve("19.024.003.002") == ("Chi bộ Văn", ["Chi bộ Toán"])


def test_a_code_given_again_depends_on_the_day(tree, commune, resolve):
    new = NewOrganisation("Chi bộ Chung", "cell", commune.school.id, "19.024.003.001")
    tree.merge(commune.maths, commune.letters, into=new)

    assert resolve("19.024.003.001", date(2026, 5, 31)) == ("Chi bộ Toán", ["Chi bộ Chung"])
    assert resolve("19.024.003.001", ON) == ("Chi bộ Chung", [])
    assert resolve("19.024.003.001", date(1999, 1, 1)) == ("Chi bộ Toán", ["Chi bộ Chung"])


def test_a_code_of_what_closed_without_an_heir(tree, commune, resolve, go_on_with):
    tree.close(commune.maths)

    assert resolve("19.024.003.001") == ("Chi bộ Toán", [])
    assert go_on_with("19.024.003.001") == "Chi bộ Toán"


def test_a_code_out_of_sight_is_the_same_as_none(commune, resolve):
    viewer = holder(Role.MEMBER, commune.clinic)

    assert resolve("19.024.003.001", viewer=viewer) is None


def test_an_heir_out_of_sight_is_not_named(tree, commune, resolve):
    tree.merge(commune.letters, into=commune.clinic)
    viewer = holder(Role.COMMITTEE_MEMBER, commune.school)

    assert resolve("19.024.003.002", viewer=viewer) == ("Chi bộ Văn", [])


def test_a_list_by_code_has_both_the_closed_one_and_its_heir(tree, commune):
    tree.merge(commune.letters, into=commune.maths)
    with tree.reading() as session:
        wanted = OrganisationFilter(code="19.024.003.002")
        page = queries.page_of_organisations(session, TERMINAL, wanted, TODAY, limit=10)

    assert [row.organisation.name for row in page.rows] == ["Chi bộ Toán", "Chi bộ Văn"]
