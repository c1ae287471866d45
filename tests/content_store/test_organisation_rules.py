"""Kinds of organisations, roles and small catalogues, as shipped: what must not slip."""

from datetime import date, timedelta

import pytest

from handbook_api.core.identity import Role
from tests.content_store.test_real_content import CONTENT

KINDS = CONTENT.organisation_kinds
REFORM = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("cell", "base_committee"),
        ("cell", "sub_committee"),
        ("cell", "upper_committee"),
        ("base_cell", "upper_committee"),
        ("sub_committee", "base_committee"),
        ("base_committee", "province_committee"),
        ("upper_committee", "province_committee"),
        ("upper_committee", None),
    ],
)
def test_a_kind_stands_where_the_statute_puts_it(kind, parent):
    assert KINDS[kind].may_stand_under(parent)


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        ("cell", "province_committee"),
        ("cell", "cell"),
        ("cell", "base_cell"),
        ("cell", None),
        ("sub_committee", "upper_committee"),
        ("upper_committee", "base_committee"),
        ("province_committee", "upper_committee"),
        ("upper_committee", "no_such_kind"),
    ],
)
def test_a_kind_stands_nowhere_else(kind, parent):
    assert not KINDS[kind].may_stand_under(parent)


@pytest.mark.parametrize("kind", ["district_committee", "bloc_committee"])
def test_districts_and_blocs_ended_with_the_reform(kind):
    assert KINDS[kind].lives_on(REFORM - timedelta(days=1))
    assert not KINDS[kind].lives_on(REFORM)


def test_only_cells_take_members_and_only_base_kinds_are_grassroots():
    assert {code for code, kind in KINDS.items() if kind.is_cell} == {"cell", "base_cell"}
    grassroots = {code for code, kind in KINDS.items() if kind.is_grassroots}
    assert grassroots == {"base_committee", "base_cell"}


def test_an_official_code_has_fourteen_digits_in_five_parts():
    assert CONTENT.organisation_code_digits == (2, 3, 3, 3, 3)
    assert {kind.code_level for kind in KINDS.values()} == {1, 2, 3, 4, 5}


def test_every_role_has_its_limits():
    assert set(CONTENT.roles) == set(Role)


@pytest.mark.parametrize("in_cell", [True, False])
def test_an_organisation_has_one_secretary(in_cell):
    assert CONTENT.roles[Role.SECRETARY].most(in_cell=in_cell) == 1


def test_a_cell_has_many_members_but_a_small_committee():
    assert CONTENT.roles[Role.MEMBER].most(in_cell=True) is None
    assert CONTENT.roles[Role.CELL_COMMITTEE_MEMBER].most(in_cell=True) == 7


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MEMBER])
def test_every_role_above_cells_sleeps_without_a_second_factor(role):
    spec = CONTENT.roles[role]

    assert not spec.in_committees or spec.needs_second_factor(in_cell=False)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARY, Role.CELL_COMMITTEE_MEMBER])
def test_nobody_needs_a_second_factor_for_his_own_cell(role):
    assert not CONTENT.roles[role].needs_second_factor(in_cell=True)


def test_a_member_belongs_to_a_cell_and_an_officer_to_a_committee():
    member, officer = CONTENT.roles[Role.MEMBER], CONTENT.roles[Role.ORGANISATION_OFFICER]

    assert member.may_be_held(in_cell=True) and not member.may_be_held(in_cell=False)
    assert officer.may_be_held(in_cell=False) and not officer.may_be_held(in_cell=True)


def test_a_deputy_acts_for_the_secretary_and_nobody_for_a_member():
    assert Role.DEPUTY_SECRETARY in CONTENT.roles[Role.SECRETARY].stand_ins
    assert CONTENT.roles[Role.SECRETARY].delegable
    assert not CONTENT.roles[Role.MEMBER].delegable


def test_things_are_called_by_their_name_in_the_readers_language():
    secretary = CONTENT.roles[Role.SECRETARY]
    kinh = CONTENT.lists["ethnicity"]["kinh"]

    assert (secretary.called("vi"), secretary.called("en-GB")) == ("Bí thư", "Secretary")
    assert kinh.called("en") == "Kinh"


def test_the_dossier_is_a_list_to_tick_off_with_its_form_numbers():
    papers = CONTENT.dossier_papers

    assert papers["applicant_biography"].form == "2-KNĐ"
    assert papers["admission_decision"].form == "9-KNĐ"
    assert papers["member_sheet"].form == "2-HSĐV"
    assert {paper.stage for paper in papers.values()} == {
        "admission",
        "recognition",
        "record",
        "yearly",
        "transfer",
        "badge",
    }


def test_a_person_may_ask_seven_things_about_his_data():
    assert list(CONTENT.request_kinds) == [
        "know",
        "see",
        "correct",
        "delete",
        "restrict",
        "withdraw_consent",
        "complain",
    ]


def test_fixed_holidays_are_sure_and_lunar_ones_of_next_year_are_not():
    listed = CONTENT.holiday_list

    assert listed[date(2026, 9, 2)].verified
    assert not listed[date(2027, 4, 16)].verified
    assert CONTENT.holidays == listed.keys()
