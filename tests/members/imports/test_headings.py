"""Headings as real lists have them, and what is proposed of them. Nothing here needs a person."""

from datetime import date

import openpyxl
import pytest

from handbook_api.members.imports import targets
from handbook_api.members.imports.errors import HeadingsNotFound
from tests.members.imports.conftest import HEADINGS, USUAL

PERSON = ("Nguyễn Văn Thử", date(1960, 5, 15), "Nam", date(1985, 3, 3), date(1986, 3, 3))


def _mapped(proposal):
    return {one.letter: one.target for one in proposal.columns if one.target}


def test_one_row_of_headings_is_enough(committee, workbook):
    proposal = committee.propose(workbook((*PERSON, "01234567", "Chi bộ Thôn 2")))

    assert _mapped(proposal) == {
        "A": "full_name",
        "B": "birth_date",
        "C": "sex",
        "D": "joined_on",
        "E": "official_on",
        "F": "card_number",
        "G": "cell",
    }
    assert proposal.missing == ()
    assert all(one.sure for one in proposal.columns)


def test_children_are_read_under_their_merged_parents(committee, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "DANH SÁCH ĐẢNG VIÊN"
    sheet.merge_cells("A1:G1")
    top = ("TT", "Họ và tên", "Ngày sinh", None, "Ngày vào Đảng", None, "Chi bộ")
    for column, text in enumerate(top, start=1):
        sheet.cell(3, column, text)
    for column, text in ((3, "Nam"), (4, "Nữ"), (5, "Dự bị"), (6, "Chính thức")):
        sheet.cell(4, column, text)
    for area in ("A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4"):
        sheet.merge_cells(area)
    sheet.append([1, PERSON[0], PERSON[1], None, PERSON[3], PERSON[4], "Chi bộ Thôn 2"])
    sheet.append([2, "Trần Thị Mẫu", None, "3/2/1961", PERSON[3], PERSON[4], "Chi bộ Thôn 2"])
    path = tmp_path / "gop.xlsx"
    book.save(path)

    proposal = committee.propose(path)
    plan = committee.plan(path)

    assert _mapped(proposal) == {
        "B": "full_name",
        "C": targets.BORN_MAN,
        "D": targets.BORN_WOMAN,
        "E": "joined_on",
        "F": "official_on",
        "G": "cell",
    }
    assert proposal.first_row == 5
    said = [one.draft.values for one in plan.sample]
    assert [one["sex"] for one in said] == ["male", "female"]
    assert [one["birth_date"] for one in said] == [date(1960, 5, 15), date(1961, 2, 3)]


def test_parents_are_carried_on_where_a_csv_has_lost_the_merging(committee, csv):
    path = csv(
        "TT,Họ và tên,Ngày sinh,Ngày vào Đảng,,Chi bộ\n"
        ",,,Dự bị,Chính thức,\n"
        "(1),(2),(3),(4),(5),(6)\n"
        "1,Nguyễn Văn Thử,15/5/1960,3/3/1985,3/3/1986,Chi bộ Thôn 2\n"
    )

    assert _mapped(committee.propose(path)) == {
        "B": "full_name",
        "C": "birth_date",
        "D": "joined_on",
        "E": "official_on",
        "F": "cell",
    }
    plan = committee.plan(path)
    assert plan.counts == {"rows": 1, "new": 1, "unchanged": 0, "changed": 0, "faults": 0}


def test_a_name_in_two_columns_under_one_heading_is_put_together(committee, workbook):
    rows = [
        (f"NGUYỄN VĂN {middle}", "THỬ", *PERSON[1:], f"0000000{n}", "Chi bộ Thôn 2")
        for n, middle in enumerate(("AN", "BÌNH", "CƯỜNG", "DŨNG"))
    ]
    headings = ("Họ và tên", None, "Ngày sinh", "Giới tính", "Ngày vào Đảng", "Ngày chính thức")
    path = workbook(*rows, headings=(*headings, "Số thẻ", "Chi bộ"), merged=["A1:B1"])

    proposal = committee.propose(path)

    assert _mapped(proposal)["A"] == targets.FAMILY_NAME
    assert _mapped(proposal)["B"] == targets.GIVEN_NAME
    names = [one.draft.text("full_name") for one in committee.plan(path).sample]
    assert names[0] == "Nguyễn Văn An Thử"


def test_what_stands_in_a_column_is_a_second_opinion(committee, workbook):
    rows = [(*PERSON, f"1234567{n}", f"01234567890{n}", "Chi bộ Thôn 2") for n in range(5)]
    path = workbook(*rows, headings=(*USUAL, "Số", "Số CMND", "Chi bộ"))

    columns = {one.letter: one for one in committee.propose(path).columns}

    assert (columns["F"].target, columns["F"].sure) == ("card_number", False)
    assert (columns["G"].target, columns["G"].sure) == ("citizen_id", True)


def test_a_heading_is_not_believed_against_everything_below_it(committee, workbook):
    rows = [(*PERSON, "x", "Chi bộ Thôn 2") for _ in range(5)]
    path = workbook(*rows)

    columns = {one.letter: one for one in committee.propose(path).columns}

    assert columns["F"].target is None


def test_two_columns_never_go_to_one_field(committee, workbook):
    rows = [(*PERSON, f"1234567{n}", "Chi bộ Thôn 2", f"8765432{n}") for n in range(4)]
    path = workbook(*rows, headings=(*USUAL, "Số thẻ", "Chi bộ", "Số thẻ đảng"))

    columns = {one.letter: one for one in committee.propose(path).columns}

    assert (columns["F"].target, columns["F"].sure) == ("card_number", False)
    assert columns["H"].target is None


def test_columns_nobody_keeps_are_listed_and_left(committee, workbook):
    headings = (*USUAL, "Cỡ giày", "Chi bộ")
    path = workbook((*PERSON, "39", "Chi bộ Thôn 2"), headings=headings)

    columns = {one.heading: one.target for one in committee.propose(path).columns}

    assert columns["Cỡ giày"] is None


def test_long_numbers_are_covered_in_samples(committee, workbook):
    path = workbook((*PERSON, "01234567", "Chi bộ Thôn 2"))

    samples = [text for one in committee.propose(path).columns for text in one.samples]

    assert "•••••567" in samples
    assert "15/05/1960" in samples
    assert not any("01234567" in text for text in samples)


def test_the_cell_of_a_whole_list_is_read_from_its_title(committee, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN 3"
    sheet.append(["Họ và tên", "Ngày sinh", "Ngày vào Đảng"])
    sheet.append(["Nguyễn Văn Thử", "15/5/1960", "3/3/1985"])
    book.save(tmp_path / "mot.xlsx")

    proposal = committee.propose(tmp_path / "mot.xlsx")

    assert proposal.fixed == {"cell": "19.024.003.000.003"}
    assert committee.plan(tmp_path / "mot.xlsx").by_cell == {"19.024.003.000.003": 1}


def test_cells_in_rows_of_their_own_hold_for_the_people_below(committee, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["TT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng"],
        ["I. Chi bộ Thôn 2: 1 đảng viên"],
        [1, "Nguyễn Văn Thử", "15/5/1960", "3/3/1985"],
        ["II. Chi bộ Thôn 3 (1 đồng chí)"],
        [1, "Trần Thị Mẫu", "15/5/1961", "3/3/1985"],
        [None, "Tổng cộng: 2 đảng viên"],
    ):
        sheet.append(row)
    book.save(tmp_path / "nhom.xlsx")

    proposal = committee.propose(tmp_path / "nhom.xlsx")
    plan = committee.plan(tmp_path / "nhom.xlsx")

    assert proposal.cells_in_titles
    assert plan.by_cell == {"19.024.003.000.002": 1, "19.024.003.000.003": 1}
    assert [one.why.value for one in plan.passed_over] == ["title", "title", "foot"]


def test_a_cell_merged_over_several_people_is_theirs(committee, workbook):
    rows = [
        (*PERSON[:1], date(1960, 5, day), *PERSON[2:], f"0000000{day}", cell)
        for day, cell in ((1, "Chi bộ Thôn 2"), (2, None), (3, None), (4, "Chi bộ Thôn 3"))
    ]
    path = workbook(*rows, merged=["G2:G4"])

    plan = committee.plan(path)

    assert plan.by_cell == {"19.024.003.000.002": 3, "19.024.003.000.003": 1}


def test_headings_said_again_on_every_page_are_passed_over(committee, workbook):
    path = workbook(
        (*PERSON, "01234567", "Chi bộ Thôn 2"),
        HEADINGS,
        ("Trần Thị Mẫu", *PERSON[1:], "01234568", "Chi bộ Thôn 2"),
    )

    plan = committee.plan(path)

    assert plan.counts["new"] == 2
    assert [(one.row, one.why.value) for one in plan.passed_over] == [(3, "headings")]


def test_a_sheet_without_people_is_refused(committee, workbook):
    with pytest.raises(HeadingsNotFound):
        committee.propose(workbook(("1", "2"), headings=("Tên hàng", "Số lượng")))


def test_a_list_that_does_not_say_where_people_belong_lacks_the_cell(committee, workbook):
    path = workbook(PERSON[:2], headings=("Họ và tên", "Ngày sinh"))

    assert committee.propose(path).missing == ("cell", "status")
