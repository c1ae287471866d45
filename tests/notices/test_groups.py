"""Saved groups: one name each, nobody's change lost, nobody shown who has moved away."""

from uuid import UUID

import pytest
from sqlalchemy import update

from handbook_api.core.identity import Role
from handbook_api.members.models import Member
from handbook_api.notices.service import NewGroup, change_group, make_group
from tests.support.notices import said
from tests.support.records import as_holder
from tests.support.together import together


@pytest.fixture
def group(committee, secretary):
    """Make a group of the first cell by the API."""

    def make(*names, called="Tổ Một"):
        members = [str(committee.people[name].id) for name in names]
        body = {"organisation_id": str(committee.tree.cell.id), "name": called, "members": members}
        return secretary.post("/notice-groups", body)

    return make


def test_of_two_groups_of_one_name_made_at_once_one_is_refused(committee):
    runtime, cell = committee.runtime, committee.tree.cell
    speaker = as_holder(Role.SECRETARY, cell)

    def make():
        with runtime.transaction() as session:
            make_group(session, speaker, runtime.content, cell.id, NewGroup("Tổ Một", ()))

    assert sorted(map(str, together(make, make, make))) == ["None", *["notices.name_taken"] * 2]


def test_of_two_changes_of_one_group_at_once_one_is_told_of_the_other(committee, group):
    runtime = committee.runtime
    speaker = as_holder(Role.SECRETARY, committee.tree.cell)
    made = UUID(group().json["id"])

    def change_to(name):
        def change():
            said = NewGroup("Tổ Một", (committee.people[name].id,))
            with runtime.transaction() as session:
                change_group(session, speaker, runtime.content, made, said, 1)

        return change

    names = ("Trần Thị Máy", "Lê Văn Giấy", "Phạm Thị Xa", "Nguyễn Văn Bí")
    codes = together(*map(change_to, names))

    assert sorted(map(str, codes)) == ["None", *["notices.changed_meanwhile"] * 3]


def test_whoever_has_moved_away_is_neither_shown_nor_counted(committee, secretary, group):
    made = group("Trần Thị Máy", "Lê Văn Giấy").json
    with committee.runtime.transaction() as session:
        moved = committee.people["Lê Văn Giấy"].id
        elsewhere = committee.tree.far_cell.id
        session.execute(update(Member).where(Member.id == moved).values(cell_id=elsewhere))

    found = secretary.get(f"/notice-groups/{made['id']}").json

    assert [one["full_name"] for one in found["members"]] == ["Trần Thị Máy"]
    assert found["people"] == 1
    assert secretary.get("/notice-groups").json["items"][0]["people"] == 1


@pytest.mark.parametrize("name", ["\x00", "\u0301\u0301", " \x00 "])
def test_a_name_without_anything_to_read_is_refused(group, name):
    answer = group(called=name)

    assert (answer.status, answer.code) == (422, "request.invalid")
    assert [one["field"] for one in answer.json["errors"]] == ["name"]


@pytest.mark.parametrize("reason", ["  ", "\x00", "\u0301"])
def test_a_correction_says_in_words_what_has_changed(committee, secretary, reason):
    draft = secretary.post("/notices", said(committee.tree.cell)).json
    body = {"title": "Khác", "text": "Khác", "reason": reason, "revision": draft["revision"]}

    answer = secretary.post(f"/notices/{draft['id']}/corrections", body)

    assert (answer.status, answer.code) == (422, "request.invalid")
    assert [one["field"] for one in answer.json["errors"]] == ["reason"]
