"""Told by a call, in person, on paper; answered by mouth; taken back."""

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.db.audit_model import AuditEntry
from handbook_api.notices.models import Answer, Contact, Recipient
from tests.support.notices import said
from tests.support.people import later

TOLD = {"how": "phone", "outcome": "told"}
FAR = "Phạm Thị Xa"


def row_of(calling, name):
    account = calling.people[name].account_id
    with calling.runtime.transaction(read_only=True) as session:
        return session.scalars(select(Recipient).where(Recipient.account_id == account)).one()


def acts(calling):
    with calling.runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == "notices.tell")
        return [entry.facts for entry in session.scalars(query.order_by(AuditEntry.sequence))]


@pytest.mark.parametrize("how", ["phone", "in_person", "paper"])
def test_whoever_was_told_counts_as_reached_and_his_phone_hears_of_it(
    calling, meeting, member_path, secretary, how
):
    member = calling.as_(FAR)
    before = member.get("/me/inbox/summary").json["revision"]

    noted = secretary.post(f"{member_path(meeting, FAR)}/contacts", {"how": how, "outcome": "told"})

    assert noted.status == 201, noted.json
    assert noted.json["recipient"]["reach"] == {"code": "told", "name": "Đã báo cách khác"}
    assert noted.json["recipient"]["told"]["how"]["code"] == how
    assert secretary.get(f"/notices/{meeting}").json["totals"]["reach"]["told"] == 1
    assert member.get("/me/inbox/summary").json["revision"] > before
    assert [one["id"] for one in member.get("/me/sync").json["notices"]] == [meeting]


def test_what_came_through_by_itself_is_more_than_being_told(
    calling, meeting, member_path, secretary
):
    calling.as_(FAR).post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})

    secretary.post(f"{member_path(meeting, FAR)}/contacts", TOLD)

    row = row_of(calling, FAR)
    assert (row.reach, row.told_how) == ("answered", "phone")


def test_a_try_that_came_to_nothing_reaches_nobody(calling, meeting, member_path, secretary):
    tried = {"how": "phone", "outcome": "no_answer"}
    noted = secretary.post(f"{member_path(meeting, FAR)}/contacts", tried)

    assert noted.json["contact"]["outcome"] == {"code": "no_answer", "name": "Không nghe máy"}
    assert (row_of(calling, FAR).reach, row_of(calling, FAR).told_at) == ("in_inbox", None)


def test_a_wrong_number_says_which_field_to_correct(meeting, member_path, secretary):
    wrong = {"how": "phone", "outcome": "wrong_number"}
    noted = secretary.post(f"{member_path(meeting, FAR)}/contacts", wrong)
    of_paper = secretary.post(
        f"{member_path(meeting, FAR)}/contacts", {"how": "paper", "outcome": "wrong_number"}
    )

    assert noted.json["to_correct"] == {"code": "phone", "name": "Số điện thoại"}
    assert (of_paper.status, of_paper.code) == (422, "request.invalid")


def test_an_answer_by_mouth_is_his_and_he_sees_who_wrote_it_down(
    calling, meeting, member_path, secretary
):
    said = {"answer": "absent", "reason": "Đi viện"}
    given = secretary.post(f"{member_path(meeting, FAR)}/answers", said)

    assert given.status == 201, given.json
    assert given.json["answer"] == {"code": "absent", "name": "Tôi xin vắng"}
    assert given.json["reach"]["code"] == "answered"
    own = calling.as_(FAR).get(f"/me/inbox/{meeting}").json["own_answers"]
    writer = str(calling.people["Nguyễn Văn Bí"].account_id)
    assert [(one["reason"], one["given_by"]) for one in own] == [("Đi viện", writer)]
    with calling.runtime.transaction(read_only=True) as session:
        assert "viện".encode() not in session.scalars(select(Answer.sealed)).one()


def test_an_answer_by_mouth_is_held_to_the_same_rules(calling, meeting, member_path, secretary):
    path = f"{member_path(meeting, FAR)}/answers"

    for body, code in (
        ({"answer": "absent"}, "notices.reason_needed"),
        ({"answer": "maybe"}, "notices.answer_unknown"),
    ):
        assert (secretary.post(path, body).status, secretary.post(path, body).code) == (422, code)
    with clock.frozen(later(days=6, hours=12)):
        late = calling.as_("Nguyễn Văn Bí").post(path, {"answer": "attend"})
    assert late.json["answer_late"] is True


def test_his_own_later_answer_is_not_undone_by_what_was_heard_before(calling, meeting, member_path):
    heard = clock.now().isoformat()
    with clock.frozen(later(hours=2)):
        calling.as_(FAR).post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})
    with clock.frozen(later(hours=3)):
        found = calling.as_("Nguyễn Văn Bí").post(
            f"{member_path(meeting, FAR)}/answers",
            {"answer": "absent", "reason": "Bận", "made_at": heard},
        )

    assert found.json["answer"]["code"] == "attend"


def test_a_mistake_is_taken_back_and_it_is_told_anew_how_far_it_came(
    calling, meeting, member_path, secretary
):
    path = f"{member_path(meeting, FAR)}/contacts"
    by_phone = secretary.post(path, TOLD).json["contact"]["id"]
    with clock.frozen(later(minutes=10)):
        on_paper = calling.as_("Nguyễn Văn Bí").post(path, {"how": "paper", "outcome": "told"})

    assert secretary.delete(f"{path}/{on_paper.json['contact']['id']}").status == 204
    assert (row_of(calling, FAR).reach, row_of(calling, FAR).told_how) == ("told", "phone")
    assert secretary.delete(f"{path}/{by_phone}").status == 204

    row = row_of(calling, FAR)
    assert (row.reach, row.told_at, row.told_how, row.told_by) == ("in_inbox", None, None, None)
    gone = secretary.delete(f"{path}/{by_phone}")
    assert (gone.status, gone.code) == (404, "notices.contact_not_found")


def test_what_a_phone_had_received_is_not_forgotten_with_it(
    calling, meeting, member_path, secretary
):
    receipt = {"receipts": [{"notice_id": meeting, "what": "delivered"}]}
    calling.as_(FAR).post("/me/inbox/receipts", receipt)
    path = f"{member_path(meeting, FAR)}/contacts"
    contact = secretary.post(path, TOLD).json["contact"]["id"]

    secretary.delete(f"{path}/{contact}")

    assert row_of(calling, FAR).reach == "delivered"


def test_only_who_wrote_it_takes_it_back_and_on_the_same_day(
    calling, meeting, member_path, secretary
):
    path = f"{member_path(meeting, FAR)}/contacts"
    contact = secretary.post(path, TOLD).json["contact"]["id"]

    by_another = calling.as_("Vũ Thị Phó").delete(f"{path}/{contact}")
    with clock.frozen(later(days=1)):
        later_on = calling.as_("Nguyễn Văn Bí").delete(f"{path}/{contact}")

    for refused in (by_another, later_on):
        assert (refused.status, refused.code) == (409, "notices.contact_stands")
    assert row_of(calling, FAR).reach == "told"


def test_contacts_of_one_person_are_not_those_of_another(calling, meeting, member_path, secretary):
    path = f"{member_path(meeting, FAR)}/contacts"
    contact = secretary.post(path, TOLD).json["contact"]["id"]

    crossed = secretary.delete(f"{member_path(meeting, 'Lê Văn Giấy')}/contacts/{contact}")

    assert (crossed.status, crossed.code) == (404, "notices.contact_not_found")


def test_every_act_is_written_down_without_words(calling, meeting, member_path, secretary):
    path, member = member_path(meeting, FAR), str(calling.people[FAR].id)
    contact = secretary.post(f"{path}/contacts", TOLD).json["contact"]["id"]
    secretary.post(f"{path}/answers", {"answer": "absent", "reason": "Đi viện"})
    secretary.delete(f"{path}/contacts/{contact}")

    assert acts(calling) == [
        {"member": member, "how": "phone", "outcome": "told"},
        {"member": member, "answered": True},
        {"member": member, "taken_back": True},
    ]


def test_once_closed_nothing_is_written_down(calling, meeting, member_path):
    calling.work(until=later(days=40), slots=True)
    with clock.frozen(later(days=40)):
        secretary = calling.as_("Nguyễn Văn Bí")
        for path, body in (("contacts", TOLD), ("answers", {"answer": "attend"})):
            refused = secretary.post(f"{member_path(meeting, FAR)}/{path}", body)
            assert (refused.status, refused.code) == (409, "notices.over")
    with calling.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Contact)).all() == []


def test_members_write_down_nothing_not_even_for_themselves(calling, meeting, member_path):
    for name in ("Trần Thị Máy", "Hoàng Văn Khác"):
        refused = calling.as_(name).post(f"{member_path(meeting, FAR)}/contacts", TOLD)
        assert (refused.status, refused.code) == (404, "notices.not_found")


def test_who_speaks_but_does_not_look_after_sees_and_writes_nothing_down(
    calling, meeting, member_path
):
    calling.member(
        "Mai Thị Tuyên", calling.tree.sibling, Role.PROPAGANDA_OFFICER, serves=calling.tree.ward
    )
    officer = calling.as_("Mai Thị Tuyên")

    assert officer.get(member_path(meeting, FAR)).status == 404
    refused = officer.post(f"{member_path(meeting, FAR)}/contacts", TOLD)
    assert (refused.status, refused.code) == (404, "notices.recipient_not_found")


def test_whom_the_notice_names_has_no_right_that_his_office_does_not_give(calling, member_path):
    ward, office = calling.tree.ward, Role.PROPAGANDA_OFFICER
    named = calling.member("Mai Thị Hỏi", calling.tree.sibling, office, serves=ward)
    body = said(
        ward,
        audience={"organisations": [str(ward.id)]},
        contact_id=str(named.account_id),
    )

    refused = calling.as_("Bùi Văn Đoàn").post("/notices", body)

    assert (refused.status, refused.code) == (422, "notices.contact_outside")


def test_a_guest_is_looked_after_where_he_takes_part_now(calling, send, member_path):
    tree = calling.tree
    calling.member("Tạ Văn Chủ", tree.sibling, Role.SECRETARY)
    calling.member("Khách Thị Thử", tree.cell, host_cell_id=tree.sibling.id)
    audience = {"organisations": [str(tree.ward.id)]}
    notice = send(calling.as_("Bùi Văn Đoàn"), tree.ward, audience=audience)

    at_home = calling.as_("Nguyễn Văn Bí").post(
        f"{member_path(notice, 'Khách Thị Thử')}/contacts", TOLD
    )
    at_his_hosts = calling.as_("Tạ Văn Chủ").post(
        f"{member_path(notice, 'Khách Thị Thử')}/contacts", TOLD
    )

    assert (at_home.status, at_home.code) == (404, "notices.recipient_not_found")
    assert at_his_hosts.status == 201, at_his_hosts.json
