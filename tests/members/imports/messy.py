"""A list as real ones are, with one fault of each kind. Everybody in it is openly fictional.

Run as a program, it writes the workbook: `python -m tests.members.imports.messy FILE.xlsx`.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

ROWS = 500
SHEET = "DS đảng viên"
#: Headings stand in rows 5 and 6, the columns' numbers in row 7.
HEADINGS, FIRST_ROW = 5, 8

#: Column letters and headings; the second row under the first.
COLUMNS: Mapping[str, tuple[str, str | None]] = {
    "A": ("TT", None),
    "B": ("Họ và tên\nđảng viên", None),
    "C": ("Ngày, tháng, năm sinh", None),
    "D": ("Nam/Nữ", None),
    "E": ("Dân tộc", None),
    "F": ("Ngày vào Đảng", "Dự bị"),
    "G": ("", "Chính thức"),
    "H": ("Ngày QĐ kết nạp", None),
    "I": ("Số thẻ ĐV", None),
    "J": ("Số LL", None),
    "K": ("CCCD (12 số)", None),
    "L": ("SĐT", None),
    "M": ("Email", None),
    "N": ("Chi bộ", None),
    "O": ("Đảng bộ cơ sở", None),
    "P": ("Trình độ", "LLCT"),
    "Q": ("", "Chuyên môn"),
    "R": ("Tình trạng", None),
    "S": ("Nơi ở hiện nay", None),
    "T": ("Ghi chú", None),
}


@dataclass(frozen=True)
class Kind:
    """One kind of fault: what somebody typed into which column, and what we call it.

    more: other boxes of the same row that have to be otherwise for this fault to be the only one.
    """

    name: str
    column: str
    code: str
    typed: Any
    more: Mapping[str, Any] = field(default_factory=dict)


#: Numbers that the test puts into records outside the list.
HELD_ELSEWHERE, HELD_BY_LEAVER, HELD_BY_NEIGHBOUR = "99000001", "99000002", "99000003"
NEIGHBOUR_CITIZEN = "019999000004"
NAMESAKE, NAMESAKE_BORN = "Phạm Thị Trùng Tên", date(1955, 5, 5)

KINDS: Sequence[Kind] = (
    Kind("no name", "B", "imports.name_needed", None),
    Kind("a digit in the name", "B", "imports.name_odd", "Nguyễn Văn Thử 2"),
    Kind("a note beside the name", "B", "imports.name_with_note", "Trần Thị Mẫu (Lan)"),
    Kind("a single word", "B", "imports.name_too_short", "Thử"),
    Kind("two people", "B", "imports.two_names", "Nguyễn Văn Thử, Trần Thị Mẫu"),
    Kind("letters of an old font", "B", "imports.old_font", "NguyÔn V¨n Thö Nghiệm"),
    Kind("no birth date", "C", "imports.needed_here", None),
    Kind("only the year", "C", "imports.year_alone", 1958),
    Kind("month and year", "C", "imports.month_alone", "5/1958"),
    Kind("day and month left blank", "C", "imports.year_alone", "…/…/1958"),
    Kind("a year of two digits", "C", "imports.year_short", "15/5/58"),
    Kind("the thirtieth of February", "C", "imports.no_such_day", "30/02/1958"),
    Kind("the month first", "C", "imports.month_first", "05/25/1958"),
    Kind("a plain number", "C", "imports.number_for_day", 21320),
    Kind("a day before 1900", "C", "imports.day_too_long_ago", "15/05/1858"),
    Kind("a day that has not come", "C", "members.date_in_future", date(2999, 1, 1)),
    Kind("no day at all", "C", "imports.day_not_understood", "không nhớ"),
    Kind("two days in one box", "F", "imports.two_days", "3/2/1985 - 3/2/1986"),
    Kind("official before joining", "G", "members.dates_out_of_order", date(1970, 1, 1)),
    Kind("joined as a child", "F", "members.too_young", date(1985, 2, 3),
         {"C": date(1975, 2, 3), "H": None}),
    Kind("decided after joining", "F", "members.dates_out_of_order", date(1985, 2, 1)),
    Kind("a formula", "G", "imports.formula_in_box", "=TODAY()"),
    Kind("an error of the sheet", "S", "imports.error_in_box", "#REF!"),
    Kind("a sex nobody has", "D", "imports.word_unknown", "Khác hẳn"),
    Kind("an unknown ethnic group", "E", "imports.word_unknown", "Xứ Thử"),
    Kind("an unknown level", "P", "imports.word_unknown", "Giáo sư"),
    Kind("a lost zero of the card", "I", "imports.zero_lost", 1234567),
    Kind("letters in the card number", "I", "imports.not_only_digits", "T1234567"),
    Kind("too long a card number", "I", "imports.too_many_digits", "1234567890123"),
    Kind("two card numbers", "I", "imports.two_numbers", "88000001; 88000002"),
    Kind("half a dossier number", "J", "imports.shape_unknown", "123456"),
    Kind("a lost zero of the citizen", "K", "imports.zero_lost", 19000000009),
    Kind("an old identity card", "K", "imports.old_identity_card", "012345678"),
    Kind("a rounded citizen number", "K", "imports.digits_rounded", "1.9E+10"),
    Kind("too short a telephone", "L", "imports.phone_too_short", "09123"),
    Kind("two telephones", "L", "imports.two_numbers", "0912000001 / 0912000002"),
    Kind("no e-mail address", "M", "imports.shape_unknown", "thu.vidu.vn"),
    Kind("no cell", "N", "imports.cell_needed", None),
    Kind("an unknown cell", "N", "imports.cell_not_found", "Chi bộ Không Có"),
    Kind("a cell of others", "N", "imports.cell_not_found", "19.099.001.000.001"),
    Kind("one of several cells", "N", "imports.cell_of_many_names", "Chi bộ Thôn 1", {"O": None}),
    Kind("a committee", "N", "imports.committee_instead", "19.024.003"),
    Kind("a closed cell", "N", "imports.cell_gone", "19.024.003.000.099"),
    Kind("an unknown status", "R", "imports.word_unknown", "Chưa rõ"),
    Kind("somebody who has died", "R", "imports.status_of_leavers", "Đã từ trần"),
    Kind("for how long?", "R", "imports.last_day_unsaid", "Tạm miễn"),
    Kind("official and yet probationary", "G", "members.date_not_of_status", date(1986, 2, 3),
         {"R": "Dự bị"}),
    Kind("nothing tells the status", "R", "imports.status_unclear", None,
         {"F": None, "G": None, "H": None}),
    Kind("too long an address", "S", "imports.text_too_long", "Thôn Mẫu, " * 40),
    Kind("a card held elsewhere", "I", "members.number_held", HELD_ELSEWHERE),
    Kind("a card of somebody who left", "I", "imports.person_has_left", HELD_BY_LEAVER),
    Kind("numbers of two people", "I", "imports.numbers_disagree", HELD_BY_NEIGHBOUR,
         {"K": NEIGHBOUR_CITIZEN}),
    Kind("a namesake with another card", "I", "imports.same_name_other_number", "88000010",
         {"B": NAMESAKE, "C": NAMESAKE_BORN, "N": "19.024.003.000.001", "O": None}),
)  # fmt: skip

#: Faults of a row that repeats another one: (kind, column, code).
REPEATS = (
    ("the same card twice", "I", "imports.number_twice_in_list"),
    ("the same person twice", "B", "imports.person_twice_in_list"),
)

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
_MIDDLE = {"Nam": ("Văn", "Đức", "Hữu"), "Nữ": ("Thị", "Ngọc", "Thu")}
_GIVEN = ("Thử", "Mẫu", "Giả", "Tưởng", "Ví", "Dụ", "Nháp")
_ALPHABET = "ABCDEFGHIKLMNOPQRSTUVXY"


def row_of(number: int) -> int:
    """Return the row of the sheet in which the fault of kind number `number` stands."""
    return FIRST_ROW + 3 + 8 * number


def faults_in_it() -> set[tuple[int, str, str]]:
    """Return every fault of the faulty list: (row, column letter, code)."""
    found = {(row_of(at), kind.column, kind.code) for at, kind in enumerate(KINDS)}
    for place, (_, column, code) in enumerate(REPEATS):
        found.add((row_of(len(KINDS) + place), column, code))
    return found


def person(number: int) -> dict[str, Any]:
    """Return what the clean list says of person `number`, by column letter, as people type it."""
    sex = "Nam" if number % 2 else "Nữ"
    born = date(1935, 1, 1) + timedelta(days=number * 16)
    card = 10_000_000 + number
    name = " ".join(
        (
            _FAMILY[number % 8],
            _MIDDLE[sex][number % 3],
            _GIVEN[number % 7],
            _ALPHABET[number % 23] + _ALPHABET[number // 23 % 23].lower(),
        )
    )
    joined, official = date(1985, 3, 3), date(1986, 3, 3)
    village = number // 50 % 5 + 2
    return {
        "A": number + 1,
        "B": (name, name.upper(), f"  {name.lower()} ", f"Đ/c {name}")[number % 4],
        "C": _as_typed(born, number),
        "D": (sex, sex.upper(), sex.lower())[number % 3],
        "E": ("Kinh", "Tày", "kinh", None)[number % 4],
        "F": _as_typed(joined, number + 1),
        "G": _as_typed(official, number + 2),
        "H": _as_typed(joined - timedelta(days=15), number + 3),
        "I": (card, f"'{card}", f"{card} ")[number % 3],
        "J": f"{number:06d} tn" if number % 2 else f"{number:06d}TN",
        "K": f"{19_000_000_000 + number:012d}",
        "L": (912_000_000 + number, f"0{912_000_000 + number}", f"+84 {912_000_000 + number}")[
            number % 3
        ],
        "M": f"thu{number}@vidu.example" if number % 5 == 0 else None,
        "N": (f"19.024.003.000.{village:03d}", f"Chi bộ Thôn {village}", f"thon {village}")[
            number % 3
        ],
        "O": "Đảng bộ Cơ sở Mẫu",
        "P": ("Sơ cấp", "TC", "cao cấp", None)[number % 4],
        "Q": ("Đại học Luật", None)[number % 2],
        "R": ("Chính thức", "Đảng viên chính thức", None)[number % 3],
        "S": "Thôn Mẫu, xã Thử Nghiệm",
        "T": ("chuyển về 2020", None)[number % 2],
    }


def write(path: Path, *, faulty: bool) -> Path:
    """Write the list, with its faults or mended, and return its path."""
    people = {FIRST_ROW + number: person(number) for number in range(ROWS)}
    if faulty:
        for at, kind in enumerate(KINDS):
            people[row_of(at)] |= {**kind.more, kind.column: kind.typed}
        for place in range(len(REPEATS)):
            _repeat(people, row_of(len(KINDS) + place), card_only=place == 0)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet)
    for row, boxes in people.items():
        for letter, value in boxes.items():
            sheet[f"{letter}{row}"] = value
    _foot(sheet, FIRST_ROW + ROWS)
    book.create_sheet("Ghi chú")["A1"] = "Trang này không có danh sách."
    book.save(path)
    return path


def _repeat(people: Mapping[int, dict[str, Any]], row: int, *, card_only: bool) -> None:
    """Row `row` says again what the row above says: its card, or its person."""
    above, here = people[row - 1], people[row]
    if card_only:
        here["I"] = above["I"]
    else:
        here |= {letter: above[letter] for letter in ("B", "C", "N")}


def _as_typed(day: date, number: int) -> Any:
    """Return a day in one of the ways that people type it."""
    return (
        day,
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d.%m.%Y}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    )[number % 5]


def _head(sheet: Worksheet) -> None:
    sheet["A1"] = "ĐẢNG BỘ XÃ THỬ NGHIỆM"
    sheet["A3"] = "DANH SÁCH ĐẢNG VIÊN NĂM 2026"
    sheet.merge_cells("A3:T3")
    for place, (letter, (above, below)) in enumerate(COLUMNS.items(), start=1):
        if above:
            sheet[f"{letter}{HEADINGS}"] = above
        if below:
            sheet[f"{letter}{HEADINGS + 1}"] = below
        else:
            sheet.merge_cells(f"{letter}{HEADINGS}:{letter}{HEADINGS + 1}")
        sheet[f"{letter}{HEADINGS + 2}"] = f"({place})"
    sheet.merge_cells(f"F{HEADINGS}:G{HEADINGS}")
    sheet.merge_cells(f"P{HEADINGS}:Q{HEADINGS}")


def _foot(sheet: Worksheet, row: int) -> None:
    sheet[f"B{row}"] = f"Tổng cộng: {ROWS} đảng viên"
    sheet[f"P{row + 2}"] = "T/M BAN CHẤP HÀNH"
    sheet[f"P{row + 5}"] = "Nguyễn Văn Ký Thử"


if __name__ == "__main__":
    write(Path(sys.argv[1]), faulty=True)
