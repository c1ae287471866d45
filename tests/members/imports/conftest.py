"""A committee to read lists in for, and lists to read."""

from pathlib import Path

import openpyxl
import pytest

from handbook_api.gateways.text_extraction.nursery import Nursery
from tests.members.imports.committee import a_communal_committee

USUAL = ("Họ và tên", "Ngày sinh", "Giới tính", "Ngày vào Đảng", "Ngày chính thức")
HEADINGS = (*USUAL, "Số thẻ đảng viên", "Chi bộ")


@pytest.fixture(scope="session")
def nursery():
    """The process that reads lists, kept warm between tests."""
    with Nursery() as kept:
        yield kept


@pytest.fixture
def committee(runtime, nursery):
    """A commune's committee with its officer, and nobody in its cells."""
    return a_communal_committee(runtime, nursery)


@pytest.fixture
def workbook(tmp_path):
    """Write rows into a workbook; return its path. The first row has the headings."""

    def write(*rows, name="danh-sach.xlsx", headings=HEADINGS, merged=()) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (headings, *rows):
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def csv(tmp_path):
    """Write text into a CSV; return its path."""

    def write(text: str, name="danh-sach.csv") -> Path:
        (tmp_path / name).write_text(text, "utf-8-sig")
        return tmp_path / name

    return write
