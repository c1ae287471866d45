"""Whom to call: nobody too early, nobody twice, nobody whom it reached."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.db.audit_model import AuditEntry
from tests.notices.calling.conftest import a_meeting, a_phone
from tests.support.people import later

PHONE = {"how": "phone", "outcome": "no_answer"}


def names(answer):
    assert answer.status == 200, answer.json
    return [one["name"] for one in answer.json["items"]]


def listed(client, notice, **query):
    return names(client.get(f"/notices/{notice}/call-list", **query))


def entries(calling, act):
    with calling.runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.sequence)
        return session.scalars(query).all()


def test_before_its_time_the_list_is_empty_and_says_from_when(meeting, secretary):
    found = secretary.get(f"/notices/{meeting}/call-list").json

    assert (found["items"], found["begun"]) == ([], False)
    assert found["call_from"] > clock.now().isoformat()


def test_in_the_evening_everybody_stands_there_whom_nothing_reached(
    calling, meeting, in_the_evening
):
    reader = calling.as_("Trần Thị Máy")
    reader.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})

    secretary = calling.as_("Nguyễn Văn Bí")

    assert listed(secretary, meeting) == [
        "Nguyễn Văn Bí",
        "Lê Văn Giấy",
        "Vũ Thị Phó",
        "Phạm Thị Xa",
    ]


def test_a_line_says_how_to_reach_him_and_whether_a_bell_would_ring(
    calling, meeting, in_the_evening
):
    secretary = calling.as_("Nguyễn Văn Bí")
    found = secretary.get(f"/notices/{meeting}/call-list").json["items"]
    line = next(one for one in found if one["name"] == "Phạm Thị Xa")

    assert line["phone"] == "0912000077"
    assert line["reachable_by"] == {"code": "app", "name": "Qua sổ tay trên điện thoại"}
    assert line["device"]["state"]["code"] == "none"
    assert line["group"] == {"code": "unreached", "name": "Chưa nhận được"}
    assert (line["tries"], line["last_try"], line["to_correct"]) == (0, None, None)


def test_reading_the_numbers_is_written_down_once_for_the_list(calling, meeting, in_the_evening):
    calling.as_("Nguyễn Văn Bí").get(f"/notices/{meeting}/call-list")

    (entry,) = entries(calling, "notices.read_call_list")
    assert (entry.subject_id, entry.fields) == (meeting, ["phone"])
    assert entry.facts == {"people": 5, "numbers": 1}
    assert entry.path == calling.tree.cell.path


def test_the_never_tried_come_first_then_who_did_not_pick_up_then_the_rest(
    calling, meeting, member_path, in_the_evening
):
    secretary = calling.as_("Nguyễn Văn Bí")
    wrong = {"how": "phone", "outcome": "wrong_number"}
    secretary.post(f"{member_path(meeting, 'Nguyễn Văn Bí')}/contacts", wrong)
    secretary.post(f"{member_path(meeting, 'Lê Văn Giấy')}/contacts", PHONE)
    secretary.post(f"{member_path(meeting, 'Lê Văn Giấy')}/contacts", PHONE)

    found = secretary.get(f"/notices/{meeting}/call-list").json["items"]

    assert [one["name"] for one in found] == [
        "Trần Thị Máy",
        "Vũ Thị Phó",
        "Phạm Thị Xa",
        "Lê Văn Giấy",
        "Nguyễn Văn Bí",
    ]
    assert (found[3]["tries"], found[3]["last_try"]["outcome"]["name"]) == (2, "Không nghe máy")
    assert found[4]["to_correct"] == {"code": "phone", "name": "Số điện thoại"}


def test_who_opened_it_and_said_nothing_is_the_second_group(calling, meeting, in_the_evening):
    reader = calling.as_("Lê Văn Giấy")
    reader.post("/me/inbox/receipts", {"receipts": [{"notice_id": meeting, "what": "opened"}]})

    found = calling.as_("Nguyễn Văn Bí").get(f"/notices/{meeting}/call-list").json["items"]

    assert [one["group"]["code"] for one in found] == ["unreached"] * 4 + ["unanswered"]
    assert (found[-1]["name"], found[-1]["group"]["name"]) == (
        "Lê Văn Giấy",
        "Đã mở, chưa trả lời",
    )


def test_where_nothing_is_asked_whoever_opened_it_is_done(calling, send):
    notice = send(kind="information")
    with clock.frozen(later(hours=13)):
        reader = calling.as_("Lê Văn Giấy")
        reader.post("/me/inbox/receipts", {"receipts": [{"notice_id": notice, "what": "opened"}]})

        assert "Lê Văn Giấy" not in listed(calling.as_("Nguyễn Văn Bí"), notice)


def test_whoever_was_told_is_called_no_more_though_he_has_not_answered(
    calling, meeting, member_path, in_the_evening
):
    reader, secretary = calling.as_("Lê Văn Giấy"), calling.as_("Nguyễn Văn Bí")
    reader.post("/me/inbox/receipts", {"receipts": [{"notice_id": meeting, "what": "opened"}]})
    told = {"how": "phone", "outcome": "told"}

    secretary.post(f"{member_path(meeting, 'Lê Văn Giấy')}/contacts", told)
    secretary.post(f"{member_path(meeting, 'Phạm Thị Xa')}/contacts", told)

    assert listed(secretary, meeting) == ["Nguyễn Văn Bí", "Trần Thị Máy", "Vũ Thị Phó"]


def test_pages_go_on_where_they_stopped_and_their_cursors_tell_no_name(
    calling, meeting, member_path, in_the_evening
):
    secretary = calling.as_("Nguyễn Văn Bí")
    secretary.post(f"{member_path(meeting, 'Nguyễn Văn Bí')}/contacts", PHONE)
    calling.as_("Trần Thị Máy").post(
        "/me/inbox/receipts", {"receipts": [{"notice_id": meeting, "what": "opened"}]}
    )
    whole, seen, cursor = listed(secretary, meeting), [], None
    while True:
        query = {"cursor": cursor} if cursor else {}
        page = secretary.get(f"/notices/{meeting}/call-list", limit=1, **query)
        seen += names(page)
        cursor = page.json["next_cursor"]
        if cursor is None:
            break

    assert seen == whole
    assert len(seen) == 5
    broken = secretary.get(f"/notices/{meeting}/call-list", cursor="bm9wZQ")
    assert (broken.status, broken.code) == (422, "request.cursor")


def test_a_longer_list_costs_no_more(calling, meeting, in_the_evening):
    secretary = calling.as_("Nguyễn Văn Bí")

    short = secretary.get(f"/notices/{meeting}/call-list", limit=1)
    long = secretary.get(f"/notices/{meeting}/call-list", limit=100)

    assert len(long.json["items"]) == 5
    assert long.queries <= short.queries


def test_once_the_matter_is_over_nobody_is_called(calling, meeting, send):
    ends = clock.now() + timedelta(hours=14)
    short = send(kind="information", expires_at=ends.isoformat())
    with clock.frozen(later(hours=13)):
        assert listed(calling.as_("Nguyễn Văn Bí"), short)
    with clock.frozen(later(hours=15)):
        assert listed(calling.as_("Nguyễn Văn Bí"), short) == []

    calling.work(until=later(days=40), slots=True)
    with clock.frozen(later(days=40)):
        assert listed(calling.as_("Nguyễn Văn Bí"), meeting) == []


def test_each_secretary_has_his_own_people_and_the_sender_has_all(calling, send):
    calling.member("Cao Văn Hai", calling.tree.sibling, Role.SECRETARY)
    officer = calling.as_("Đỗ Thị Viên")
    ward = calling.tree.ward
    notice = send(officer, ward, audience={"organisations": [str(ward.id)]})

    with clock.frozen(later(hours=13)):
        own = listed(calling.as_("Nguyễn Văn Bí"), notice)
        theirs = listed(calling.as_("Cao Văn Hai"), notice)
        everybody = listed(calling.as_("Đỗ Thị Viên"), notice)
        part = listed(calling.as_("Đỗ Thị Viên"), notice, within=str(calling.tree.cell.id))

    assert sorted(own + theirs) == sorted(everybody)
    assert set(own).isdisjoint(theirs)
    assert part == own
    assert len(own) == 5


def test_another_wards_people_do_not_see_it(calling, meeting, in_the_evening):
    calling.member("Tạ Văn Ngoài", calling.tree.far_cell, Role.SECRETARY)

    for path in ("call-list", "recipients", "papers"):
        found = calling.as_("Tạ Văn Ngoài").get(f"/notices/{meeting}/{path}")
        assert (found.status, found.code) == (404, "notices.not_found")


def test_who_speaks_for_the_sender_and_looks_after_nobody_sees_numbers_and_no_people(calling, send):
    ward = calling.tree.ward
    calling.member("Mai Thị Hỏi", calling.tree.sibling, Role.PROPAGANDA_OFFICER, serves=ward)
    everybody = {"audience": {"organisations": [str(ward.id)]}}
    notice = send(calling.as_("Bùi Văn Đoàn"), ward, **everybody)

    with clock.frozen(later(hours=13)):
        officer = calling.as_("Mai Thị Hỏi")
        whole = officer.get(f"/notices/{notice}").json
        listed = officer.get(f"/notices/{notice}/call-list").json["items"]
        recipients = officer.get(f"/notices/{notice}/recipients").json["items"]

    assert whole["totals"]["people"] == whole["people"] == 8
    assert listed == recipients == []


def test_who_looks_after_a_part_knows_of_that_part_alone(calling, send):
    ward = calling.tree.ward
    everybody = {"audience": {"organisations": [str(ward.id)]}}
    notice = send(calling.as_("Bùi Văn Đoàn"), ward, **everybody)

    secretary = calling.as_("Nguyễn Văn Bí")
    found = secretary.get(f"/notices/{notice}").json
    listed = secretary.get("/notices").json["items"]
    told = secretary.get(f"/notices/{notice}/timeline").json["events"]

    assert (found["audience"], found["contact_id"], found["people"]) == (None, None, 5)
    assert [one["people"] for one in listed if one["id"] == notice] == [None]
    assert {one["by"] for one in told} == {None}
    assert [one["what"]["code"] for one in told] == ["in_inboxes"]


@pytest.mark.parametrize(("days", "state"), [(1, "works"), (36, "idle")])
def test_a_device_that_has_been_silent_for_long_does_not_count(calling, send, days, state):
    with calling.runtime.transaction() as session:
        a_phone(session, calling.people["Phạm Thị Xa"].account_id)
    with clock.frozen(later(days=days)):
        notice = send(calling.as_("Nguyễn Văn Bí"), **a_meeting())
    with clock.frozen(later(days=days, hours=13)):
        found = calling.as_("Nguyễn Văn Bí").get(f"/notices/{notice}/call-list").json["items"]

    assert {one["name"]: one["device"]["state"]["code"] for one in found}["Phạm Thị Xa"] == state
