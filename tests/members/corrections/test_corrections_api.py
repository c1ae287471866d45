"""Corrections over HTTP: the member's side, the queue, the list for above."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest

from handbook_api.core import clock
from handbook_api.core.identity import GUEST
from handbook_api.members.status_steps import Step, change_status
from tests.support.asking import asking_as

SAID = {"field": "qualification", "wanted": "Kỹ sư", "reason": "Theo bằng."}


@pytest.fixture
def asking(runtime):
    return asking_as(runtime)


def test_from_the_report_to_the_list_for_above(here, asking):
    himself, officer = asking(here.himself), asking(here.officer)
    made = himself.post("/me/corrections", SAID)
    assert (made.status, made.json["state"]["code"], made.json["wanted"]) == (201, "asked", "Kỹ sư")
    steps = f"/corrections/{made.json['id']}/steps"
    assert asking(here.secretary).post(steps, {"code": "forward"}).status == 201
    accepted = officer.post(steps, {"code": "accept"})
    assert accepted.json["state"]["name"] == "Đã chấp nhận"
    own = himself.get("/me/corrections").json["items"]
    assert [step["step"]["code"] for step in own[0]["steps"]] == ["ask", "forward", "accept"]

    listed = officer.post("/corrections/exports", {"purpose": "Báo lên cấp trên"})
    assert (listed.status, listed.json["rows"]) == (201, 1)
    file = officer.get(listed.json["href"].removeprefix("/api/v1"))
    assert file.status == 200
    assert file.headers["Cache-Control"] == "no-store"
    rows = list(openpyxl.load_workbook(BytesIO(file.body)).active.values)
    assert rows[-1][9] == "Kỹ sư"
    assert himself.get("/me/corrections").json["items"][0]["exported"] is True


def test_who_does_not_see_a_field_does_not_see_what_is_asked_of_it(here, asking):
    asked = {"field": "citizen_id", "wanted": "079060012345", "reason": "Căn cước mới."}
    made = asking(here.himself).post("/me/corrections", asked).json
    secretary = asking(here.secretary).get(f"/corrections/{made['id']}")
    officer = asking(here.officer).get(f"/corrections/{made['id']}")

    assert (secretary.json["hidden"], secretary.json["wanted"]) == (True, None)
    assert b"079060012345" not in secretary.body
    assert (officer.json["hidden"], officer.json["wanted"]) == (False, "079060012345")


def test_the_queue_shows_no_words_and_costs_the_same_for_many(here, asking, ask):
    officer = asking(here.officer)
    ask()
    one = officer.get("/corrections")
    for field in ("languages", "occupation", "birth_name", "home_town"):
        ask(field, "Giá trị đúng")
    many = officer.get("/corrections")

    assert (len(one.json["items"]), len(many.json["items"])) == (1, 5)
    assert one.queries == many.queries <= 2
    assert "Giá trị đúng".encode() not in many.body


def test_own_corrections_cost_the_same_however_many(here, asking, ask):
    himself = asking(here.himself)
    ask()
    before = himself.get("/me/corrections").queries
    for field in ("languages", "occupation", "birth_name"):
        ask(field, "Giá trị đúng")

    assert himself.get("/me/corrections").queries == before


def test_a_correction_is_withdrawn_once(here, asking, ask):
    himself, correction_id = asking(here.himself), ask()

    assert himself.delete(f"/me/corrections/{correction_id}").status == 204
    again = himself.delete(f"/me/corrections/{correction_id}")
    assert (again.status, again.code) == (409, "corrections.done")


def test_nobody_withdraws_or_reads_anothers(here, elsewhere, asking, ask):
    correction_id = ask()
    for stranger in (elsewhere.himself, elsewhere.secretary, elsewhere.officer):
        client = asking(stranger)
        for answer in (
            client.get(f"/corrections/{correction_id}"),
            client.delete(f"/me/corrections/{correction_id}"),
            client.post(f"/corrections/{correction_id}/steps", {"code": "forward"}),
            client.get(f"/corrections/exports/{uuid4()}"),
        ):
            assert answer.status in (403, 404)
            assert answer.code in (
                "corrections.not_found",
                "request.forbidden",
                "corrections.export_not_found",
            )


def test_a_guest_signs_in_first(asking):
    guest = asking(GUEST)

    for answer in (
        guest.get("/corrections"),
        guest.get("/me/corrections"),
        guest.post("/me/corrections", SAID),
        guest.post("/corrections/exports", {"purpose": "Xem thử"}),
    ):
        assert (answer.status, answer.code) == (401, "auth.sign_in_needed")


def test_an_export_says_what_for(here, asking):
    answer = asking(here.officer).post("/corrections/exports", {"purpose": "x"})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "purpose")


def test_a_secretary_is_shown_no_corrections_of_people_who_left(runtime, here, asking, ask):
    ask()
    with runtime.transaction() as session:
        end = Step("struck_off", clock.today(), None, "1-QĐ/ĐU", clock.today())
        change_status(session, here.officer, runtime.content, here.member.id, end)

    assert asking(here.secretary).get("/corrections").json["items"] == []
    assert len(asking(here.officer).get("/corrections").json["items"]) == 1


def test_what_proves_it_need_not_be_told(here, asking):
    told = {"field": "qualification", "wanted": "Kỹ sư"}

    made = asking(here.himself).post("/me/corrections", told)

    assert (made.status, made.json["reason"]) == (201, None)
