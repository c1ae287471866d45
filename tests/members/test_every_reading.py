"""Whoever gets to see a record leaves a trace in it, whichever door he came through."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.lines import NewLine
from handbook_api.members.models import CellStay, Member, RecordLine
from tests.support.members import a_new_member
from tests.support.people import an_account
from tests.support.records import as_holder, as_member

READ = "members.read_record"


@pytest.fixture
def member_id(province):
    penalty = NewLine("discipline", "warning", None, date(2020, 1, 1))
    sealed = {"phone": "0912000111", "card_number": "55500001"}
    person = a_new_member(province.cell, sealed=sealed, lines=[penalty])
    with province.runtime.transaction() as session:
        return province.add(session, person)[0]


def trace(province, member_id):
    with province.runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.subject_id == str(member_id))
        return [
            (one.act, one.fields) for one in session.scalars(query.order_by(AuditEntry.sequence))
        ]


def test_a_change_that_changes_nothing_still_shows_the_record_and_says_so(
    province, member_id, asking
):
    before = trace(province, member_id)

    answer = asking(province.officer()).ask(
        "PATCH", f"/members/{member_id}", body={"version": 1, "fields": {"phone": "0912000111"}}
    )

    assert answer.status == 200
    assert "55500001" in answer.body.decode()
    [(act, fields)] = trace(province, member_id)[len(before) :]
    assert act == READ
    assert {"card_number", "phone"} <= set(fields)


def test_a_record_shown_after_a_step_was_read(province, member_id, asking):
    answer = asking(province.officer()).post(
        f"/members/{member_id}/status-changes",
        {"to": "exempt", "on": "2026-10-01", "decision": "1-QĐ/ĐU", "decided_on": "2026-09-30"},
    )

    assert answer.status == 201
    assert [act for act, _ in trace(province, member_id)][-2:] == ["members.change_status", READ]


def test_a_penalty_that_was_read_is_among_the_fields_that_were(province, member_id, asking):
    asking(province.officer()).get(f"/members/{member_id}")

    assert "discipline" in trace(province, member_id)[-1][1]


@pytest.fixture
def himself(province, member_id):
    with province.runtime.transaction(read_only=True) as session:
        return as_member(session.get_one(Member, member_id), province.cell)


def opened(asking, himself):
    items = asking(himself).get("/me/record/views").json["items"]
    return [(one["act"]["code"], set(one["fields"])) for one in items]


def test_a_list_that_was_taken_out_is_among_who_opened_the_record(
    province, member_id, himself, asking
):
    fields = ["full_name", "card_number"]
    list_out = {"purpose": "Đối chiếu danh sách giấy", "fields": fields}
    for officer, more in (
        (province.officer(province.ward), {}),
        (province.officer(province.other_ward), {}),
        (province.officer(), {"organisation_id": str(province.sibling.id)}),
        (province.officer(), {"statuses": ["struck_off"]}),
        (province.officer(), {"statuses": ["official", "struck_off"]}),
    ):
        assert asking(officer).post("/member-exports", {**list_out, **more}).status == 200

    found = opened(asking, himself)

    assert found[:2] == [("members.export", set(fields))] * 2
    assert [act for act, _ in found].count("members.export") == 2


def test_a_list_is_told_to_those_who_were_in_the_cell_on_that_day(
    province, member_id, himself, asking
):
    with province.runtime.transaction() as session:
        [stay] = session.scalars(select(CellStay).where(CellStay.member_id == member_id))
        stay.until = clock.today() - timedelta(days=1)
    list_out = {"purpose": "Đối chiếu danh sách giấy", "fields": ["full_name"]}
    asking(province.officer()).post("/member-exports", list_out)

    assert "members.export" not in [act for act, _ in opened(asking, himself)]


def test_pages_of_who_opened_the_record_miss_nothing_and_repeat_nothing(
    province, member_id, himself, asking
):
    officer, me = asking(province.officer()), asking(himself)
    list_out = {"purpose": "Đối chiếu danh sách giấy", "fields": ["full_name"]}
    for statuses in ([], ["struck_off"], ["official"], ["expelled"]):
        officer.post("/member-exports", {**list_out, "statuses": statuses})
        officer.get(f"/members/{member_id}")

    found, cursor = [], None
    while cursor or not found:
        more = {"cursor": cursor} if cursor else {}
        page = me.get("/me/record/views", limit=2, **more).json
        found += page["items"]
        cursor = page["next_cursor"]

    assert found == me.get("/me/record/views").json["items"]


def test_a_correction_on_the_list_for_above_is_among_who_opened_the_record(
    province, member_id, himself, asking
):
    with province.runtime.transaction() as session:
        account = an_account(session, name="Phạm Cán Bộ")
    officer = asking(as_holder(Role.ORGANISATION_OFFICER, province.province, account))
    asked = {"field": "birth_place", "wanted": "Xã Thử", "reason": "Ghi nhầm."}
    correction = asking(himself).post("/me/corrections", asked).json["id"]
    officer.post(f"/corrections/{correction}/steps", {"code": "accept"})
    made = officer.post("/corrections/exports", {"purpose": "Báo lên cấp trên"}).json

    assert officer.get(f"/corrections/exports/{made['id']}").status == 200

    assert opened(asking, himself)[0] == ("corrections.export", {"birth_place", "card_number"})


def test_what_a_penalty_was_does_not_lie_open_in_the_database(province, member_id, asking):
    with province.runtime.transaction(read_only=True) as session:
        [line] = session.scalars(select(RecordLine).where(RecordLine.list == "discipline"))
    assert line.code is None
    assert b"warning" not in line.sealed

    record = asking(province.officer()).get(f"/members/{member_id}").json

    [penalties] = [one["lines"] for one in record["lists"] if one["code"] == "discipline"]
    assert penalties[0]["code"] == {"code": "warning", "name": "Cảnh cáo"}
