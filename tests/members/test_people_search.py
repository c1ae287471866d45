"""People are found by any part of their name, with marks or without."""

import pytest

from handbook_api.members import queries
from handbook_api.members.queries import MemberFilter, people_search
from tests.support.members import a_new_member

NAMES = [
    "Nguyễn Văn Nam",
    "Nguyễn Văn Năm",
    "Nguyễn Nam Văn",
    "Nguyễn Thị Nấm",
    "Trần Văn Nam Anh",
    "Trần Thị Hoa",
    "Trần Thị Hòa",
    "Hoàng Thị Mẫu",
    "Lê Thị Lý",
    "Lê Thị Lí",
    "Lê Thị Linh",
    "Phạm Hoa Mẫu",
]


@pytest.fixture
def search(province):
    """Add people with NAMES, all in one cell; return a search that answers names in order."""
    with province.runtime.transaction() as session:
        province.add(session, *(a_new_member(province.cell, name) for name in NAMES))

    def do(typed, limit=20, **wanted):
        with province.runtime.transaction(read_only=True) as session:
            found = queries.search_people(
                session, province.officer(), typed, MemberFilter(**wanted), limit=limit
            )
        do.complete = found.complete
        return [row.member.full_name for row in found.members]

    return do


#: What is typed, and who is found, in this order.
TYPED = [
    # The whole name first; then whose given name it is; then the others.
    (
        "nguyen van nam",
        ["Nguyễn Văn Nam", "Nguyễn Văn Năm", "Nguyễn Nam Văn"],
    ),
    ("Nguyễn Văn Năm", ["Nguyễn Văn Năm", "Nguyễn Văn Nam", "Nguyễn Nam Văn"]),
    ("nam nguyen", ["Nguyễn Văn Nam", "Nguyễn Văn Năm", "Nguyễn Thị Nấm", "Nguyễn Nam Văn"]),
    # Typed with marks: equal marks before others.
    ("Hòa", ["Trần Thị Hòa", "Trần Thị Hoa", "Phạm Hoa Mẫu", "Hoàng Thị Mẫu"]),
    ("hoà", ["Trần Thị Hòa", "Trần Thị Hoa", "Phạm Hoa Mẫu", "Hoàng Thị Mẫu"]),
    # The last word may be unfinished; finished ones come first.
    ("hoa", ["Trần Thị Hoa", "Trần Thị Hòa", "Phạm Hoa Mẫu", "Hoàng Thị Mẫu"]),
    ("le thi l", ["Lê Thị Lí", "Lê Thị Linh", "Lê Thị Lý"]),
    # Two spellings of one name are one, and no beginning of another.
    ("le thi ly", ["Lê Thị Lí", "Lê Thị Lý"]),
    ("lê thị lý", ["Lê Thị Lí", "Lê Thị Lý"]),
    ("mau", ["Hoàng Thị Mẫu", "Phạm Hoa Mẫu"]),
    ("mau mau", ["Hoàng Thị Mẫu", "Phạm Hoa Mẫu"]),
    ("NAM-ANH", ["Trần Văn Nam Anh"]),
    ("xyz", []),
    ("nam xyz", []),
    ("", []),
    ("  ...  ", []),
    ("%", []),
]

#: Where a search may start: as it chooses itself, from the cells, from the names, or from names
#: borne by too many to rank. Each finds the same people in the same order.
STARTS = {
    "as it chooses": {},
    "from the cells": {"_USUAL_CELL": 0},
    "from the names": {"MANY_CELLS": 0},
    "too many to rank": {"MANY_CELLS": 0, "_MOST_RANKED": 0},
}


def test_what_is_typed_finds_people_wherever_the_search_starts(search, monkeypatch):
    for start, changed in STARTS.items():
        with monkeypatch.context() as patched:
            for name, value in changed.items():
                patched.setattr(people_search, name, value)
            assert {typed: search(typed) for typed, _ in TYPED} == dict(TYPED), start


def test_a_search_says_whether_there_are_more(search):
    assert len(search("tran", limit=2)) == 2
    assert not search.complete
    assert len(search("tran", limit=3)) == 3
    assert search.complete


def test_very_many_words_are_no_harm(search):
    assert search("nam " * 300) == search("nam")


def test_strange_signs_find_nobody_and_break_nothing(search):
    for typed in ("\U0010ffff", "o'", "a%b_c", "日本", "ʻ" * 50, "\x00"):
        assert search(typed) == [], repr(typed)
