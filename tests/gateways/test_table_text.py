"""Delimited text in every spelling that spreadsheets and people give it."""

import pytest

from handbook_api.gateways.table_reading import EMPTY, Cell, TableLimits, errors, open_table
from handbook_api.gateways.text_extraction import errors as files
from handbook_api.gateways.text_extraction.nursery import Nursery
from tests.gateways.direct_reading import DirectNursery

LIST = "Họ và tên;Ngày sinh\nNguyễn Văn Thử;03/02/1980\nTrần Thị Mẫu;1/5/1990\n"


@pytest.fixture(scope="module")
def warm():
    with Nursery() as nursery:
        yield nursery


@pytest.fixture(params=["in a child", "in this process"])
def opened(request, warm, tmp_path):
    nursery = warm if request.param == "in a child" else DirectNursery()

    def opened(data: bytes | str, name: str = "Chi bộ 1.csv", **options):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return open_table(path, nursery=nursery, **options)

    return opened


@pytest.fixture
def rows(opened):
    def rows(data: bytes | str, **options) -> list[tuple[int, list[str]]]:
        with opened(data, **options) as table:
            return [(row.number, [cell.text for cell in row.cells]) for row in table]

    return rows


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LIST.encode(), "utf-8"),
        (LIST.encode("utf-8-sig"), "utf-8"),
        (LIST.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + LIST.encode("utf-16-be"), "utf-16"),
        (LIST.encode("utf-16-le"), "utf-16"),
        (LIST.encode("utf-16-be"), "utf-16"),
        ("Hä vµ tªn;Ngµy sinh\nNguyÔn V¨n Thö;03/02/1980\nTrÇn ThÞ MÉu;1/5/1990\n"
         .encode("cp1252"), "tcvn3"),
        ("Hoï vaø teân;Ngaøy sinh\nNguyeãn Vaên Thöû;03/02/1980\nTraàn Thò Maãu;1/5/1990\n"
         .encode("cp1252"), "vni"),
        ("Ho\u0323 va\u0300 tên;Nga\u0300y sinh\nNguyê\u0303n Văn Thư\u0309;03/02/1980\n"
         "Trâ\u0300n Thi\u0323 Mâ\u0303u;1/5/1990\n".encode("cp1258"), "windows-1258"),
    ],
)  # fmt: skip
def test_every_encoding_gives_the_same_list(opened, data, encoding):
    with opened(data) as table:
        found = [[cell.text for cell in row.cells] for row in table]
        assert (table.format, table.encoding) == ("csv", encoding)
        assert (table.sheet, table.sheets, table.merged) == ("Chi bộ 1", ("Chi bộ 1",), ())

    assert found == [line.split(";") for line in LIST.splitlines()]


def test_old_letters_far_down_the_list_are_known_all_the_same(rows):
    plain = "Anh;1\n" * 3000
    old = "NguyÔn V¨n Thö;2\nTrÇn ThÞ MÉu;3\n" * 5

    found = rows((plain + old).encode("cp1252"))

    assert found[-1] == (3010, ["Trần Thị Mẫu", "3"])


def test_western_text_stays_what_it_is(opened):
    with opened("Café;à la carte\n".encode("cp1252")) as table:
        assert [cell.text for row in table for cell in row.cells] == ["Café", "à la carte"]
        assert table.encoding == "windows-1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(rows, delimiter):
    lines = ["STT,Họ tên,Quê".replace(",", delimiter)]
    # Every other sign stands inside the cells too.
    lines += [
        delimiter.join([str(number), "A, B; C" if delimiter not in ",;" else "A B", "x"])
        for number in range(5)
    ]

    assert {len(cells) for _, cells in rows("\n".join(lines))} == {3}


def test_the_instruction_for_excel_is_obeyed_and_is_no_row(rows):
    assert rows("sep=|\r\na;b|c;d\r\n") == [(1, ["a;b", "c;d"])]


def test_rows_are_numbered_as_excel_numbers_them(rows):
    data = 'Tên,Nơi ở\n\n"Thử","Xóm 1\nxã A, huyện B"\n,\n"Nói ""được""",x\n'

    assert rows(data) == [
        (1, ["Tên", "Nơi ở"]),
        (3, ["Thử", "Xóm 1\nxã A, huyện B"]),
        (5, ['Nói "được"', "x"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row(rows, end):
    assert rows(f"a,b{end}c,d{end}") == [(1, ["a", "b"]), (2, ["c", "d"])]


def test_everything_is_text_and_only_what_acts_like_a_formula_is_one(opened):
    data = '007,=1+1,"=""0123""",\'0912,+84 912,-,=\n'

    with opened(data) as table:
        (row,) = table
    assert row.cells == (
        Cell("007"),
        Cell("=1+1", formula=True),
        Cell("0123"),
        Cell("0912"),
        Cell("+84 912"),
        Cell("-"),
        Cell("="),
    )


def test_a_list_of_one_column_and_one_of_tabs_are_read(opened):
    with opened("Nguyễn Văn Thử\nTrần Thị Mẫu") as table:
        assert [row.cells for row in table] == [(Cell("Nguyễn Văn Thử"),), (Cell("Trần Thị Mẫu"),)]
    with opened("a\t\tb\n", name="a.tsv") as table:
        assert [row.cells for row in table] == [(Cell("a"), EMPTY, Cell("b"))]


@pytest.mark.parametrize("count", [3, 5000])
def test_a_quotation_that_is_never_closed_is_refused_with_its_row(rows, count):
    data = 'a,b\n1,2\n"3,4\n' + "5,6 Nguyễn Văn Thử\n" * count

    with pytest.raises(errors.QuotationNotClosed) as caught:
        rows(data)

    assert caught.value.facts == {"row": 3}


def test_no_sign_in_the_file_ends_it_early(rows):
    data = "a\n" * 600 + "\x04\n" + "b\n"

    assert rows(data)[-1] == (602, ["b"])
    assert rows("a\n" * 600 + "\x04")[-1] == (600, ["a"])


def test_a_utf_8_file_with_a_spoiled_letter_is_damaged_and_not_guessed_at(rows):
    spoiled = (LIST * 20).encode().replace("Mẫu".encode(), b"M\xe1\xbau", 1)
    assert spoiled != (LIST * 20).encode()

    for data in (spoiled, (LIST + "Đ").encode()[:-1]):
        with pytest.raises(files.FileCorrupt) as caught:
            rows(data)
        assert caught.value.facts["reason"] == "encoding"


def test_blank_text_has_no_rows(rows):
    with pytest.raises(files.FileEmpty):
        rows(" \r\n\r\n")
    with pytest.raises(errors.NoRows):
        rows(";;;\n;;\n")


def test_limits_of_rows_and_columns_hold_for_text_too(rows):
    limits = TableLimits(rows=3, columns=4)

    assert len(rows("a,b,c,d,,,\n" * 3, limits=limits)) == 3
    with pytest.raises(errors.TooManyRows):
        rows("a\n" * 4, limits=limits)
    with pytest.raises(errors.TooManyColumns) as caught:
        rows("a\na,b,,,e\n", limits=limits)
    assert caught.value.facts == {"cell": "E2", "limit": 4}


def test_a_sheet_cannot_be_chosen_where_there_is_only_one(opened):
    with opened("a\n", sheet="Chi bộ 1") as table:
        assert len(list(table)) == 1
    with pytest.raises(errors.NoSuchSheet), opened("a\n", sheet="Chi bộ 2"):
        pass
