"""The fields of the record and their closed lists, as shipped: what must not slip."""

from datetime import date

import pytest

from handbook_api.content_store import SELF
from handbook_api.core.identity import Role
from tests.content_store.test_real_content import CONTENT

FIELDS = CONTENT.member_fields


def test_the_nine_fields_of_the_national_app_are_there():
    national = {
        "full_name",
        "birth_date",
        "sex",
        "joined_on",
        "official_on",
        "card_number",
        "cell",
        "citizen_id",
        "phone",
    }

    assert national <= FIELDS.keys()


def test_what_reveals_a_person_is_sensitive():
    assert {code for code, spec in FIELDS.items() if spec.sensitive} == {
        "birth_name",
        "birth_place",
        "card_number",
        "citizen_id",
        "contact_person",
        "discipline",
        "email",
        "ethnicity",
        "exemption_reason",
        "home_town",
        "other_names",
        "phone",
        "record_number",
        "religion",
        "residence",
    }


@pytest.mark.parametrize("spec", FIELDS.values(), ids=lambda spec: spec.code)
def test_every_field_says_why_it_is_held_and_its_owner_sees_it(spec):
    assert spec.purpose.startswith("Để ") and spec.purpose.endswith(".")
    assert SELF in spec.seen_by
    assert spec.changed_by


def test_a_member_changes_only_how_he_is_reached():
    own = {code for code, spec in FIELDS.items() if SELF in spec.changed_by}

    assert own == {"phone", "email", "reachable_by", "contact_person"}


@pytest.mark.parametrize("code", ["citizen_id", "ethnicity", "religion", "record_number"])
def test_some_fields_are_for_the_organisation_officer_alone(code):
    assert FIELDS[code].seen_by == {SELF, "organisation_officers"}


def test_an_administrator_belongs_to_no_class_that_sees_a_record():
    seers = {role for viewer in CONTENT.viewer_classes.values() for role in viewer.roles}

    assert Role.ADMINISTRATOR not in seers and Role.MEMBER not in seers


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", "full_name"),
        ("HỌ TÊN KHAI SINH", "birth_name"),
        ("Ngày, tháng, năm sinh", "birth_date"),
        ("Số thẻ ĐV", "card_number"),
        ("so the dang vien", "card_number"),
        ("Ngày vào Đảng", "joined_on"),
        ("Chính thức", "official_on"),
        ("Chi bộ sinh hoạt", "cell"),
        ("CMND/CCCD", "citizen_id"),
        ("  SĐT ", "phone"),
        ("Trình độ LLCT", "political_theory"),
    ],
)
def test_a_column_is_known_however_it_is_spelled(heading, field):
    assert CONTENT.field_of_heading(heading).code == field


@pytest.mark.parametrize("heading", ["STT", "", "!!!", "Nhóm máu"])
def test_a_column_that_is_none_of_ours_is_not_guessed(heading):
    assert CONTENT.field_of_heading(heading) is None


def test_fifty_four_ethnic_groups_and_one_line_for_people_from_abroad():
    assert len(CONTENT.lists["ethnicity"].choices) == 54 + 1


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sex", "NỮ", "female"),
        ("ethnicity", "H'Mông", "mong"),
        ("ethnicity", "Ê-Đê", "e_de"),
        ("general_education", "12/12", "grade_12_12"),
        ("general_education", "10/10", "grade_10_10"),
        ("political_theory", "Cao cấp LLCT", "advanced"),
        ("yearly_rating", "HTTNV", "good"),
        ("yearly_rating", "Hoàn thành xuất sắc nhiệm vụ", "excellent"),
        ("discipline", "khiển trách", "reprimand"),
        ("reachable_by", "Gọi điện", "phone"),
    ],
)
def test_an_entry_of_a_list_is_known_however_it_is_spelled(name, text, code):
    assert CONTENT.lists[name].meant_by(text).code == code


def test_an_entry_that_is_not_in_the_list_is_not_guessed():
    assert CONTENT.lists["sex"].meant_by("không rõ") is None


def test_every_badge_can_be_recorded_as_an_award():
    awards = CONTENT.lists["award"]

    assert all(f"badge_{years}" in awards for years in CONTENT.badges(date(2026, 11, 22)).years)
