"""What comes out of people's workbooks, messy as they are."""

import tracemalloc
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from xlsxwriter import Workbook as FastWorkbook

from handbook_api.gateways.file_readers.tables import numbers
from handbook_api.gateways.table_reading import EMPTY, Cell, Row, TableLimits, errors, open_table
from handbook_api.gateways.text_extraction.nursery import Nursery
from tests.gateways.direct_reading import DirectNursery
from tests.gateways.sample_tables import by_hand, made, parts, saved, text_cell, zipped


@pytest.fixture(scope="module")
def warm():
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(params=["in a child", "in this process"])
def nursery(request, warm):
    return warm if request.param == "in a child" else DirectNursery()


@pytest.fixture
def opened(nursery, tmp_path):
    def opened(data: bytes, name: str = "a.xlsx", **options):
        path = tmp_path / name
        path.write_bytes(data)
        return open_table(path, nursery=nursery, **options)

    return opened


@pytest.fixture
def rows(opened):
    def rows(data: bytes, **options) -> list[Row]:
        with opened(data, **options) as table:
            return list(table)

    return rows


@pytest.fixture
def cell(rows):
    """The one cell of a sheet in which somebody has put `value`, shown in a format."""

    def cell(value: object, shown: str | None = None) -> Cell:
        def fill(sheet):
            sheet["A1"] = value
            if shown is not None:
                sheet["A1"].number_format = shown

        (row,) = rows(made(fill))
        return row.cells[0]

    return cell


def instant(*numbers: int) -> datetime:
    """What a sheet shows of an instant: no zone."""
    return datetime(*numbers)  # noqa: DTZ001


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_the_plain_door_reads_a_list_without_ceremony(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made(lambda sheet: sheet.append(["Họ và tên", "Nguyễn Văn Thử"])))

    with open_table(path) as table:
        assert (table.format, table.sheet, table.sheets) == ("xlsx", "Danh sách", ("Danh sách",))
        assert [texts(row) for row in table] == [["Họ và tên", "Nguyễn Văn Thử"]]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers(rows):
    def fill(sheet):
        sheet["B3"] = "Trần Thị Mẫu"
        sheet["A7"] = "\u200b \u00a0"
        sheet["D9"] = 1

    found = rows(made(fill))

    assert found == [
        Row(3, (EMPTY, Cell("Trần Thị Mẫu"))),
        Row(9, (EMPTY, EMPTY, EMPTY, Cell(1))),
    ]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("  Nguyễn\u00a0Văn\u200b Thử\t", "Nguyễn Văn Thử"),
        ("Nguyê\u0303n", "Nguyễn"),
        ("Ðảng viên", "Đảng viên"),
        ("'012345678901", "012345678901"),
        ("' 0912 345 678", "0912 345 678"),
        ("Họ và\r\ntên", "Họ và\ntên"),
        ("dòng_x000D_\nhai", "dòng\nhai"),
        ("O'Hara", "O'Hara"),
    ],
)
def test_text_is_as_a_person_sees_it(rows, typed, seen):
    data = by_hand(f'<row r="1">{text_cell("A1", typed.replace(chr(13), "&#13;"))}</row>')

    assert rows(data)[0].cells[0] == Cell(seen)


@pytest.mark.parametrize(
    ("value", "shown", "kept", "text"),
    [
        (12, None, 12, "12"),
        (12.0, None, 12, "12"),
        (1.5, None, 1.5, "1.5"),
        (-3, None, -3, "-3"),
        (12345678901, None, 12345678901, "12345678901"),
        (4567, "000000000000", "000000004567", "000000004567"),
        (True, None, True, "TRUE"),
        (False, None, False, "FALSE"),
        ("#N/A", None, "#N/A", "#N/A"),
        (date(1930, 2, 3), "dd/mm/yyyy", date(1930, 2, 3), "03/02/1930"),
        (date(1930, 2, 3), '[$-42A]dd" tháng "mm" năm "yyyy', date(1930, 2, 3), "03/02/1930"),
        (date(1980, 1, 1), "mm-dd-yy", date(1980, 1, 1), "01/01/1980"),
        (date(1980, 1, 1), "m/yyyy", date(1980, 1, 1), "01/01/1980"),
        (instant(2025, 7, 1, 7, 30), "dd/mm/yyyy hh:mm", instant(2025, 7, 1, 7, 30),
         "01/07/2025 07:30"),
        (instant(2025, 7, 1, 7, 30, 5), "d/m/yy h:mm:ss", instant(2025, 7, 1, 7, 30, 5),
         "01/07/2025 07:30:05"),
        (instant(2025, 7, 1, 7, 30), "dd/mm/yyyy", date(2025, 7, 1), "01/07/2025"),
        (time(7, 30), "h:mm", "07:30", "07:30"),
        (45000, "0", 45000, "45000"),
        (45000, '#,##0" đồng"', 45000, "45000"),
        (-5, "dd/mm/yyyy", -5, "-5"),
        (9999999, "dd/mm/yyyy", 9999999, "9999999"),
        (1.5, "[h]:mm", 1.5, "1.5"),
    ],
)  # fmt: skip
def test_a_number_is_what_its_format_makes_of_it(cell, value, shown, kept, text):
    found = cell(value, shown)

    assert (found.value, type(found.value), found.text) == (kept, type(kept), text)


def test_a_person_sees_as_many_digits_as_a_spreadsheet_shows():
    assert Cell(0.1 + 0.2).text == "0.3"


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("1.2E+11", 120000000000),
        ("123456789012345678", "123456789012345678"),
        ("1e400", "1e400"),
        ("nan", "nan"),
        ("12abc", "12abc"),
        ("-0", 0),
        ("0.30000000000000004", 0.1 + 0.2),
    ],
)
def test_a_stored_number_is_as_exact_as_it_was_typed(rows, stored, value):
    found = rows(by_hand(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))

    assert found[0].cells == (Cell(value),)


def test_the_first_days_of_the_calendar_are_counted_as_excel_counts_them():
    days = {1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01"}

    assert {serial: numbers.shown(serial, "date", from_1904=False)[1] for serial in days} == days


def test_a_workbook_that_counts_from_1904_is_understood(rows):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(1980, 1, 1)

    assert rows(saved(book))[0].cells[0].value == date(1980, 1, 1)


def test_dates_that_are_stored_as_such_are_dates(rows):
    data = by_hand(
        '<row r="1"><c r="A1" t="d"><v>1980-01-31</v></c>'
        '<c r="B1" t="d"><v>2025-07-01T07:30:00Z</v></c><c r="C1" t="d"><v>hôm qua</v></c></row>'
    )

    assert [cell.value for cell in rows(data)[0].cells] == [
        date(1980, 1, 31), instant(2025, 7, 1, 7, 30), "hôm qua",
    ]  # fmt: skip


def test_a_formula_is_its_own_text(rows):
    data = by_hand(
        '<row r="1"><c r="A1"><f>SUM(B1:C1)</f><v>6</v></c>'
        '<c r="B1" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>1</v></c><c r="D1" t="e"><v>#REF!</v></c></row>'
    )

    assert rows(data)[0].cells == (
        Cell("=SUM(B1:C1)", formula=True),
        Cell('=HYPERLINK("http://x","y")', formula=True),
        Cell("=…", formula=True),
        Cell("#REF!"),
    )


def test_text_that_begins_like_a_formula_is_text(rows, tmp_path):
    path = tmp_path / "quoted.xlsx"
    book = FastWorkbook(str(path))
    book.add_worksheet().write_string(0, 0, "=1+1", book.add_format({"quote_prefix": True}))
    book.close()

    assert rows(path.read_bytes())[0].cells == (Cell("=1+1"),)


def test_a_name_in_two_colours_is_one_name_and_its_reading_aid_is_none(rows):
    def fill(sheet):
        sheet["A1"] = CellRichText("Nguyễn ", TextBlock(InlineFont(b=True), "Văn Thử"))

    assert texts(rows(made(fill))[0]) == ["Nguyễn Văn Thử"]
    strings = "<si><r><t>Nguyễn </t></r><r><t>Thử</t></r><rPh><t>nothing</t></rPh></si><si/>"
    data = by_hand(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>',
        strings=strings,
    )
    assert texts(rows(data)[0]) == ["Nguyễn Thử"]


def test_cells_and_rows_without_an_address_follow_one_another(rows):
    data = by_hand(
        f'<row><c><v>1</v></c><c><v>2</v></c></row><row r="5">{text_cell("C5", "x")}'
        "<c><v>4</v></c></row><row><c><v>5</v></c></row>"
    )

    assert [(row.number, texts(row)) for row in rows(data)] == [
        (1, ["1", "2"]),
        (5, ["", "", "x", "4"]),
        (6, ["5"]),
    ]


def test_another_prefix_reads_the_same(rows):
    data = by_hand(
        '<x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c><x:c r="C2" t="inlineStr"><x:is><x:t>a</x:t>'
        "</x:is></x:c></x:row>",
        prefix="x:",
    )

    assert rows(data) == [Row(2, (EMPTY, Cell(7), Cell("a")))]


def test_merged_cells_of_the_head_are_told(opened):
    def fill(sheet):
        sheet["A1"] = "DANH SÁCH ĐẢNG VIÊN"
        sheet["C2"] = "Ngày"
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("C2:D2")
        sheet.merge_cells("A200:B200")

    with opened(made(fill)) as table:
        assert table.merged == ((1, 1, 1, 6), (2, 3, 2, 4))


def test_merged_cells_that_make_no_sense_are_passed_over(opened):
    after = "".join(
        f'<mergeCell ref="{given}"/>'
        for given in ("B2:A1", "A0:B1", "A9:B2", "ZZZ1:ZZZ2", "A1:B9999999", "A1", "A2:B3")
    )
    with opened(by_hand('<row r="1"><c><v>1</v></c></row>', after=after)) as table:
        assert table.merged == ((2, 1, 3, 2),)


def test_hidden_sheets_and_charts_are_no_lists(opened):
    book = Workbook()
    book.active.title = "Danh mục"
    book.active.sheet_state = "hidden"
    book.create_chartsheet("Biểu đồ")
    book.create_sheet("Chi bộ 1")["A1"] = "một"
    book.create_sheet("Chi bộ 2")["A1"] = "hai"

    with opened(saved(book)) as table:
        assert (table.sheets, table.sheet) == (("Chi bộ 1", "Chi bộ 2"), "Chi bộ 1")
    with opened(saved(book), sheet="Chi bộ 2") as table:
        assert [texts(row) for row in table] == [["hai"]]
        assert table.sheet == "Chi bộ 2"
    for hidden in ("Danh mục", "Biểu đồ", "Chi bộ 3", "x" * 9000):
        with pytest.raises(errors.NoSuchSheet), opened(saved(book), sheet=hidden):
            pass


def test_a_table_is_read_as_often_as_one_likes_and_leaves_nothing_at_work(opened, nursery):
    def fill(sheet):
        for number in range(2000):
            sheet.append([number])

    with opened(made(fill)) as table:
        first = iter(table)
        assert next(first).number == 1
        assert len(list(table)) == 2000
        assert len(list(table)) == 2000
        assert table.width == 1
        with pytest.raises(RuntimeError):
            list(first)
        next(iter(table))
    assert nursery.process is None


def test_columns_in_the_fonts_of_the_nineties_are_converted_and_the_others_are_not(opened):
    def fill(sheet):
        sheet.append(["Họ và tên", "Quê quán", "Ghi chú"])
        for _ in range(9):
            sheet.append(["NguyÔn V¨n Thö", "Thái Nguyên", "Café à Huế"])
            sheet.append(["TrÇn ThÞ MÉu", "Bắc Kạn", "Đã chuyển"])

    with opened(made(fill)) as table:
        found = [texts(row) for row in table]
        assert table.encoding == "tcvn3"
    assert found[:3] == [
        ["Họ và tên", "Quê quán", "Ghi chú"],
        ["Nguyễn Văn Thử", "Thái Nguyên", "Café à Huế"],
        ["Trần Thị Mẫu", "Bắc Kạn", "Đã chuyển"],
    ]


def test_a_whole_sheet_in_an_old_font_is_converted(rows):
    def fill(sheet):
        sheet.append(["Hoï vaø teân", "Queâ quaùn"])
        sheet.append(["Nguyeãn Vaên Thöû", "xaõ Ñoàng Tieán, huyeän Ñoàng Hyû"])
        sheet.append(["Traàn Thò Maãu", "Thaønh phoá Thaùi Nguyeân"])

    assert texts(rows(made(fill))[1]) == ["Nguyễn Văn Thử", "xã Đồng Tiến, huyện Đồng Hỷ"]


def test_a_sheet_without_a_row_is_said_to_be_empty(rows):
    with pytest.raises(errors.NoRows) as caught:
        rows(made(lambda sheet: None))

    assert caught.value.facts == {"sheet": "Danh sách"}


def test_a_workbook_may_lack_styles_and_strings(rows):
    small = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    del small["xl/styles.xml"], small["xl/sharedStrings.xml"]

    assert rows(zipped(small)) == [Row(1, (Cell(1),))]


def test_a_long_list_takes_no_more_memory_than_a_short_one(warm, tmp_path):
    peaks = {}
    for count in (1_000, 20_000):
        path = tmp_path / f"{count}.xlsx"
        write_members(path, count)
        tracemalloc.start()
        with open_table(path, nursery=warm) as table:
            found = sum(1 for _ in table)
        peaks[count] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == count

    assert peaks[20_000] < peaks[1_000] + 12_000_000
    assert warm.outcome.memory_kib < 200_000


def write_members(path: Path, count: int) -> None:
    book = FastWorkbook(str(path))
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number in range(count):
        sheet.write_string(number, 0, f"Nguyễn Văn Thử {number}")
        sheet.write_datetime(number, 1, date(1980, 1, 1), day)
        for column in range(2, 12):
            sheet.write_string(number, column, f"{number:09}-{column}")
    book.close()


def test_a_list_of_just_as_many_rows_as_allowed_is_read_and_one_more_is_refused(rows):
    def filled(count):
        def fill(sheet):
            for number in range(count):
                sheet.append([number])
            # Painted, not filled: no row of a list.
            for number in range(count + 1, count + 50):
                sheet.cell(number, 1).number_format = "dd/mm/yyyy"

        return made(fill)

    assert len(rows(filled(500), limits=TableLimits(rows=500))) == 500
    with pytest.raises(errors.TooManyRows) as caught:
        rows(filled(501), limits=TableLimits(rows=500))
    assert caught.value.facts == {"limit": 500}
