"""Each way of spoiling the rules, and the sentence the officer is told."""

from datetime import date

import pytest

from handbook_api.content_store import check

BADGES = "parameters/badges.toml"
DATA = "parameters/data_protection.toml"
FIELDS = "parameters/member_fields.toml"
HOLIDAYS = "parameters/holidays.toml"
KINDS = "parameters/organisation_kinds.toml"
LISTS = "parameters/member_lists.toml"
PAPERS = "parameters/dossier_papers.toml"
ROLES = "parameters/roles.toml"
SECURITY = "parameters/security.toml"
STATUSES = "parameters/member_statuses.toml"
TRANSFERS = "parameters/transfers.toml"

YEARS = """
[[rules.years.values]]
value = [30, 40]
since = {since}
source = "Quy định thử, điểm 1"
"""


def said(folder, **options):
    return [(one.file, one.place, one.message) for one in check(folder.path, **options)]


def assert_said(problems, file, place, says):
    assert any(one[0] == file and place in one[1] and says in one[2] for one in problems), problems


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "says"),
    [
        (BADGES, "unit = ", "units = ", "rules.years", "thiếu mục “unit”"),
        (BADGES, 'note = "Quy', 'notes = "Quy', "rules.years.values[1]", "phải có “note”"),
        (BADGES, "since = 2025-07-01", 'since = "7/2025"', "rules.years", "phải là ngày"),
        (KINDS, "code_level = 1", "code_level = 6", "kinds[1].code_level", "không được quá 5"),
        (KINDS, "[2, 3, 3, 3, 3]", "[2, 3, 3]", "official_code.digits", "ít nhất 5 mục"),
        (KINDS, "[2, 3, 3, 3, 3]", "[2, 3, 3, 3, 3, 3]", "official_code", "nhiều nhất 5 mục"),
        (ROLES, '"in_committee"', '"often"', "roles[2].second_factor", "chọn một trong: never"),
        (STATUSES, 'layer = "base"', 'layer = "top"', "statuses[1].layer", "chọn một trong"),
        (FIELDS, 'class = "basic"', 'class = "secret"', "fields[1].class", "chọn một trong"),
        (FIELDS, "purpose = ", "why = ", "fields[1]", "thiếu mục “purpose”"),
        (LISTS, 'code = "male"', 'code = "Nam"', "lists[1].items[1].code", "chữ thường không dấu"),
        (TRANSFERS, 'by = ["member", ', 'by = ["anyone", ', "steps[1].by[1]", "chọn một trong"),
        (PAPERS, 'stage = "admission"', 'stage = "birth"', "papers[1].stage", "chọn một trong"),
        (DATA, "changes_data = false", 'changes_data = "không"', "requests[1]", "true hoặc false"),
        (HOLIDAYS, "verified = true\n", "", "holidays[1]", "thiếu mục “verified”"),
    ],
)
def test_a_file_of_rules_that_breaks_its_schema_is_explained(folder, name, old, new, place, says):
    folder.replace(name, old, new)

    assert_said(said(folder), name, place, says)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (SECURITY, "[rules.tries]", "[rules.attempts]", "không có quy tắc nào tên “attempts”"),
        (BADGES, "value = 70", "value = [70]", "rules.senior_from_years.values[1].value"),
        (BADGES, '"3/2"', '"31/2"', "rules.rounds.values[1].value"),
        (ROLES, '["deputy_secretary", ', '["vice_secretary", ', "stand_ins"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_once(folder, name, old, new, says):
    folder.replace(name, old, new)
    if "attempts" in new:
        folder.replace(name, "[[rules.tries.values]]", "[[rules.attempts.values]]")

    (problem,) = said(folder)

    assert problem[0] == name
    assert says in problem[2]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (YEARS.format(since="2025-07-01"), "hai giá trị cùng bắt đầu ngày 01/07/2025"),
        (YEARS.format(since="2027-01-01\nuntil = 2026-12-31"), "until 31/12/2026 trước since"),
        (
            YEARS.format(since="2020-01-01\nuntil = 2025-07-01"),
            "giá trị trước chưa hết mà giá trị từ 01/07/2025 đã bắt đầu",
        ),
    ],
)
def test_values_that_contradict_one_another_in_time_are_found(folder, more, says):
    folder.append(BADGES, more)

    assert_said(said(folder), BADGES, "rules.years", says)


def test_an_older_value_may_be_added(folder):
    folder.append(BADGES, YEARS.format(since="2020-01-01\nuntil = 2025-06-30"))

    assert said(folder) == []


def test_a_review_that_has_not_happened_cannot_be_vouched_for(folder):
    folder.replace(BADGES, "as_of = 2026-11-22", "as_of = 2027-11-22")

    problems = said(folder, today=date(2026, 12, 1))

    assert problems == [
        (BADGES, "rules.years.values[1].as_of", "ngày 22/11/2027 ở tương lai; hãy xem lại")
    ]
    assert said(folder) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "says"),
    [
        (KINDS, 'code = "cell"', 'code = "base_cell"', "kinds[8]", "đã dùng ở mục thứ 6"),
        (LISTS, 'code = "female"', 'code = "male"', "lists[1].items[2]", "đã dùng ở mục thứ 1"),
        (HOLIDAYS, "day = 2026-02-17", "day = 2026-02-16", "holidays[3]", "đã dùng ở mục thứ 2"),
        (STATUSES, '"temporarily_exempt"]\nto = "exempt"', '"official"]\nto = "x"', "", "lặp lại"),
        (STATUSES, 'to = "deceased"', 'to = "resigned"', "transitions", "đã có ở mục thứ"),
        (KINDS, '"sub_committee", "upper_', '"sub", "upper_', "“cell”", "mang mã “sub”"),
        (KINDS, '["base_committee"]', '["cell"]', "“sub_committee”", "“cell” là chi bộ"),
        (KINDS, "may_be_top = true", "may_be_top = false", "“province", "không đứng dưới loại nào"),
        (ROLES, '["deputy_secretary", ', '["secretary", ', "“secretary”", "làm thay chính mình"),
        (ROLES, "in_cells = true", "in_cells = false", "“member”", "không giữ được ở đâu cả"),
        (STATUSES, 'to = "expelled"', 'to = "shot"', "“shot”", "không có trạng thái nào mang mã"),
        (
            STATUSES,
            'code = "transferred_out"\nname = "Đã chuyển đi nơi khác"\n'
            'name_en = "Transferred out"\nlayer = "end"\nis_member = false',
            'code = "transferred_out"\nname = "Đã chuyển đi nơi khác"\n'
            'name_en = "Transferred out"\nlayer = "end"\nis_member = true',
            "“transferred_out”",
            "đã kết thúc thì không còn là đảng viên",
        ),
        (STATUSES, "counted = false", "counted = true", "“prospect”", "không tính vào mẫu số"),
        (STATUSES, "returns_card = false", "returns_card = true", "“prospect”", "phải thu thẻ"),
        (HOLIDAYS, "day = 2026-04-30", "day = 2026-05-02", "2026-05-02", "hãy ghi ngày nghỉ bù"),
        (FIELDS, 'seen_by = ["self", ', 'seen_by = ["everyone", ', "“full_name”", "“everyone”"),
        (
            FIELDS,
            'changed_by = ["self", ',
            'changed_by = ["x", ',
            "“phone”",
            "mà không",
        ),
        (FIELDS, 'choices = "sex"', 'choices = "gender"', "“sex”", "mang mã “gender”"),
        (FIELDS, 'choices = "sex"\n', "", "“sex”", "phải chỉ ra danh mục ở choices"),
        (FIELDS, '"Giới tính",', '"Họ và tên",', "“sex”", "đã thuộc mục “full_name”"),
        (FIELDS, "'[0-9]{12}'", "'[0-9'", "“citizen_id”", "không phải biểu thức hợp lệ"),
        (FIELDS, 'hint = "đúng 12 chữ số, giữ số 0 ở đầu"\n', "", "“citizen_id”", "đi cùng nhau"),
        (FIELDS, "looked_up = true\nsole", "sole", "“card_number”", "sole cần looked_up"),
        (FIELDS, '"sensitive"', '"basic"', "“card_number”", "chỉ dùng cho mục nhạy cảm"),
        (LISTS, '["M", "Ông"]', '["M", "nữ"]', "“sex”", "đã thuộc “male”"),
        (TRANSFERS, 'overdue_rule = "cell_a', 'overdue_rule = "b', "“requested”", "không có quy"),
        (TRANSFERS, 'kinds = ["official_internal", ', 'kinds = ["sideways", ', "steps[1]", "loại"),
        (TRANSFERS, 'to = "cell_agreed"', 'to = "agreed"', "steps[3]", "mang mã “agreed”"),
        (
            TRANSFERS,
            'from = ["sent"]\nto = "completed"\nby = ["sending_committee"]',
            'from = ["sent"]\nto = "completed"\nby = ["receiving_cell"]',
            "steps[7]",
            "receiving_cell không ở trong sổ tay này",
        ),
        (
            TRANSFERS,
            'kinds = ["official_in", "temporary_in"]\nfrom = []',
            'kinds = ["official_in"]\nfrom = []',
            "kinds “temporary_in”",
            "không có bước mở đầu",
        ),
    ],
)
def test_a_slip_in_the_rules_is_found(folder, name, old, new, place, says):
    folder.replace(name, old, new)

    assert_said(said(folder), name, place, says)


def test_a_state_a_transfer_cannot_leave_is_found(folder):
    text = (folder.path / TRANSFERS).read_text("utf-8")
    parts = text.split("[[steps]]")
    kept = [part for part in parts if 'from = ["cell_agreed"]' not in part]
    folder.write(
        TRANSFERS, "[[steps]]".join(kept).replace('["requested", "cell_agreed"]', '["requested"]')
    )

    assert_said(said(folder), TRANSFERS, "“cell_agreed”", "rồi không còn bước nào")


def test_a_step_written_twice_is_found(folder):
    text = (folder.path / TRANSFERS).read_text("utf-8")
    again = next(part for part in text.split("[[steps]]") if 'code = "agree"' in part)
    folder.append(TRANSFERS, f"\n[[steps]]{again}")

    assert_said(said(folder), TRANSFERS, "steps[", "đã có ở steps[3]; hãy bỏ một")


def test_a_side_state_without_a_way_back_is_found(folder):
    text = (folder.path / STATUSES).read_text("utf-8")
    parts = text.split("[[transitions]]")
    kept = [part for part in parts if 'from = ["suspended"]' not in part]
    folder.write(STATUSES, "[[transitions]]".join(kept))

    assert_said(said(folder), STATUSES, "“suspended”", "phải có bước trở lại một trạng thái nền")


def test_a_file_that_no_rule_reads_is_named(folder):
    folder.write("parameters/dues2.toml", "[rules]\n")

    (problem,) = said(folder)

    assert problem[0] == "parameters/dues2.toml"
    assert "tệp lạ" in problem[2]


def test_a_missing_file_of_rules_is_named_once(folder):
    (folder.path / ROLES).unlink()

    (problem,) = said(folder)

    assert problem == (ROLES, "", "thiếu tệp này trong thư mục nội dung")


def test_a_missing_role_is_named(folder):
    text = (folder.path / ROLES).read_text("utf-8")
    parts = text.split("[[roles]]")
    kept = [part for part in parts if 'code = "follower"' not in part]
    folder.write(ROLES, "[[roles]]".join(kept))

    assert_said(said(folder), ROLES, "", "thiếu vai trò: follower")


def test_a_faulty_list_is_not_held_against_the_fields_that_use_it(folder):
    folder.replace(LISTS, 'source = "các mục', 'sources = "các mục')

    assert {problem[0] for problem in said(folder)} == {LISTS}
