"""Lists out: what a person typed cannot act, and every fault stands at its cell."""

import io
import tempfile
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from handbook_api.gateways.table_reading import Cell, Row, errors, open_table
from handbook_api.gateways.table_writing import (
    Column,
    Fault,
    Original,
    Sheet,
    annotate_workbook,
    write_workbook,
)
from handbook_api.gateways.text_extraction.nursery import Nursery

ACTING = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "{=1}",
          "http://example.org", "mailto:a@example.org", "internal:A1", "external:c:\\x", "0123",
          "1e5", "<r><t>x</t></r>", "<r>&</r>", "_x0041_", "a\x00b\x0bc", "\ud800", "\ufffe",
          "<script>", "]]>"]  # fmt: skip


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as warm:
        yield warm


@pytest.fixture
def own_temp(tmp_path, monkeypatch) -> Path:
    """A temporary folder whose emptiness can be checked."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def written(*rows, columns=("A",), **more) -> openpyxl.Workbook:
    target = io.BytesIO()
    write_workbook(target, [Sheet("Danh sách", [Column(title) for title in columns], rows, **more)])
    return openpyxl.load_workbook(target)


def test_nothing_that_a_person_typed_is_a_formula_or_a_link():
    book = written(*([text] for text in ACTING))
    cells = [cell for (cell,) in book.active.iter_rows(min_row=2)]

    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * len(ACTING)
    for cell, text in zip(cells, ACTING, strict=True):
        assert cell.quotePrefix is text.startswith(("=", "+", "-", "@", "\t", "\r")), text
    assert [cell.value for cell in cells[:2]] == ["=1+1", "+1"]
    assert cells[12].value == "0123"
    assert cells[14].value.rstrip() == "<r><t>x</t></r>"


def test_what_was_written_is_read_again_as_it_was(nursery, tmp_path):
    path = tmp_path / "a.xlsx"
    values = ["Nguyễn Văn Thử", "=1+1", date(1930, 2, 3), 12, 1.5, True, None, "0912"]
    write_workbook(path, [Sheet("Danh sách", [Column("A")] * 8, [values])])

    with open_table(path, nursery=nursery) as table:
        _, row = table
    assert [cell.value for cell in row.cells] == values
    assert not any(cell.formula for cell in row.cells)


def test_the_header_stands_still_over_columns_wide_enough():
    target = io.BytesIO()
    columns = [Column("Họ và tên đảng viên"), Column("Nơi ở", 33)]
    write_workbook(target, [Sheet("Chi bộ", columns, [["a", "b"]], above=["Mật", "Năm 2026"])])

    sheet = openpyxl.load_workbook(target).active

    assert sheet.freeze_panes == "A4"
    assert [cell.value for cell in sheet[3]] == ["Họ và tên đảng viên", "Nơi ở"]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["B4"].value] == ["Mật", "Năm 2026", "b"]
    assert sheet.column_dimensions["A"].width == pytest.approx(21, abs=1)
    assert sheet.column_dimensions["B"].width == pytest.approx(33, abs=1)


def test_days_and_instants_are_shown_as_people_here_write_them():
    early = datetime(2026, 1, 1, 17, 30, tzinfo=UTC)
    sheet = written([date(1980, 1, 31), early, date(1890, 5, 19)]).active

    assert [cell.number_format for cell in sheet[2]] == [
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
        "General",
    ]
    assert sheet["A2"].value.date() == date(1980, 1, 31)
    # Instants are shown as clocks in Vietnam show them.
    assert sheet["B2"].value.isoformat() == "2026-01-02T00:30:00"
    assert sheet["C2"].value == "19/05/1890"


@pytest.mark.parametrize("number", [10**15, 123456789012345678, float("inf"), float("nan")])
def test_a_number_that_a_sheet_would_spoil_is_text(number):
    assert written([number]).active["A2"].value == str(number)


def test_a_text_longer_than_a_cell_is_cut_where_one_can_see_it():
    value = written(["x" * 40_000]).active["A2"].value

    assert (len(value), value[-2:]) == (32_767, "x…")


def test_sheets_get_names_that_excel_accepts():
    names = ["Chi bộ [1]: a/b", "Chi bộ [1]: a/b", "", "x" * 50, "x" * 50, "History", "'a'"]
    target = io.BytesIO()
    write_workbook(target, [Sheet(name, [Column("A")], []) for name in names])

    found = openpyxl.load_workbook(target).sheetnames

    assert found == [
        "Chi bộ  1   a b", "Chi bộ  1   a b (2)", "Danh sách", "x" * 31, "x" * 27 + " (2)",
        "History (2)", "a",
    ]  # fmt: skip


def test_a_list_that_breaks_off_leaves_the_target_as_it_was(tmp_path, own_temp):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def rows():
        yield ["a"]
        raise LookupError

    with pytest.raises(LookupError):
        write_workbook(path, [Sheet("A", [Column("A")], rows())])

    assert path.read_bytes() == b"before"
    assert list(own_temp.iterdir()) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.xlsx", "temp"]


def test_a_folder_that_cannot_be_written_is_the_systems_own_error(tmp_path, own_temp):
    with pytest.raises(OSError, match="No such file"):
        write_workbook(tmp_path / "none" / "a.xlsx", [Sheet("A", [Column("A")], [])])

    assert list(own_temp.iterdir()) == []


def test_unfinished_parts_lie_where_they_are_told_to(tmp_path, own_temp):
    folder = tmp_path / "var"
    folder.mkdir()
    seen: list[int] = []

    def rows():
        yield ["a"]
        seen.extend([len(list(folder.iterdir())), len(list(own_temp.iterdir()))])

    write_workbook(io.BytesIO(), [Sheet("A", [Column("A")], rows())], folder=folder)

    assert seen == [1, 0]
    assert list(folder.iterdir()) == []


def test_a_long_list_takes_no_more_memory_than_a_short_one(tmp_path):
    peaks = {}
    for count in (500, 10_000):
        rows = ([f"Nguyễn Văn Thử {number}", number] * 6 for number in range(count))
        tracemalloc.start()
        write_workbook(tmp_path / "a.xlsx", [Sheet("A", [Column("A")] * 12, rows)])
        peaks[count] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peaks[10_000] < peaks[500] + 2_000_000


TITLES = ("Họ và tên", "Ngày sinh", "Số thẻ")
ROWS = [
    Row(1, (Cell("DANH SÁCH"),)),
    Row(3, tuple(Cell(title) for title in TITLES)),
    Row(4, (Cell("Nguyễn Văn Thử"), Cell(date(2030, 1, 1)), Cell("=A1", formula=True))),
    Row(6, (Cell("Trần Thị Mẫu"),)),
]
FAULTS = [
    Fault(6, 3, "Thiếu số thẻ.", "Ghi 12 chữ số."),
    Fault(4, 2, "Ngày sinh ở tương lai.", "Sửa lại năm."),
    Fault(4, 3, "Ô là công thức.", "Dán giá trị."),
    Fault(4, 3, "Số thẻ sai dạng.", "Ghi 12 chữ số."),
    Fault(6, None, "=Trùng với dòng 4.", "Xóa một dòng."),
    Fault(5, None, "Dòng trống giữa danh sách.", "Xóa dòng."),
    Fault(3, None, "Thiếu cột “Giới tính”.", "Thêm cột."),
]


def annotated(rows=ROWS, faults=FAULTS, **more) -> openpyxl.Workbook:
    target = io.BytesIO()
    annotate_workbook(target, Original("Danh sách", 3, TITLES, 3), rows, faults, **more)
    return openpyxl.load_workbook(target)


def test_the_list_goes_back_with_every_value_in_its_place():
    sheet = annotated()["Danh sách"]

    assert sheet["A1"].value == "DANH SÁCH"
    assert [cell.value for cell in sheet[3]] == [*TITLES, "Lỗi"]
    assert [sheet["A4"].value, sheet["B4"].value.date()] == ["Nguyễn Văn Thử", date(2030, 1, 1)]
    assert (sheet["C4"].value, sheet["C4"].data_type) == ("=A1", "s")
    assert sheet["A6"].value == "Trần Thị Mẫu"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D6"


def test_every_fault_is_red_and_explained_at_its_cell():
    sheet = annotated()["Danh sách"]
    red = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}

    assert red == {"B4", "C4", "D4", "D5", "C6", "D6"}
    assert sheet["B4"].comment.text == "Ngày sinh ở tương lai.\nCách sửa: Sửa lại năm."
    assert sheet["C4"].comment.text.count("Cách sửa") == 2
    assert sheet["D3"].comment.text == "Thiếu cột “Giới tính”.\nCách sửa: Thêm cột."
    assert {cell.comment.author for row in sheet for cell in row if cell.comment} == {
        "Sổ tay đảng viên"
    }
    assert sheet["D4"].value == (
        "Ngày sinh: Ngày sinh ở tương lai.\nSố thẻ: Ô là công thức.\nSố thẻ: Số thẻ sai dạng."
    )
    assert sheet["D6"].value == "=Trùng với dòng 4.\nSố thẻ: Thiếu số thẻ."
    assert sheet["D6"].data_type == "s"


def test_all_faults_are_listed_from_the_top_with_a_way_to_each():
    sheet = annotated()["Danh sách lỗi"]
    listed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]

    assert sheet["A1"].value.startswith("Danh sách có 7 lỗi.")
    assert listed[0] == ["Ô", "Cột", "Nội dung lỗi", "Cách sửa"]
    assert [row[0] for row in listed[1:]] == ["Dòng 3", "B4", "C4", "C4", "Dòng 5", "Dòng 6", "C6"]
    assert listed[2] == ["B4", "Ngày sinh", "Ngày sinh ở tương lai.", "Sửa lại năm."]
    assert sheet["A4"].hyperlink.location == "'Danh sách'!B4"
    assert sheet["A4"].hyperlink.target is None


def test_only_so_many_faults_are_told_and_how_many_there_are_is_said():
    faults = (Fault(4, 1, f"Lỗi {number}", "Sửa.") for number in range(1000))

    book = annotated(faults=faults, most=10)

    assert book["Danh sách lỗi"]["A1"].value.startswith("Danh sách có 1000 lỗi; trang này ghi 10 ")
    assert book["Danh sách lỗi"].max_row == 12


def test_a_row_wider_than_announced_is_not_cut_silently():
    with pytest.raises(ValueError, match="row 4"):
        annotated(rows=[Row(4, (Cell("a"),) * 4)])


def test_a_row_that_no_sheet_has_is_refused():
    with pytest.raises(errors.TooManyRows):
        annotated(rows=[Row(1_048_577, (Cell("a"),))], faults=[])


def test_a_list_named_like_the_list_of_faults_keeps_its_name():
    target = io.BytesIO()
    annotate_workbook(target, Original("Danh sách lỗi", 3, TITLES, 3), ROWS, FAULTS)

    assert openpyxl.load_workbook(target).sheetnames == ["Danh sách lỗi", "Danh sách lỗi (2)"]


def test_the_returned_list_is_read_again_where_it_was(nursery, tmp_path):
    path = tmp_path / "a.xlsx"
    annotate_workbook(path, Original("Danh sách", 3, TITLES, 3), ROWS, FAULTS)

    with open_table(path, nursery=nursery) as table:
        found = {row.number: row.cells for row in table}
        assert table.sheet == "Danh sách"
    assert found[4][:2] == ROWS[2].cells[:2]
    assert found[4][2] == Cell("=A1")
    assert found[3][3] == Cell("Lỗi")


def test_nothing_but_the_lists_is_in_the_file():
    target = io.BytesIO()
    write_workbook(target, [Sheet("A", [Column("A")], [["x"]])])

    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if "external" in name or "vba" in name]
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
