"""Templates of notices: filled in plainly, refused with every fault, checked in Vietnamese."""

from datetime import date

import pytest

from handbook_api.content_store import check, load
from handbook_api.content_store.errors import TemplateFieldsRefused, TemplateVersionUnknown
from tests.content_store.conftest import REAL
from tests.content_store.test_checking_rules import assert_said, said

TEMPLATE = "templates/probe.toml"

PROBE = """
name = "Mẫu thử"
kind = "meeting"

[[versions]]
number = 1
since = 2026-11-22
source = "Quyết định thử"
title = "Họp {what}"
text = '''
Mời họp {what}, {starts}.
Số người: {people}.
Nơi họp: {place}, hỏi {contact}.
Ngày nộp bài: {due}; giờ nộp: {hour}.

Ghi chú:
{notes}
'''

[[versions.fields]]
code = "what"
label = "Họp gì"
type = "text"
required = true
max_length = 30

[[versions.fields]]
code = "starts"
label = "Lúc nào"
type = "datetime"
required = true
max_length = 60

[[versions.fields]]
code = "people"
label = "Mấy người"
type = "number"
required = false
max_length = 10

[[versions.fields]]
code = "place"
label = "Ở đâu"
type = "text"
required = false
max_length = 40

[[versions.fields]]
code = "contact"
label = "Hỏi ai"
type = "text"
required = false
max_length = 40

[[versions.fields]]
code = "due"
label = "Hạn"
type = "date"
required = false
max_length = 60

[[versions.fields]]
code = "hour"
label = "Giờ"
type = "time"
required = false
max_length = 20

[[versions.fields]]
code = "notes"
label = "Ghi chú"
type = "lines"
required = false
max_length = 100
"""

LEAST = {"what": "chi bộ", "starts": "2026-12-05T19:30"}


@pytest.fixture
def probe(folder):
    folder.write(TEMPLATE, PROBE.lstrip())
    return folder


def filled(probe, **values):
    return load(probe.path).notice_templates["probe"].fill(1, LEAST | values)


def faults_of(probe, values):
    with pytest.raises(TemplateFieldsRefused) as refusal:
        load(probe.path).notice_templates["probe"].fill(1, values)
    return {(fault.field, fault.code) for fault in refusal.value.faults}


def test_what_is_filled_in_stands_in_its_place(probe):
    title, text = filled(
        probe,
        people=1234,
        place="Nhà văn hóa",
        contact="bí thư",
        due="2026-12-20",
        hour="07:00",
        notes="một\nhai",
    )

    assert title == "Họp chi bộ"
    assert text == (
        "Mời họp chi bộ, 19 giờ 30 thứ bảy, ngày 05/12/2026.\n"
        "Số người: 1.234.\n"
        "Nơi họp: Nhà văn hóa, hỏi bí thư.\n"
        "Ngày nộp bài: chủ nhật, ngày 20/12/2026; giờ nộp: 7 giờ.\n"
        "\n"
        "Ghi chú:\n"
        "một\nhai"
    )


def test_a_line_with_nothing_filled_in_is_left_out(probe):
    _, text = filled(probe, contact="bí thư", notes="  ", people=None)

    assert text == (
        "Mời họp chi bộ, 19 giờ 30 thứ bảy, ngày 05/12/2026.\nNơi họp: , hỏi bí thư.\n\nGhi chú:"
    )


@pytest.mark.parametrize(
    ("told", "said_as"),
    [
        ("2026-12-05T12:30:00Z", "19 giờ 30 thứ bảy, ngày 05/12/2026"),
        ("2026-12-04T23:00:00+00:00", "6 giờ thứ bảy, ngày 05/12/2026"),
        ("2027-02-03T08:05", "8 giờ 05 thứ tư, ngày 03/02/2027"),
    ],
)
def test_an_instant_is_said_in_vietnamese_time(probe, told, said_as):
    assert said_as in filled(probe, starts=told)[1]


def test_braces_and_signs_in_a_value_are_only_signs(probe):
    title, text = filled(probe, what="{place} <b>$", place="{what}")

    assert title == "Họp {place} <b>$"
    assert "Nơi họp: {what}, hỏi ." in text


def test_scattered_marks_and_hidden_signs_are_put_right(probe):
    title, _ = filled(probe, what="  Ðảng ủy\u200b xa\u0303 ")

    assert title == "Họp Đảng ủy xã"


def test_every_fault_is_told_at_once(probe):
    faults = faults_of(
        probe,
        {
            "what": "x" * 31,
            "place": "hai\ndòng",
            "people": "bảy",
            "due": "20/12/2026",
            "hour": 7,
            "notes": ["một"],
            "venue": "ở đâu",
        },
    )

    assert faults == {
        ("what", "field.string_too_long"),
        ("starts", "field.missing"),
        ("place", "field.one_line"),
        ("people", "field.int_type"),
        ("due", "field.date_parsing"),
        ("hour", "field.time_parsing"),
        ("notes", "field.string_type"),
        ("venue", "field.extra_forbidden"),
    }


@pytest.mark.parametrize(
    "told", ["", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00+23:59", "mai", 5, True, ["x"]]
)
def test_an_hour_that_is_none_is_refused(probe, told):
    assert faults_of(probe, LEAST | {"starts": told}) <= {
        ("starts", "field.datetime_parsing"),
        ("starts", "field.missing"),
    }


def test_a_yes_is_no_number(probe):
    assert faults_of(probe, LEAST | {"people": True}) == {("people", "field.int_type")}


def test_a_version_that_was_never_written_is_refused(probe):
    with pytest.raises(TemplateVersionUnknown):
        load(probe.path).notice_templates["probe"].fill(2, LEAST)


def test_an_old_version_stays_as_it_was(probe):
    probe.append(
        TEMPLATE,
        '\n[[versions]]\nnumber = 2\nsince = 2027-01-01\nsource = "Quyết định sau"\n'
        'title = "Bản mới"\ntext = "Không có mục nào để điền."\n',
    )
    template = load(probe.path).notice_templates["probe"]

    assert template.on(date(2026, 11, 21)) is None
    assert template.on(date(2026, 12, 31)).number == 1
    assert template.on(date(2027, 1, 1)).number == 2
    assert template.fill(1, LEAST)[0] == "Họp chi bộ"
    assert template.fill(2, {}) == ("Bản mới", "Không có mục nào để điền.")
    assert check(probe.path) == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("hỏi {contact}", "hỏi {contact} {phone}", "versions[1]", "có chỗ “{phone}” mà không"),
        (", hỏi {contact}", "", "versions[1]", "mục “contact” không dùng ở đâu"),
        ("Họp {what}", "Họp {what} {place}", "versions[1]", "mục “place” thì mục ấy phải bắt buộc"),
        ("Họp {what}", "Họp {what} {notes}", "versions[1]", "không dùng được mục nhiều dòng"),
        ("Số người: {people}.", "Số người: {people}. {", "versions[1]", "có dấu { hoặc } lẻ"),
        ('title = "Họp {what}"', 'title = """Họp\\n {what}"""', "versions[1]", "chỉ viết một dòng"),
        ("max_length = 30\n", "max_length = 300\n", "versions[1]", "tiêu đề dài đến 304 ký tự"),
        ("max_length = 100\n", "max_length = 8000\n", "", ""),
        ("Ghi chú:\n", "**Ghi chú**:\n", "versions[1]", "không định dạng"),
        ("Ghi chú:\n", "https://example.vn\n", "versions[1]", "không đường dẫn"),
        ('kind = "meeting"', 'kind = "picnic"', "kind", "không có loại thông báo nào mang mã"),
        ('kind = "meeting"', 'kind = "digest"', "kind", "chỉ sổ tay tự gửi"),
        ("since = 2026-11-22\n", "", "versions[1]", "thiếu mục “since”"),
        ('source = "Quyết định thử"\n', "", "versions[1]", "thiếu mục “source”"),
        ('type = "number"', 'type = "money"', "versions[1].fields[3].type", "chọn một trong"),
        ('code = "place"', 'code = "contact"', "versions[1].fields[5]", "đã dùng ở mục thứ 4"),
        ("number = 1\n", "number = 1\nas_of = 2026-11-22\n", "versions[1]", "phải có “note”"),
    ],
)
def test_each_way_of_spoiling_a_template_is_said_in_words(probe, old, new, place, says):
    probe.replace(TEMPLATE, old, new)

    if says:
        assert_said(said(probe), TEMPLATE, place, says)
    else:
        assert said(probe) == []


@pytest.mark.parametrize(
    ("number", "since", "says"),
    [
        (1, "2027-01-01", "số bản phải lớn hơn bản đứng trước (1)"),
        (2, "2026-11-22", "phải bắt đầu sau bản đứng trước (22/11/2026)"),
        (2, "2025-01-01", "phải bắt đầu sau bản đứng trước (22/11/2026)"),
    ],
)
def test_versions_out_of_order_are_found(probe, number, since, says):
    probe.append(
        TEMPLATE,
        f'\n[[versions]]\nnumber = {number}\nsince = {since}\nsource = "Quyết định sau"\n'
        'title = "Bản mới"\ntext = "Không có mục nào để điền."\n',
    )

    assert_said(said(probe), TEMPLATE, "versions[2]", says)


def test_a_file_that_is_no_template_is_found(probe):
    probe.write("templates/Mau_Moi.toml", PROBE.lstrip())
    probe.write("templates/ghi_chu.txt", "nháp")

    problems = said(probe)

    assert_said(problems, "templates/Mau_Moi.toml", "", "chữ thường không dấu")
    assert_said(problems, "templates/ghi_chu.txt", "", "tệp lạ")


def test_a_review_in_the_future_is_found(probe):
    probe.replace(TEMPLATE, "number = 1\n", 'number = 1\nas_of = 2027-01-01\nnote = "Chưa rõ."\n')

    problems = said(probe, today=date(2026, 12, 1))

    assert_said(problems, TEMPLATE, "versions[1].as_of", "ở tương lai")


def test_a_template_that_cannot_be_read_is_named(probe):
    probe.append(TEMPLATE, "\nnumber = = 3\n")

    assert_said(said(probe), TEMPLATE, "", "TOML viết sai")


@pytest.mark.parametrize(
    "code",
    [
        "regular_meeting",
        "thematic_meeting",
        "study_session",
        "meeting_moved",
        "meeting_postponed",
        "fee_reminder",
        "new_document",
        "consultation",
        "emergency",
    ],
)
def test_a_shipped_template_reads_well_with_everything_and_with_the_least(code):
    template = load(REAL).notice_templates[code]
    version = template.on(date(2026, 11, 22))
    samples = {"date": "2026-12-05", "datetime": "2026-12-05T19:30", "text": "abc", "lines": "abc"}
    everything = {field.code: samples[field.type] for field in version.fields}
    least = {field.code: everything[field.code] for field in version.fields if field.required}

    for values in (everything, least):
        title, text = template.fill(version.number, values)
        assert len(title) <= 200
        assert "{" not in title + text
        assert ": ." not in text
        assert "\n\n\n" not in text


def test_a_reminder_of_fees_never_leads_anywhere_to_pay():
    version = load(REAL).notice_templates["fee_reminder"].versions[-1]

    assert "không bao giờ gửi đường dẫn để nộp tiền" in version.text
    assert {field.code for field in version.fields} == {"period", "due", "receiver"}
