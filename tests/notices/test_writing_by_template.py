"""A notice written by a template: every mistake is told at once, in words."""

import pytest

from tests.support.notices import said

VALUES = {
    "month": "12/2026",
    "starts": "2099-12-05T19:30",
    "place": "Nhà văn hóa thôn 3",
    "agenda": "Kiểm điểm tháng 11\nBàn việc tháng 12",
}


@pytest.fixture
def invitation(committee):
    """Make an invitation by the template of regular meetings."""

    def body(**values):
        told = said(
            committee.tree.cell,
            kind="meeting",
            template="regular_meeting",
            values=VALUES | values,
            starts_at="2099-12-05T12:30:00Z",
            place="Nhà văn hóa thôn 3",
        )
        del told["title"], told["text"]
        return told

    return body


def test_the_fields_become_the_words_of_the_notice(secretary, invitation):
    written = secretary.post("/notices", invitation())

    assert written.status == 201, written.json
    assert written.json["title"] == "Mời sinh hoạt chi bộ thường kỳ tháng 12/2026"
    assert "Thời gian: 19 giờ 30 thứ bảy, ngày 05/12/2099." in written.json["text"]
    assert "Cần hỏi thêm" not in written.json["text"]


def test_every_field_that_is_wrong_is_named_with_what_to_do(secretary, invitation):
    answer = secretary.post(
        "/notices", invitation(month="x" * 21, place="", starts="mai", venue="đâu đó")
    )

    assert (answer.status, answer.code) == (422, "content.template_fields")
    assert {(one["field"], one["code"], one["message"]) for one in answer.json["errors"]} == {
        ("month", "field.string_too_long", "Không được dài quá 20 ký tự."),
        ("place", "field.missing", "Mục này bắt buộc phải có."),
        ("starts", "field.datetime_parsing", "Viết ngày giờ theo dạng 2026-12-05T19:30."),
        ("venue", "field.extra_forbidden", "Không có tham số này; xin kiểm tra lại tên."),
    }
    assert "4 chỗ cần sửa" in answer.json["detail"]


def test_the_faults_are_told_in_english_to_who_asks_for_it(committee, secretary, invitation):
    answer = secretary.ask(
        "POST", "/notices", body=invitation(starts="mai"), headers={"Accept-Language": "en"}
    )

    assert answer.json["errors"][0]["message"] == "Write date and time like 2026-12-05T19:30."


def test_a_kind_that_only_the_handbook_uses_is_nobodys(committee, secretary):
    answer = secretary.post("/notices", said(committee.tree.cell, kind="digest"))

    assert (answer.status, answer.code) == (422, "notices.kind_unknown")


def test_values_without_a_template_are_refused(committee, secretary):
    answer = secretary.post("/notices", said(committee.tree.cell, values={"month": "12/2026"}))

    assert (answer.status, answer.code) == (422, "notices.template_unknown")


def test_a_character_that_no_database_keeps_is_left_out_of_a_template(secretary, invitation):
    written = secretary.post("/notices", invitation(place="Nhà\x00 văn hóa"))

    assert written.status == 201, written.json
    assert written.json["values"]["place"] == "Nhà văn hóa"
