"""People are found by any part of their name, with marks or without."""

import random

import pytest

from handbook_api.core.identity import Role
from handbook_api.members import names, queries
from handbook_api.members.queries import MemberFilter, name_walks, people_search, seeing
from search_index.vietnamese.folding import fold, has_marks
from tests.support.members import a_new_member
from tests.support.records import as_holder

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

#: Where a search may start: as it chooses itself, from the cells, from those who bear a word, or
#: by walking in order, where it has more ways still. Each finds the same people in the same order.
_NO_CELLS = {(seeing, "FEW_CELLS"): 0}
_WALKED = _NO_CELLS | {(people_search, "_FEW_BEARERS"): 0}
STARTS = {
    "as it chooses": {},
    "from the cells": {(people_search, "_USUAL_CELL"): 0},
    "from the bearers": _NO_CELLS,
    "walked": _WALKED,
    "walked, beginnings of given names are dense": _WALKED | {(name_walks, "_DENSE"): 1},
    "walked, all beginnings are dense": _WALKED | {(name_walks, "_DENSE"): 0},
}


@pytest.fixture(params=STARTS)
def start(request, monkeypatch):
    for (module, name), value in STARTS[request.param].items():
        assert hasattr(module, name)
        monkeypatch.setattr(module, name, value)


def test_what_is_typed_finds_people_wherever_the_search_starts(search, start):
    assert {typed: search(typed) for typed, _ in TYPED} == dict(TYPED)


def _looked_for(typed, people):
    """The same, found by looking at every name: whom, and in which order."""
    folded, marked = names.fold(typed).split(), names.marked(typed).split()
    *firm, last = folded
    begun = fold(names.tidy(typed)).split()[-1]

    def is_meant(person):
        bears = names.fold(person).split()
        ends = last in bears or any(word.startswith(begun) for word in bears)
        return ends and set(firm) <= set(bears)

    def rank(person):
        bears, bears_marked = names.fold(person).split(), names.marked(person).split()
        begins = any(word.startswith(marked[-1]) for word in bears_marked)
        same = not has_marks(" ".join(marked)) or (begins and set(marked[:-1]) <= set(bears_marked))
        return (bears != folded, last not in bears, not same, bears[-1] != last)

    return sorted(filter(is_meant, people), key=lambda one: (*rank(one), names.sort_key(one)))


def test_any_words_find_whom_a_look_at_every_name_finds(search, start):
    chance = random.Random(11)
    words = sorted({word for name in NAMES for word in name.split()})
    for _ in range(60):
        picked = [chance.choice(words) for _ in range(chance.randint(1, 3))]
        picked[-1] = picked[-1][: chance.randint(1, 6)]
        typed = " ".join(word if chance.random() < 0.5 else fold(word) for word in picked)
        meant = _looked_for(typed, NAMES)
        limit = chance.choice((1, 2, 3, 20))

        assert search(typed, limit) == meant[:limit], typed
        assert search.complete or len(meant) >= limit, typed


def test_a_search_says_whether_there_are_more(search):
    assert len(search("tran", limit=2)) == 2
    assert not search.complete
    assert len(search("tran", limit=3)) == 3
    assert search.complete


def test_no_search_costs_more_than_so_many_statements(search, start, count_statements):
    for typed, _ in TYPED:
        with count_statements() as counted:
            search(typed)

        assert counted.number <= 19, typed  # on SQLite BEGIN is one of them


def test_very_many_words_are_no_harm(search):
    assert search("nam " * 300) == search("nam")


def test_strange_signs_find_nobody_and_break_nothing(search):
    for typed in ("\U0010ffff", "o'", "a%b_c", "日本", "ʻ" * 50, "\x00"):
        assert search(typed) == [], repr(typed)


def test_who_looks_after_accounts_finds_their_owners_to_give_them_offices(search, province):
    def found(role, organisation):
        with province.runtime.transaction(read_only=True) as session:
            holder = as_holder(role, organisation)
            answer = queries.search_account_holders(session, holder, "hoa", limit=2)
        return [row.member.full_name for row in answer.members], answer.complete

    assert found(Role.ADMINISTRATOR, province.ward) == (["Trần Thị Hoa", "Trần Thị Hòa"], False)
    assert found(Role.ADMINISTRATOR, province.other_ward) == ([], True)
    assert found(Role.SECRETARY, province.cell) == ([], True)
