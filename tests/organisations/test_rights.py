"""Who may change the tree: its officers, and for where and whether it stands, those above."""

import pytest

from handbook_api.core.identity import Role
from handbook_api.core.policy import Forbidden, SecondFactorNeeded
from handbook_api.organisations.errors import OrganisationNotFound
from handbook_api.organisations.service import NewOrganisation, Part
from tests.organisations.conftest import BEGAN, ON, holder, officer


def acts(tree, commune):
    """Every act on the school, by name."""
    school, sister = commune.school, commune.sister
    return {
        "open": lambda by: tree.open("Chi bộ Mới", "cell", school, on=ON, by=by),
        "change": lambda by: tree.rename(school, name="Đảng bộ trường Mới", by=by),
        "move": lambda by: tree.move(school, commune.province, by=by),
        "merge": lambda by: tree.merge(school, into=sister, by=by),
        "split": lambda by: tree.split(school, Part("Đảng bộ Tách"), stays=True, by=by),
        "close": lambda by: tree.close(sister, by=by),
    }


@pytest.fixture
def sisters(tree, commune):
    commune.sister = tree.open("Đảng bộ trường Hai", "base_committee", commune.commune, on=BEGAN)
    return commune


EVERY_ACT = ["open", "change", "move", "merge", "split", "close"]


@pytest.mark.parametrize("act", EVERY_ACT)
def test_the_officer_above_may(tree, sisters, act):
    acts(tree, sisters)[act](officer(sisters.province))


@pytest.mark.parametrize("act", EVERY_ACT)
def test_asleep_he_is_asked_for_his_second_factor(tree, sisters, act):
    grants = holder(Role.MEMBER, sisters.province).grants
    asleep = officer(sisters.province, awake=False)
    drowsy = type(asleep)(
        "officer", grants=grants, dormant=asleep.dormant, strength=asleep.strength
    )

    with pytest.raises(SecondFactorNeeded):
        acts(tree, sisters)[act](drowsy)


@pytest.mark.parametrize("act", EVERY_ACT)
def test_nobody_else_may(tree, sisters, act):
    for role in set(Role) - {Role.ORGANISATION_OFFICER}:
        with pytest.raises(Forbidden):
            acts(tree, sisters)[act](holder(role, sisters.province))


@pytest.mark.parametrize("act", ["move", "merge", "split", "close"])
def test_its_own_officer_does_not_decide_where_or_whether_it_stands(tree, sisters, act):
    place = sisters.sister if act == "close" else sisters.school
    with pytest.raises((Forbidden, OrganisationNotFound)):
        acts(tree, sisters)[act](officer(place))


def test_its_own_officer_opens_cells_below_and_keeps_its_name(tree, sisters):
    own = officer(sisters.school)

    tree.open("Chi bộ Mới", "cell", sisters.school, on=ON, by=own)
    tree.rename(sisters.school, name="Đảng bộ trường Mới", by=own)


def test_a_move_is_decided_over_both_places(tree, sisters):
    both = officer(sisters.commune)
    tree.move(sisters.maths, sisters.sister, by=both)
    with pytest.raises(Forbidden):
        tree.move(sisters.clinic, sisters.province, by=both)


def test_what_is_merged_is_decided_over_each_of_them(tree, sisters):
    other = tree.open("Chi bộ Khác", "cell", sisters.sister, on=BEGAN)
    here = officer(sisters.school)
    with pytest.raises(OrganisationNotFound):
        tree.merge(other, into=sisters.maths, by=here)
    tree.merge(sisters.letters, into=sisters.maths, by=here)


def test_only_the_terminal_opens_at_the_top(tree, sisters):
    with pytest.raises(Forbidden):
        tree.open("Đảng bộ tỉnh Hai", "province_committee", on=ON, by=officer(sisters.province))
    with pytest.raises(Forbidden):
        new = NewOrganisation("Đảng bộ Chung", "base_committee")
        tree.merge(sisters.school, sisters.sister, into=new, by=officer(sisters.province))
