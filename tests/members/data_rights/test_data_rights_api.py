"""Requests, breaches, and everything held about oneself, over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.core.identity import GUEST
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import sealed
from handbook_api.members.corrections import service as corrections
from handbook_api.members.transfers import service as transfers
from tests.support.asking import asking_as
from tests.support.people import FIRST_DAY

ASKED = {"kind": "see", "text": "Cho tôi xem những gì sổ tay giữ về tôi."}


@pytest.fixture
def asking(runtime):
    return asking_as(runtime)


def test_asked_answered_and_read(here, asking):
    himself, officer = asking(here.himself), asking(here.officer)
    made = himself.post("/me/data-requests", ASKED)
    assert (made.status, made.json["state"]["code"]) == (201, "received")
    assert made.json["explanation"]
    path = f"/data-requests/{made.json['id']}"
    queue = officer.get("/data-requests", state="received").json["items"]
    assert [one["id"] for one in queue] == [made.json["id"]]
    assert officer.get(path).json["text"] == ASKED["text"]
    answered = officer.post(f"{path}/answer", {"outcome": "agreed", "text": "Bản in kèm theo."})
    assert answered.json["outcome"]["name"] == "Đồng ý"

    own = himself.get("/me/data-requests").json["items"]
    assert own[0]["answer"] == "Bản in kèm theo."


def test_a_paper_request_is_entered_answered_and_carried_out(here, asking):
    officer = asking(here.officer)
    paper = {
        "kind": "delete",
        "text": "Xin xóa số cũ.",
        "member_id": str(here.member.id),
        "received_on": clock.today().isoformat(),
    }
    path = f"/data-requests/{officer.post('/data-requests', paper).json['id']}"
    early = officer.post(f"{path}/carrying-out")
    assert (early.status, early.code) == (409, "data_rights.not_yet_answered")
    officer.post(f"{path}/answer", {"outcome": "agreed", "text": "Sẽ xóa."})

    assert officer.post(f"{path}/carrying-out").json["state"]["code"] == "carried_out"


def test_requests_of_others_do_not_exist(here, elsewhere, asking):
    made = asking(here.himself).post("/me/data-requests", ASKED).json["id"]
    for stranger in (elsewhere.officer, elsewhere.himself, here.secretary, here.administrator):
        client = asking(stranger)
        hidden, missing = (client.get(f"/data-requests/{one}") for one in (made, uuid4()))
        assert hidden.json | {"request_id": ""} == missing.json | {"request_id": ""}
        assert client.delete(f"/me/data-requests/{made}").status == 404
        assert client.get("/data-requests").json["items"] == []


def test_the_queue_costs_the_same_for_many(here, asking):
    himself, officer = asking(here.himself), asking(here.officer)
    himself.post("/me/data-requests", ASKED)
    one = officer.get("/data-requests")
    for _ in range(5):
        himself.post("/me/data-requests", ASKED)
    many = officer.get("/data-requests")

    assert one.queries == many.queries <= 2
    assert ASKED["text"].encode() not in many.body


def test_a_breach_goes_through_its_steps(here, asking):
    keeper = asking(here.administrator)
    noticed = clock.now() - timedelta(hours=1)
    made = keeper.post(
        "/breaches",
        {
            "organisation_id": str(here.committee.id),
            "noticed_at": noticed.isoformat(),
            "description": "Mất một máy tính.",
            "affected": 12,
        },
    )
    assert (made.status, made.json["state"]["code"]) == (201, "noticed")
    steps = f"/breaches/{made.json['id']}/steps"
    assert keeper.post(steps, {"code": "reported"}).json["state"]["code"] == "reported"
    assert keeper.post(steps, {"code": "told", "affected": 11}).json["affected"] == 11
    keeper.post(steps, {"code": "closed"})
    late = keeper.post(steps, {"code": "noted", "note": "Còn nữa."})
    assert (late.status, late.code) == (409, "data_rights.breach_closed")

    seen = asking(here.officer).get(f"/breaches/{made.json['id']}").json
    assert [step["step"]["code"] for step in seen["steps"]] == [
        "noticed",
        "reported",
        "told",
        "closed",
    ]
    assert seen["description"] == "Mất một máy tính."
    listed = asking(here.officer).get("/breaches", overdue="false")
    assert "máy tính".encode() not in listed.body
    assert len(listed.json["items"]) == 1


def test_a_breach_has_a_moment_with_its_zone(here, asking):
    body = {
        "organisation_id": str(here.committee.id),
        "noticed_at": "2026-03-06T09:00:00",
        "description": "Mất máy.",
    }
    answer = asking(here.administrator).post("/breaches", body)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "noticed_at")


def test_strangers_keep_no_register(here, elsewhere, asking):
    for stranger in (here.himself, here.secretary):
        answer = asking(stranger).post(
            "/breaches",
            {
                "organisation_id": str(here.committee.id),
                "noticed_at": clock.now().isoformat(),
                "description": "Không phải việc của tôi.",
            },
        )
        assert (answer.status, answer.code) == (403, "request.forbidden")
    answer = asking(elsewhere.administrator).get(f"/breaches/{uuid4()}")
    assert (answer.status, answer.code) == (404, "data_rights.breach_not_found")


@pytest.fixture
def much(runtime, here):
    """Something of every kind is held about the member, and an officer has looked at it."""
    with runtime.transaction() as session:
        fields = runtime.content.member_fields
        for field, text in (("citizen_id", "079060012345"), ("home_town", "Xã Mẫu, huyện Thử")):
            sealed.put(session, fields[field], here.member.id, text, FIRST_DAY)
        sealed.put(session, fields["home_town"], here.member.id, "Phường Mới", clock.today())
        said = corrections.NewCorrection("qualification", "Kỹ sư", "Theo bằng.")
        corrections.ask(session, here.himself, runtime.content, said)
        moving = transfers.NewTransfer("official_out", place="Tỉnh Xa", reason="Theo con.")
        row = transfers.start_transfer(session, here.himself, runtime.content, moving)
        transfers.read_transfer(session, here.officer, row.transfer.id)


@pytest.mark.usefixtures("much")
def test_everything_held_about_oneself_is_in_one_document(runtime, here, asking):
    himself = asking(here.himself)
    himself.post("/me/data-requests", ASKED)
    answer = himself.get("/me/data")
    data = answer.json

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    values = {(one["field"]["code"], one["value"]) for one in data["record"]["values"]}
    assert values == {
        ("citizen_id", "079060012345"),
        ("home_town", "Xã Mẫu, huyện Thử"),
        ("home_town", "Phường Mới"),
    }
    assert all(one["purpose"] and one["retention"] for one in data["record"]["values"])
    assert data["record"]["transfers"][0]["reason"] == "Theo con."
    assert data["record"]["corrections"][0]["wanted"] == "Kỹ sư"
    assert data["record"]["data_requests"][0]["text"] == ASKED["text"]
    views = [(one["act"]["code"], one["own"]) for one in data["record"]["views"]]
    assert ("transfers.read", False) in views
    assert data["account"]["name"] == "Trần Thị Mẫu"
    assert [one["role"]["code"] for one in data["account"]["appointments"]] == ["member"]
    assert {one["act"] for one in data["acts"]} >= {"transfers.start", "corrections.ask"}
    with runtime.transaction(read_only=True) as session:
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.sequence)).all()
    assert acts[-1] == "data_rights.read_own"


def test_who_has_an_account_only_gets_what_is_held_about_that(here, asking):
    data = asking(here.officer).get("/me/data").json

    assert data["record"] is None
    assert data["account"]["name"] == "Cán bộ Thử"


def test_a_guest_has_no_data_here(asking):
    guest = asking(GUEST)

    for path in ("/me/data", "/me/data-requests", "/data-requests", "/breaches"):
        answer = guest.get(path)
        assert (answer.status, answer.code) == (401, "auth.sign_in_needed")
