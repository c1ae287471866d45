"""Wrong tries of somebody who is signed in: counted apart from the door, and all in the log."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from tests.auth.conftest import NOON, OTHER_PASSWORD, PASSWORD
from tests.support.people import appoint, signed_in


@pytest.fixture
def mine(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.member))


@pytest.fixture
def sign_in(client, village):
    return lambda password: client.post(
        "/auth/sign-in", {"name": "12345678", "password": password, "device": "Máy thử"}
    )


@pytest.fixture
def refused_tries(runtime):
    """What the log holds of wrong tries: of whose account, by whom, and what was wrong."""

    def read():
        query = select(AuditEntry).where(AuditEntry.act == "auth.refused_try")
        with runtime.transaction(read_only=True) as session:
            entries = session.scalars(query.order_by(AuditEntry.sequence)).all()
        assert all(one.refused and one.subject_kind == "account" for one in entries)
        return [(one.subject_id, one.actor_account_id, one.facts) for one in entries]

    return read


@pytest.fixture
def secret(mine):
    """The member has one-time codes; return their secret."""
    with clock.frozen(NOON):
        begun = mine.post("/me/one-time-codes", {"password": PASSWORD}).json
        code = pyotp.TOTP(begun["secret"]).at(NOON)
        assert mine.post("/me/one-time-codes/confirmation", {"code": code}).status == 200
    return begun["secret"]


def _change(client, current):
    return client.put("/me/password", {"current": current, "new": OTHER_PASSWORD})


def test_a_stranger_at_the_door_keeps_nobody_from_changing_his_password(mine, sign_in):
    for _ in range(6):
        sign_in("sai")
    assert sign_in(PASSWORD).code == "auth.too_many_tries"

    assert _change(mine, PASSWORD).status == 204


def test_a_thief_with_a_signed_in_phone_locks_neither_the_door_nor_another_device(
    mine, client, runtime, village, sign_in
):
    thief = client.acting_as(signed_in(runtime, village.member, device="Máy mất"))
    tried = [_change(thief, "sai").code for _ in range(6)]

    assert tried == ["auth.password_wrong"] * 5 + ["auth.too_many_tries"]
    assert sign_in(PASSWORD).status == 200
    told = mine.get("/me/security-events").json["items"]
    assert "password_tried" in {one["what"] for one in told}
    assert _change(mine, PASSWORD).status == 204


def test_guessing_codes_to_take_them_off_leaves_the_door_of_offices_open(mine, secret):
    with clock.frozen(NOON + timedelta(minutes=1)):
        tried = [mine.post("/me/one-time-codes/removal", {"code": "000000"}).code for _ in range(6)]
        code = pyotp.TOTP(secret).at(NOON + timedelta(minutes=1))
        given = mine.post("/auth/second-factor", {"code": code})

    assert tried == ["auth.code_wrong"] * 5 + ["auth.too_many_tries"]
    assert given.status == 200


def test_every_wrong_try_at_an_account_is_in_the_log_by_its_kind(
    mine, client, runtime, village, secret, refused_tries
):
    secretary = client.acting_as(signed_in(runtime, village.secretary))
    issued = secretary.post("/slips", {"account_ids": [str(village.member.id)]})
    slip = issued.json["items"][0]["code"]
    secretary.post(f"/accounts/{village.member.id}/resets", {})
    new = {"name": "12345678", "code": "0000000000", "password": OTHER_PASSWORD}

    _change(mine, "sai")
    mine.post("/auth/second-factor", {"code": "000000"})
    mine.post("/auth/second-factor", {"code": "AAAAA-BBBBB"})
    client.post("/auth/slip/sign-in", {"code": slip, "birth_year": 1900})
    for _ in range(2):
        client.post("/auth/reset", new)
    client.post("/auth/reset", {**new, "name": "không có ai"})

    him, unknown = str(village.member.id), "unknown"
    assert refused_tries() == [
        (him, village.member.id, {"kind": "password"}),
        (him, village.member.id, {"kind": "one_time_code"}),
        (him, village.member.id, {"kind": "backup_code"}),
        (him, None, {"kind": "birth_year"}),
        (him, None, {"kind": "reset"}),
        (him, None, {"kind": "reset"}),
        (unknown, None, {"kind": "reset"}),
    ]
    told = [one["what"] for one in mine.get("/me/security-events").json["items"]]
    assert told.count("reset_tried") == 1


def test_codes_that_nobody_asked_a_reset_for_are_no_news_to_the_owner(mine, client, village):
    new = {"name": "12345678", "code": "0000000000", "password": OTHER_PASSWORD}
    client.post("/auth/reset", new)

    assert mine.get("/me/security-events").json["items"] == []


def test_a_secretary_by_slip_is_told_to_set_a_password_not_to_give_a_code(client, runtime, village):
    mine = client.acting_as(signed_in(runtime, village.secretary, strength=Strength.SLIP))

    for refused in (
        mine.get("/accounts"),
        mine.get(f"/accounts/{village.member.id}"),
        mine.post("/slips", {"account_ids": [str(village.member.id)]}),
    ):
        assert (refused.status, refused.code) == (403, "auth.password_needed")
        assert "đặt mật khẩu" in refused.json["detail"]
    assert mine.put("/me/password", {"new": OTHER_PASSWORD}).status == 204
    assert mine.get("/accounts").status == 200


def test_an_officer_by_slip_sets_a_password_before_his_code_counts(client, runtime, village):
    mine = client.acting_as(signed_in(runtime, village.officer, strength=Strength.SLIP))

    assert mine.get("/accounts").code == "auth.password_needed"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/auth/second-factor", {"code": "000000"}),
        ("/me/one-time-codes", {"password": PASSWORD}),
        ("/me/one-time-codes/confirmation", {"code": "000000"}),
        ("/me/one-time-codes/removal", {"code": "000000"}),
        ("/me/backup-codes", {"code": "000000"}),
    ],
)
def test_a_session_by_slip_neither_sets_codes_up_nor_gives_any(
    client, runtime, village, path, body
):
    by_slip = client.acting_as(signed_in(runtime, village.member, strength=Strength.SLIP))

    assert by_slip.post(path, body).code == "auth.password_needed"


def test_a_code_given_in_a_session_by_slip_wakes_no_office(client, runtime, village):
    with runtime.transaction() as session:
        appoint(session, village.member, village.committee, Role.OFFICE_OFFICER)
    token = signed_in(runtime, village.member, strength=Strength.TWO_FACTOR)
    with runtime.transaction() as session:
        of_his = select(DeviceSession).where(DeviceSession.account_id == village.member.id)
        session.scalars(of_his).one().strength = Strength.SLIP

    assert client.acting_as(token).get("/me").json["strength"] == "slip"


def test_a_name_is_chosen_by_whoever_knows_the_password(client, runtime, village):
    by_slip = client.acting_as(signed_in(runtime, village.member, strength=Strength.SLIP))

    for refused in (
        by_slip.put("/me/sign-in-name", {"name": "bac.an"}),
        by_slip.delete("/me/sign-in-name"),
    ):
        assert (refused.status, refused.code) == (403, "auth.password_needed")


def test_choosing_names_is_no_way_to_find_out_who_signs_in(client, runtime, village, refused_tries):
    with clock.frozen(NOON):
        theirs = client.acting_as(signed_in(runtime, village.stranger))
        theirs.put("/me/sign-in-name", {"name": "le.thu"})
        mine = client.acting_as(signed_in(runtime, village.member))
        tried = [mine.put("/me/sign-in-name", {"name": "le.thu"}).code for _ in range(5)]
        paused = mine.put("/me/sign-in-name", {"name": "khong.ai"})
    with clock.frozen(NOON + timedelta(minutes=31)):
        after = mine.put("/me/sign-in-name", {"name": "khong.ai"})

    assert tried == ["auth.name_taken"] * 5
    assert (paused.status, paused.code) == (429, "auth.too_many_tries")
    assert after.status == 204
    assert refused_tries() == [(str(village.member.id), village.member.id, {"kind": "name"})] * 5
