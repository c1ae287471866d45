"""How far a notice came with each; why somebody stays away is read one by one, and noted."""

from sqlalchemy import select

from handbook_api.db.audit_model import AuditEntry

FAR = "Phạm Thị Xa"


def names(answer):
    assert answer.status == 200, answer.json
    return [one["name"] for one in answer.json["items"]]


def test_the_list_says_how_far_it_came_with_each(calling, meeting, secretary):
    calling.as_("Trần Thị Máy").post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})

    found = secretary.get(f"/notices/{meeting}/recipients").json["items"]

    answered = next(one for one in found if one["name"] == "Trần Thị Máy")
    assert len(found) == 5
    assert answered["reach"] == {"code": "answered", "name": "Đã trả lời"}
    assert answered["answer"] == {"code": "attend", "name": "Tôi sẽ dự"}
    assert (answered["answer_late"], answered["opened_version"]) == (False, 1)


def test_the_list_is_narrowed_by_reach_answer_silence_and_place(calling, meeting, secretary):
    calling.as_("Trần Thị Máy").post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})
    path, cell, sibling = f"/notices/{meeting}/recipients", calling.tree.cell, calling.tree.sibling

    assert names(secretary.get(path, reach="answered")) == ["Trần Thị Máy"]
    assert names(secretary.get(path, answer="attend")) == ["Trần Thị Máy"]
    assert len(names(secretary.get(path, silent="true"))) == 4
    assert len(names(secretary.get(path, within=str(cell.id)))) == 5
    strange = secretary.get(path, within=str(sibling.id))
    assert (strange.status, strange.code) == (404, "organisations.not_found")
    assert secretary.get(path, reach="everywhere").status == 422


def test_a_longer_list_costs_no_more_and_pages_hang_together(meeting, secretary):
    path = f"/notices/{meeting}/recipients"
    whole = secretary.get(path)
    first = secretary.get(path, limit=2)
    rest = secretary.get(path, limit=50, cursor=first.json["next_cursor"])

    assert names(first) + names(rest) == names(whole)
    assert whole.queries <= first.queries


def test_reasons_are_not_in_the_list_but_with_the_one_person(calling, meeting, secretary):
    said = {"answer": "absent", "reason": "Đi khám bệnh"}
    calling.as_(FAR).post(f"/me/inbox/{meeting}/answers", said)
    path = f"/notices/{meeting}/recipients"

    assert "khám" not in secretary.get(path).body.decode()
    found = secretary.get(f"{path}/{calling.people[FAR].id}").json

    assert [(one["answer"]["code"], one["reason"]) for one in found["answers"]] == [
        ("absent", "Đi khám bệnh")
    ]
    assert (found["contacts"], found["messages"]) == ([], [])


def test_reading_one_is_written_down_and_he_sees_it_in_his_record(calling, meeting, secretary):
    secretary.get(f"/notices/{meeting}/recipients/{calling.people[FAR].id}")

    with calling.runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == "notices.read_recipient")
        (entry,) = session.scalars(query).all()
    assert (entry.subject_kind, entry.subject_id) == ("member", str(calling.people[FAR].id))
    assert entry.facts == {"notice": meeting, "reasons": 0}
    views = calling.as_(FAR).get("/me/record/views").json["items"]
    assert views[0]["act"] in (
        "notices.read_recipient",
        {
            "code": "notices.read_recipient",
            "name": "Xem câu trả lời và lý do với một thông báo",
        },
    )


def test_contacts_and_bells_stand_with_the_one_person(calling, meeting, member_path, secretary):
    tried = {"how": "phone", "outcome": "no_answer"}
    secretary.post(f"{member_path(meeting, FAR)}/contacts", tried)

    found = secretary.get(member_path(meeting, FAR)).json

    assert [one["outcome"]["code"] for one in found["contacts"]] == ["no_answer"]


def test_a_stranger_is_no_recipient(calling, meeting, member_path, secretary):
    found = secretary.get(member_path(meeting, "Hoàng Văn Khác"))

    assert (found.status, found.code) == (404, "notices.recipient_not_found")
