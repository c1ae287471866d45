"""One's own password and name, and what one is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import select

from handbook_api.auth import passwords
from handbook_api.auth.models import Account, FailedTry
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from tests.auth.conftest import OTHER_PASSWORD, PASSWORD
from tests.support.people import a_member, appoint, signed_in


@pytest.fixture
def mine(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.member))


def _sign_in(client, name, password=PASSWORD):
    return client.post("/auth/sign-in", {"name": name, "password": password})


def test_who_am_i_says_who_and_where_and_who_answers_for_it_all(mine, village):
    me = mine.get("/me")

    assert me.json == {
        "account_id": str(village.member.id),
        "name": "Nguyễn Văn An",
        "strength": "password",
        "has_password": True,
        "second_factor": "off",
        "backup_codes_left": 0,
        "sign_in_names": ["card", "phone"],
        "grants": [
            {
                "role": {"code": "member", "name": "Đảng viên"},
                "organisation_id": str(village.cell.id),
                "organisation": "Chi bộ 3",
                "path": village.cell.path,
                "until": None,
            }
        ],
        "dormant": [],
        "unseen_events": 0,
        "responsible": {"system_owner": "", "system_operator": "", "data_owner": ""},
    }
    assert me.queries <= 8


def test_english_is_spoken_when_asked_for(mine):
    me = mine.get("/me", headers={"Accept-Language": "en"}).json

    assert me["grants"][0]["role"]["name"] == "Member"


def test_several_roles_in_several_places(client, runtime, village):
    with runtime.transaction() as session:
        appoint(session, village.secretary, village.committee, Role.COMMITTEE_MEMBER)
        appoint(session, village.secretary, village.other_cell, Role.FOLLOWER)
    token = signed_in(runtime, village.secretary, strength=Strength.TWO_FACTOR)
    me = client.acting_as(token).get("/me").json

    assert sorted((one["role"]["code"], one["organisation"]) for one in me["grants"]) == [
        ("committee_member", "Đảng bộ Thử"),
        ("follower", "Chi bộ 4"),
        ("member", "Chi bộ 3"),
        ("secretary", "Chi bộ 3"),
    ]


def test_a_new_password_replaces_the_old_and_signs_others_out(mine, client, runtime, village):
    other = client.acting_as(signed_in(runtime, village.member))
    changed = mine.put("/me/password", {"current": PASSWORD, "new": OTHER_PASSWORD})

    assert changed.status == 204
    assert mine.get("/me").status == 200
    assert other.get("/me").code == "auth.session_ended"
    assert _sign_in(client, "12345678").code == "auth.not_recognised"
    assert _sign_in(client, "12345678", OTHER_PASSWORD).status == 200


@pytest.mark.parametrize("current", [None, "sai"])
def test_a_borrowed_phone_changes_no_password(mine, current):
    refused = mine.put("/me/password", {"current": current, "new": OTHER_PASSWORD})

    assert refused.status == 422


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("ngắn", "auth.password_too_short"),
        ("x" * 129, "auth.password_too_long"),
        ("password123", "auth.password_common"),
        ("nguyễn văn an", "auth.password_personal"),
    ],
)
def test_what_may_not_be_a_password(mine, new, code):
    assert mine.put("/me/password", {"current": PASSWORD, "new": new}).code == code


def test_ones_own_sign_in_name_is_no_password_in_whatever_spelling(mine):
    mine.put("/me/sign-in-name", {"name": "vuonbuoinamroi"})
    refused = mine.put("/me/password", {"current": PASSWORD, "new": "Vườn bưởi Năm Roi"})

    assert refused.code == "auth.password_personal"


def test_one_chooses_a_name_and_signs_in_under_it_however_it_is_typed(mine, client):
    assert mine.put("/me/sign-in-name", {"name": "Bác An.1950"}).status == 204

    for typed in ("bacan.1950", "BÁC AN.1950", "bác an.1950"):
        assert _sign_in(client, typed).status == 200
    assert mine.get("/me").json["sign_in_names"] == ["card", "chosen", "phone"]


def test_a_new_name_replaces_the_old_and_can_be_dropped(mine, client):
    mine.put("/me/sign-in-name", {"name": "bac.an"})
    mine.put("/me/sign-in-name", {"name": "ong.an"})
    assert _sign_in(client, "bac.an").code == "auth.not_recognised"
    assert _sign_in(client, "ong.an").status == 200
    assert mine.put("/me/sign-in-name", {"name": "Ông.An"}).status == 204

    assert mine.delete("/me/sign-in-name").status == 204
    assert _sign_in(client, "ong.an").code == "auth.not_recognised"


@pytest.mark.parametrize(
    "name", ["abc", "x" * 41, "12345678", "0912 345 678", "12-34-56-78", "a/b c!", "кириллица"]
)
def test_what_may_not_be_a_chosen_name(mine, name):
    assert mine.put("/me/sign-in-name", {"name": name}).code == "auth.name_not_understood"


def test_a_name_belongs_to_one_person(mine, client, runtime, village):
    mine.put("/me/sign-in-name", {"name": "bac.an"})
    theirs = client.acting_as(signed_in(runtime, village.stranger))
    refused = theirs.put("/me/sign-in-name", {"name": "BÁC.AN"})

    assert (refused.status, refused.code) == (409, "auth.name_taken")


def test_of_many_who_choose_one_name_at_once_one_has_it(client, runtime, village):
    with runtime.transaction() as session:
        people = [a_member(session, village.cell) for _ in range(6)]
    tokens = [signed_in(runtime, one) for one in people]

    def choose(token):
        mine = client.acting_as(token)
        return mine.put("/me/sign-in-name", {"name": "ai.cung.muon"}).status

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(choose, tokens))

    assert statuses == [204, *[409] * 5]


def test_what_one_was_told_is_seen_when_one_says_so(mine):
    mine.put("/me/sign-in-name", {"name": "bac.an"})
    mine.delete("/me/sign-in-name")
    mine.put("/me/sign-in-name", {"name": "ong.an"})
    first = mine.get("/me/security-events", limit=2)
    rest = mine.get("/me/security-events", limit=2, cursor=first.json["next_cursor"])

    assert mine.get("/me").json["unseen_events"] == 3
    assert [len(one.json["items"]) for one in (first, rest)] == [2, 1]
    assert not any(one["seen"] for one in first.json["items"])
    assert mine.post("/me/security-events/seen").status == 204
    assert mine.get("/me").json["unseen_events"] == 0


def test_nobody_is_told_of_another(client, runtime, village, mine):
    mine.put("/me/sign-in-name", {"name": "bac.an"})
    theirs = client.acting_as(signed_in(runtime, village.stranger))
    theirs.post("/me/security-events/seen")

    assert theirs.get("/me/security-events").json["items"] == []
    assert mine.get("/me").json["unseen_events"] == 1


def test_a_slip_keeps_other_offices_asleep_but_not_ones_own_record(client, runtime, village):
    with runtime.transaction() as session:
        deputy = a_member(session, village.other_cell, Role.DEPUTY_SECRETARY)
    token = signed_in(runtime, deputy, strength=Strength.SLIP)
    me = client.acting_as(token).get("/me").json

    assert [one["role"]["code"] for one in me["grants"]] == ["member"]
    assert me["dormant"][0]["needs"] == "password"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/me"),
        ("PUT", "/me/password"),
        ("POST", "/auth/sign-out"),
        ("POST", "/auth/second-factor"),
        ("GET", "/accounts"),
        ("POST", "/slips"),
    ],
)
def test_guests_are_asked_to_sign_in_before_their_body_is_read(client, village, method, path):
    refused = client.ask(method, path, body=b"{", headers={"Content-Type": "application/json"})

    assert (refused.status, refused.code) == (401, "auth.sign_in_needed")


def test_a_password_that_somebody_else_just_changed_is_not_overwritten(
    mine, runtime, village, monkeypatch
):
    really = passwords.hash_password

    def slowly(text):
        with runtime.transaction() as session:
            session.get_one(Account, village.member.id).password_hash = "another"
        return really(text)

    monkeypatch.setattr(passwords, "hash_password", slowly)

    refused = mine.put("/me/password", {"current": PASSWORD, "new": OTHER_PASSWORD})
    assert refused.code == "auth.password_wrong"


def test_a_crowd_at_the_door_costs_no_try(mine, runtime, monkeypatch):
    def crowd(*_):
        raise passwords.SignInBusy

    monkeypatch.setattr(passwords, "verify_password", crowd)

    assert mine.post("/me/one-time-codes", {"password": PASSWORD}).code == "auth.busy"
    with runtime.transaction() as session:
        assert session.scalars(select(FailedTry)).all() == []


def test_how_long_a_password_may_be_and_how_many_backup_codes_there_are_is_content(
    runtime, village, mine, monkeypatch
):
    rules = runtime.content.security(clock.today())
    shorter = replace(rules, password_max_length=20, backup_codes=3)
    monkeypatch.setattr(type(runtime.content), "security", lambda self, on: shorter)

    refused = mine.put("/me/password", {"current": PASSWORD, "new": "bưởi năm roi chín vàng rộ"})
    begun = mine.post("/me/one-time-codes", {"password": PASSWORD}).json
    code = pyotp.TOTP(begun["secret"]).at(clock.now())
    made = mine.post("/me/one-time-codes/confirmation", {"code": code}).json

    assert refused.code == "auth.password_too_long"
    assert "20" in refused.json["detail"]
    assert len(made["codes"]) == 3
