"""Transfers over HTTP, from the request to the arrival."""

from uuid import uuid4

import pytest

from handbook_api.core.identity import GUEST
from tests.support.asking import asking_as
from tests.support.records import a_record


@pytest.fixture
def asking(runtime):
    return asking_as(runtime)


@pytest.fixture
def asked(town):
    """The body of a member's own request."""
    return {
        "kind": "official_internal",
        "place": "Chi bộ Mới, phường bên",
        "reason": "Chuyển nhà theo con.",
        "changed_on": "2026-01-05",
    }


def test_from_the_request_to_the_arrival(town, asking, asked):
    himself, secretary = asking(town.himself), asking(town.old.secretary)
    made = himself.post("/transfers", asked)
    assert made.status == 201
    here = f"/transfers/{made.json['id']}"
    assert made.json["open_steps"] == [
        {"code": "withdraw", "name": "Rút đề nghị", "needs_reason": False}
    ]
    assert secretary.post(f"{here}/steps", {"code": "agree"}).status == 201
    officer = asking(town.old.officer)
    sent = officer.post(
        f"{here}/steps", {"code": "send", "to_code": town.new.cell.code, "decision": "7-GT/ĐU"}
    )
    assert sent.json["state"]["code"] == "sent"
    receiving = asking(town.new.officer)
    receiving.post(f"{here}/steps", {"code": "receive"})
    done = asking(town.new.secretary).post(f"{here}/steps", {"code": "complete"})

    assert (done.status, done.json["done"], done.json["overdue"]) == (201, True, False)
    seen = himself.get(here).json
    assert seen["to_cell"]["id"] == str(town.new.cell.id)
    assert [step["step"]["code"] for step in seen["steps"]] == [
        "request",
        "agree",
        "send",
        "receive",
        "complete",
    ]
    assert seen["steps"][2]["decision"] == "7-GT/ĐU"
    assert (seen["place"], seen["reason"]) == (asked["place"], asked["reason"])


def test_a_list_shows_no_words_and_costs_the_same_for_one_and_for_many(
    runtime, town, asking, begin
):
    officer = asking(town.old.officer)
    begin(reason="Lý do kín.")
    one = officer.get("/transfers")
    for number in range(9):
        with runtime.transaction() as session:
            cell = session.get_one(type(town.old.cell), town.old.cell.id)
            member = a_record(session, cell, name=f"Nguyễn Văn Thử {number}")
        begin(member_id=member.id)
    many = officer.get("/transfers")

    assert (len(one.json["items"]), len(many.json["items"])) == (1, 10)
    assert one.queries == many.queries <= 2
    assert b"reason" not in one.body
    assert many.headers["Cache-Control"] == "no-store"


def test_one_transfer_costs_the_same_however_many_steps_it_has(town, asking, begin, step):
    transfer_id = begin()
    officer = asking(town.new.officer)
    before = officer.get(f"/transfers/{transfer_id}").queries
    step(transfer_id, "agree", town.old.secretary)
    step(transfer_id, "send", town.old.officer)

    assert officer.get(f"/transfers/{transfer_id}").queries == before


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"direction": "internal"}, 1),
        ({"direction": "outgoing"}, 1),
        ({"direction": "incoming"}, 0),
        ({"kind": "official_out", "direction": "internal"}, 0),
        ({"state": "requested"}, 2),
        ({"state": "sent"}, 0),
        ({"overdue": "true"}, 0),
    ],
)
def test_a_list_is_filtered(runtime, town, asking, begin, query, count):
    with runtime.transaction() as session:
        cell = session.get_one(type(town.old.cell), town.old.cell.id)
        other = a_record(session, cell, name="Nguyễn Văn Thử")
    begin()
    begin("official_out", member_id=other.id)

    assert len(asking(town.old.officer).get("/transfers", **query).json["items"]) == count


def test_a_stranger_is_told_the_same_of_a_hidden_transfer_as_of_a_missing_one(town, asking, begin):
    transfer_id = begin()
    for stranger in town.strangers:
        client = asking(stranger)
        hidden, missing = (client.get(f"/transfers/{one}") for one in (transfer_id, uuid4()))
        told = [{**one.json, "request_id": ""} for one in (hidden, missing)]
        assert told[0] == told[1]
        assert (hidden.status, hidden.code) == (404, "transfers.not_found")
        step = client.post(f"/transfers/{transfer_id}/steps", {"code": "agree"})
        assert (step.status, step.code) == (404, "transfers.not_found")


def test_a_guest_signs_in_first(asking, asked):
    guest = asking(GUEST)

    for answer in (guest.get("/transfers"), guest.post("/transfers", asked)):
        assert (answer.status, answer.code) == (401, "auth.sign_in_needed")


def test_what_is_wrong_with_a_request_is_said_field_by_field(town, asking):
    answer = asking(town.himself).post("/transfers", {"kind": "", "on": "0", "colour": "red"})

    assert answer.status == 422
    assert {one["field"] for one in answer.json["errors"]} == {"kind", "on", "colour"}


def test_an_unknown_kind_lists_the_known_ones_in_words(town, asking, asked):
    answer = asking(town.himself).post("/transfers", {**asked, "kind": "by_train"})

    assert (answer.status, answer.code) == (422, "transfers.unknown_kind")
    assert "official_internal" in answer.json["detail"]


def test_a_step_out_of_turn_says_where_the_transfer_stands(town, asking, begin):
    transfer_id = begin()
    answer = asking(town.old.officer).post(f"/transfers/{transfer_id}/steps", {"code": "send"})

    assert (answer.status, answer.code) == (409, "transfers.step_not_open")
    assert "Đã đề nghị" in answer.json["detail"]


def test_a_request_sent_twice_begins_one_transfer(town, asking, asked):
    himself, key = asking(town.himself), {"Idempotency-Key": "khoa-chong-gui-trung"}
    first, second = (himself.post("/transfers", asked, headers=key) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.json["id"] == second.json["id"]
