"""A messy list of 500 people with a fault of every kind: each is named at its box."""

from datetime import date

import openpyxl
import pytest
from sqlalchemy import func, select

from handbook_api.core.identity import TERMINAL
from handbook_api.members.adding import add_members
from handbook_api.members.imports.errors import ListRefused
from handbook_api.members.imports.letters import letter_of
from handbook_api.members.imports.service import Confirmed, Speaker, give_back, plan_import
from handbook_api.members.models import Member
from tests.members.imports import messy
from tests.support.members import a_new_member


@pytest.fixture
def neighbours(committee):
    """People outside the list whose numbers and names some of its rows claim."""
    home = committee.cells["19.024.003.000.001"]
    people = (
        a_new_member(committee.stranger, sealed={"card_number": messy.HELD_ELSEWHERE}),
        a_new_member(home, "Lê Văn Đi Xa", sealed={"card_number": messy.HELD_BY_LEAVER}),
        a_new_member(home, "Lê Thị Láng Giềng", sealed={"card_number": messy.HELD_BY_NEIGHBOUR}),
        a_new_member(home, "Lê Văn Láng Giềng", sealed={"citizen_id": messy.NEIGHBOUR_CITIZEN}),
        a_new_member(home, messy.NAMESAKE, birth_date=messy.NAMESAKE_BORN),
    )
    with committee.runtime.transaction() as session:
        add_members(session, TERMINAL, committee.runtime.content, people)
    with committee.runtime.transaction() as session:
        leaver = session.get_one(Member, people[1].id)
        leaver.cell_id, leaver.status = None, "transferred_out"
    return people


def _count(committee):
    with committee.reading() as session:
        return session.scalar(select(func.count()).select_from(Member))


def test_there_are_at_least_forty_kinds():
    kinds = {(kind.column, kind.code) for kind in messy.KINDS}

    assert len(messy.KINDS) + len(messy.REPEATS) >= 40
    assert len({code for _, code in kinds}) >= 35


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    return messy.write(tmp_path_factory.mktemp("faulty") / "danh-sach.xlsx", faulty=True)


@pytest.fixture(scope="module")
def mended(tmp_path_factory):
    return messy.write(tmp_path_factory.mktemp("mended") / "danh-sach.xlsx", faulty=False)


def test_every_fault_is_named_at_its_box_and_nobody_is_taken_over(
    committee, neighbours, faulty, tmp_path
):
    mapping = committee.propose(faulty).mapping
    speaker = Speaker(committee.runtime.content, committee.runtime.words("vi"))
    with committee.reading() as session, committee.opened(faulty) as table:
        confirmed = Confirmed(table, mapping)
        plan = plan_import(session, committee.officer, committee.runtime.content, confirmed)
        give_back(tmp_path / "loi.xlsx", speaker, confirmed, plan, tmp_path)

    found = {(one.row, letter_of(one.column), one.refusal.code) for one in plan.faults}
    assert found == messy.faults_in_it()
    assert plan.fault_count == len(plan.faults) == len(found)

    sheet = openpyxl.load_workbook(tmp_path / "loi.xlsx")[messy.SHEET]
    comments = {box.coordinate: box.comment.text for row in sheet for box in row if box.comment}
    assert comments.keys() == {f"{letter}{row}" for row, letter, _ in messy.faults_in_it()}
    said = " ".join(comments.values())
    assert "có thể mất số 0 ở đầu" in said
    assert "19.024.003.000.001; 19.024.004.000.001" in said
    assert "imports." not in said
    assert "…" not in said.replace(", …", "")

    with pytest.raises(ListRefused):
        committee.take(faulty, mapping)
    assert _count(committee) == len(neighbours)


def test_the_mended_list_is_taken_over_and_changes_nothing_the_second_time(committee, mended):
    first, second = committee.take(mended), committee.take(mended)

    assert (first.added, first.unchanged, first.left) == (messy.ROWS, 0, 0)
    assert (second.added, second.unchanged, second.left) == (0, messy.ROWS, 0)
    with committee.reading() as session:
        people = session.scalars(select(Member)).all()
    assert len(people) == messy.ROWS
    # Typed in many ways, kept in one.
    assert {person.joined_on for person in people} == {date(1985, 3, 3)}
    assert {person.official_on for person in people} == {date(1986, 3, 3)}
    assert {person.status for person in people} == {"official"}
    words = {word for person in people for word in person.full_name.split()}
    assert all(word == word.capitalize() for word in words)


def test_rows_that_are_no_people_are_passed_over_and_listed(committee, mended):
    plan = committee.plan(mended)

    after = messy.FIRST_ROW + messy.ROWS
    feet = [(row, "foot") for row in (after, after + 2, after + 5)]
    passed = [(one.row, one.why.value) for one in plan.passed_over]
    assert passed == [(messy.FIRST_ROW - 1, "headings"), *feet]
