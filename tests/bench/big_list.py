"""A list as long as a province: openly fictional people in the cells of a fictional tree."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from handbook_api.organisations.models import Organisation
from tests.support.people import a_committee, an_organisation

_BASES, _PER_BASE = 20, 50
_FAMILY = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ"),
    *("Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"),
)
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quang", "Xuân", "Thu")
_GIVEN = (
    *("Thử", "Mẫu", "An", "Bình", "Cường", "Dũng", "Giang", "Hằng"),
    *("Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quân", "Sơn", "Tùng"),
)
_HEADINGS = (
    *("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Ngày vào Đảng"),
    *("Ngày chính thức", "Số thẻ đảng viên", "Số căn cước", "Số lý lịch", "Số điện thoại"),
    *("Mã chi bộ", "Quê quán", "Nơi ở hiện nay", "Nghề nghiệp", "LLCT"),
)


def a_tree(session: Session, cells: int) -> None:
    """A province with `cells` cells, fifty under each base committee."""
    top = a_committee(session, name="Đảng bộ tỉnh Thử", code="19")
    bases: dict[str, Organisation] = {}
    for number in range(cells):
        above, code = _codes(number)
        if above not in bases:
            bases[above] = a_committee(session, top, name=f"Đảng bộ cơ sở {above}", code=above)
        an_organisation(session, bases[above], name=f"Chi bộ {number + 1}", code=code)


def write_list(path: Path, people: int, cells: int) -> None:
    """Write a workbook of `people` rows of sixteen columns; dates as dates and as text."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    look = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_string(0, 0, "DANH SÁCH ĐẢNG VIÊN THỬ NGHIỆM")
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(2, column, heading)
    for number, person in enumerate(_people(people, cells)):
        for column, value in enumerate(person):
            if isinstance(value, date):
                sheet.write_datetime(3 + number, column, value, look)
            elif isinstance(value, int):
                sheet.write_number(3 + number, column, value)
            else:
                sheet.write_string(3 + number, column, value)
    book.close()


def _people(count: int, cells: int) -> Iterator[list[Any]]:
    dice = random.Random(7)
    for number in range(count):
        born = date(1945, 1, 1) + timedelta(days=dice.randrange(17_000))
        joined = born + timedelta(days=365 * 20 + dice.randrange(3_000))
        official = joined + timedelta(days=365)
        names = (_FAMILY, _MIDDLE, _MIDDLE, _GIVEN)
        yield [
            number + 1,
            " ".join(dice.choice(words) for words in names),
            born,
            dice.choice(("Nam", "Nữ")),
            dice.choice(("Kinh", "Tày", "Nùng")),
            joined,
            f"{official:%d/%m/%Y}",
            f"{10_000_000 + number}",
            f"{19_000_000_000 + number:012d}",
            f"{number:06d}TN",
            f"09{10_000_000 + number}",
            _codes(number * cells // count)[1],
            "Xã Mẫu, tỉnh Thử",
            "Thôn 1, xã Mẫu",
            "Nông dân",
            "Trung cấp",
        ]


def _codes(cell: int) -> tuple[str, str]:
    """Return the code of the committee above cell number `cell`, and its own."""
    ward, rest = divmod(cell, _BASES * _PER_BASE)
    above = f"19.{ward + 1:03}.{rest // _PER_BASE + 1:03}"
    return above, f"{above}.000.{cell % _PER_BASE + 1:03}"
