"""Many organisations from one list: all that are new, or none."""

import pytest
from sqlalchemy import event, func, select

from handbook_api.core.identity import TERMINAL
from handbook_api.core.policy import Forbidden
from handbook_api.organisations import service
from handbook_api.organisations.errors import ColumnsMissing, ListNotReadable
from handbook_api.organisations.listed_files import read_list
from handbook_api.organisations.models import Organisation
from tests.organisations.conftest import officer

HEAD = "code,name,kind,parent_code,opened_on\n"

GOOD = HEAD + (
    "19.055.001.001,Chi bộ Tổ 1,cell,19.055.001,2025-07-01\n"  # before its parent
    "19.055,Đảng bộ phường Thử,upper_committee,19,01/07/2025\n"
    "'19.055.001,Đảng bộ khóm Thử,Đảng bộ cơ sở,'19.055,2025-07-01\n"
    "\n"
    ",Chi bộ Chưa có mã,chi bộ trực thuộc,19.055.001,2025-07-01\n"
    "19.024.003.001,Chi bộ Toán,cell,19.024.003,2024-01-01\n"  # there already
)


@pytest.fixture
def taken_in(tree, commune):
    """Take a list in; return what it opened, what was there, and what was wrong."""

    def take(text, by=TERMINAL):
        read = read_list(text.encode(), tree.content)
        with tree.session.begin_nested():
            listing = service.plan_listing(
                tree.session, by, tree.content, read.lines, faulty=read.faulty
            )
            problems = sorted([*read.problems, *listing.problems], key=lambda one: one.number)
            if not problems:
                service.carry_out(tree.session, by, listing.plan)
        opened = [one.state.name for one in listing.plan.openings]
        wrong = [(one.number, one.column, one.refusal.code) for one in problems]
        return opened, listing.unchanged, wrong

    return take


def found(tree, name):
    id_ = tree.session.scalar(select(Organisation.id).where(Organisation.name == name))
    return tree.get(id_)


def test_a_list_in_any_order_opens_what_is_new(tree, taken_in):
    opened, unchanged, wrong = taken_in(GOOD)

    assert wrong == []
    assert sorted(opened) == [
        "Chi bộ Chưa có mã",
        "Chi bộ Tổ 1",
        "Đảng bộ khóm Thử",
        "Đảng bộ phường Thử",
    ]
    assert unchanged == 1
    cell = found(tree, "Chi bộ Tổ 1")
    base = found(tree, "Đảng bộ khóm Thử")
    assert cell.path == f"{base.path}{cell.key}/"
    assert (cell.kind, cell.code, cell.is_cell) == ("cell", "19.055.001.001", True)
    assert f"{cell.opened_on:%Y-%m-%d}" == "2025-07-01"
    assert found(tree, "Chi bộ Chưa có mã").parent_id == base.id


def test_the_same_list_again_changes_nothing(taken_in):
    taken_in(GOOD)

    assert taken_in(GOOD) == ([], 5, [])


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("19.055.9,Chi bộ,cell,19.024.003,2025-07-01", "code", "code_not_understood"),
        ("19.024.003.009,,cell,19.024.003,2025-07-01", "name", "name_missing"),
        ("19.024.003.009,Chi bộ X,làng,19.024.003,2025-07-01", "kind", "unknown_kind"),
        ("19.024.003.009,Chi bộ X,,19.024.003,2025-07-01", "kind", "unknown_kind"),
        ("19.024.003.009,Chi bộ X,cell,19.077,2025-07-01", "parent_code", "parent_unknown"),
        ("19.024.003.009,Chi bộ X,cell,x,2025-07-01", "parent_code", "code_not_understood"),
        ("19.024.003.009,Chi bộ X,cell,,2025-07-01", "kind", "kind_does_not_fit"),
        ("19.024.003.001.001,Tổ X,cell,19.024.003.001,2025-07-01", "kind", "kind_does_not_fit"),
        ("19.024.003.009,Chi bộ X,cell,19.024.003,hôm qua", "opened_on", "day_not_understood"),
        ("19.024.003.009,Chi bộ X,cell,19.024.003,31/02/2025", "opened_on", "day_not_understood"),
        ("19.024.003.009,Chi bộ X,cell,19.024.003,1025-07-01", "opened_on", "day_not_understood"),
        ("19.024.003.009,Chi bộ X,cell,19.024.003,2027-01-01", "opened_on", "date_in_future"),
        ("19.024.003.009,Chi bộ X,cell,19.024.003,2023-01-01", "opened_on", "date_too_early"),
        ("19.077.009,Chi bộ X,cell,19.024.003,2025-07-01", "code", "code_not_under_parent"),
        ("19.024.003.002,Chi bộ Sử,cell,19.024.003,2025-07-01", "name", "listed_otherwise"),
        ("19.024.003.002,Chi bộ Văn,base_cell,19.024.003,2025-07-01", "kind", "listed_otherwise"),
        ("19.024.003.002,Chi bộ Văn,cell,19.024,2025-07-01", "parent_code", "listed_otherwise"),
        ("19.024.003.009,X,cell,19.024.003.009,2025-07-01", "parent_code", "cycle"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(taken_in, tree, line, column, code):
    _, _, wrong = taken_in(GOOD + line + "\n")

    assert wrong == [(8, column, f"organisations.{code}")]
    count = tree.session.scalar(select(func.count()).select_from(Organisation))
    assert count == 6


def test_every_fault_of_a_list_is_named_at_once(taken_in):
    _, _, wrong = taken_in(
        HEAD
        + "19.055,Phường,làng,19,2025-07-01\n"
        + "19.055.001,Dưới dòng hỏng,base_committee,19.055,2025-07-01\n"
        + "19.056,Phường Hai,upper_committee,19,hôm nay\n"
        + "19.057,Phường Ba,upper_committee,19,2025-07-01\n"
        + "19.057,Phường Bốn,upper_committee,19,2025-07-01\n"
        + ",Phường Năm,upper_committee,19,2025-07-01\n"
        + ",phường  năm,upper_committee,19,2025-07-01\n"
    )

    assert wrong == [
        (2, "kind", "organisations.unknown_kind"),
        (4, "opened_on", "organisations.day_not_understood"),
        (6, "code", "organisations.code_twice"),
        (8, "name", "organisations.named_twice"),
    ]


def test_lines_that_stand_under_each_other_are_refused(taken_in):
    _, _, wrong = taken_in(
        HEAD
        + "19.061,Một,base_committee,19.062,2025-07-01\n"
        + "19.062,Hai,base_committee,19.061,2025-07-01\n"
    )

    assert {code for _, _, code in wrong} == {"organisations.cycle"}


def test_a_code_that_was_given_away_is_not_given_for_the_same_days(tree, commune, taken_in):
    tree.rename(commune.maths, code="19.024.003.011")
    line = "19.024.003.001,Chi bộ Lý,cell,19.024.003,{}\n"

    assert taken_in(HEAD + line.format("2026-05-01"))[2] == [(2, "code", "organisations.code_held")]
    assert taken_in(HEAD + line.format("2026-06-01"))[2] == []


def test_semicolons_and_the_mark_of_excel_are_read(taken_in):
    text = "\ufeff" + GOOD.replace(",", ";")

    assert len(taken_in(text)[0]) == 4


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"code;name\n1;2\n",
        "mã,tên,loại\n".encode(),
    ],
)
def test_missing_columns_are_named(tree, data):
    with pytest.raises(ColumnsMissing):
        read_list(data, tree.content)


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00", HEAD.encode() + b"\x00,x", HEAD.encode() + b'"open', b"PK\x03\x04\x80"],
)
def test_what_is_no_text_is_refused(tree, data):
    with pytest.raises(ListNotReadable):
        read_list(data, tree.content)


def test_an_officer_lists_only_below_himself(taken_in, commune):
    below = HEAD + "19.024.003.009,Chi bộ X,cell,19.024.003,2025-07-01\n"
    assert len(taken_in(below, by=officer(commune.school))[0]) == 1
    with pytest.raises(Forbidden):
        taken_in(
            HEAD + "19.077,Phường X,upper_committee,19,2025-07-01\n", by=officer(commune.school)
        )


def test_a_long_list_takes_a_bounded_number_of_statements(tree, commune, taken_in):
    count = 0

    def note(*_):
        nonlocal count
        count += 1

    lines = "".join(f",Chi bộ {number},cell,19.024.003,2025-07-01\n" for number in range(300))
    event.listen(tree.session.get_bind(), "before_cursor_execute", note)
    opened, _, _ = taken_in(HEAD + lines)

    assert len(opened) == 300
    assert count < 25
