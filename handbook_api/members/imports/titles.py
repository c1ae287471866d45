"""Rows and lines of a list that are no people: titles of cells, sums, signatures, numbers of
columns."""

import re
from itertools import pairwise

from handbook_api.gateways.table_reading import Row
from handbook_api.members.imports.boxes import box_at
from handbook_api.members.imports.faults import BoxRefused
from handbook_api.members.imports.values.plain import text_of
from search_index.vietnamese.folding import fold

_CELL = re.compile(r"chi\s+bộ\s+.+", re.IGNORECASE)
_TITLE = re.compile(r"^(?:[IVXLC]+|\d{1,3}|[A-Z])?[\s.)\-–:]*(chi\s+bộ\b.*)$", re.IGNORECASE)
_COUNT = re.compile(r"\s*[:(\-–]?\s*\d+\s*(?:đ/c|đồng chí|đảng viên|người)\)?\s*$", re.IGNORECASE)
_FOOT = re.compile(
    r"^(?:tong (?:cong|so)|cong\s*[:.\d]|danh sach (?:nay |tren )?(?:gom|co)\b|ghi chu"
    r"|nguoi lap|lap bang|t/m\b|tm\.|thay mat|noi nhan|xac nhan|\(ky\b|thu truong"
    r"|(?:.*, )?ngay \S+ thang )"
)
_COLUMN_NUMBER = re.compile(r"\(?(?:(\d{1,2})|[A-Z])\)?")
_MOST_BOXES = 2


def texts_in(row: Row) -> list[str]:
    """Return what the filled boxes of a row say, in their order; “?” for what cannot be read."""
    found = []
    for column in range(1, len(row.cells) + 1):
        try:
            text = text_of(box_at(row, column))
        except BoxRefused:
            text = "?"
        if text:
            found.append(text)
    return found


def title_of(row: Row) -> str | None:
    """Return the cell that a title row names (“II. Chi bộ Thôn 2: 30 đảng viên”), else None."""
    texts = texts_in(row)
    if not 0 < len(texts) <= _MOST_BOXES:
        return None
    found = _TITLE.match(" ".join(texts))
    return _COUNT.sub("", found[1]).strip(" .:") if found else None


def cell_in_title(text: str) -> str | None:
    """Return the cell that the title of a whole list names, else None."""
    found = _CELL.search(text)
    return found[0].strip(" .:") if found else None


def is_foot(texts: list[str]) -> bool:
    """Whether a row is a sum, a signature or the like."""
    return any(_FOOT.match(fold(text)) for text in texts[:_MOST_BOXES])


def numbers_columns(texts: list[str]) -> bool:
    """Whether a row only numbers the columns: (A) (B) (1) (2)."""
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(one[1]) for one in found if one and one[1]]
    in_order = all(first < then for first, then in pairwise(numbers))
    return all(found) and len(texts) >= _MOST_BOXES and in_order
