"""The door: names, passwords, counted tries, and what a stranger can tell from outside."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handbook_api.app import create_app
from handbook_api.auth import passwords
from handbook_api.auth.models import Account, DeviceSession, FailedTry, SecurityEvent
from handbook_api.auth.passwords import SignInBusy
from handbook_api.core import clock
from handbook_api.runtime import build_runtime
from tests.auth.conftest import NOON, PASSWORD
from tests.support.client import Client
from tests.support.people import signed_in

SAME = {"X-Request-Id": "00000000-0000-4000-8000-000000000001"}


@pytest.fixture
def sign_in(client, village):
    """Try a name and a password at the door."""

    def do(name="12345678", password=PASSWORD, through=client):
        body = {"name": name, "password": password, "device": "Máy  thử\n"}
        return through.post("/auth/sign-in", body, headers=SAME)

    return do


@pytest.mark.parametrize("name", ["12345678", "12.345.678", "0912345678", "+84 912 345 678"])
def test_one_signs_in_by_card_or_phone_however_it_is_written(sign_in, client, village, name):
    given = sign_in(name)

    assert given.status == 200
    me = client.acting_as(given.json["access_token"]).get("/me")
    assert me.json["account_id"] == str(village.member.id)
    assert me.json["strength"] == "password"
    assert me.headers["Cache-Control"] == "no-store"


def test_a_device_is_remembered_by_its_tidied_name(sign_in, client):
    token = sign_in().json["access_token"]

    (device,) = client.acting_as(token).get("/me/sessions").json["items"]

    assert (device["device"], device["is_current"]) == ("Máy thử", True)


def test_a_password_in_another_composition_is_the_same_password(sign_in):
    decomposed = "khoai lang nu\u031bo\u031b\u0301ng ma\u0323\u0302t".replace("a\u0323\u0302", "ậ")

    assert sign_in(password=decomposed).status == 200


def test_a_stranger_cannot_tell_a_known_name_from_an_unknown_one(sign_in):
    with clock.frozen(NOON):
        answers = [(sign_in("12345678", "sai"), sign_in("87654321", "sai")) for _ in range(7)]

    for known, unknown in answers:
        assert known.body == unknown.body
        assert known.headers == unknown.headers
        assert known.status == unknown.status
    assert [known.code for known, _ in answers] == [
        *["auth.not_recognised"] * 5,
        *["auth.too_many_tries"] * 2,
    ]


def test_as_much_is_done_for_an_unknown_name_as_for_a_known_one(sign_in):
    known, unknown = sign_in("12345678", "sai"), sign_in("87654321", "sai")

    assert known.queries == unknown.queries


def test_a_hash_is_worked_out_for_every_name(sign_in, monkeypatch):
    worked = []
    really = passwords.verify_password
    monkeypatch.setattr(
        passwords, "verify_password", lambda *given: worked.append(1) or really(*given)
    )
    sign_in("87654321", "sai")
    sign_in("12345678", "sai")

    assert len(worked) == 2


def test_the_right_password_waits_while_the_name_is_paused(sign_in):
    with clock.frozen(NOON):
        for _ in range(5):
            sign_in(password="sai")
        refused = sign_in()

    assert (refused.status, refused.code) == (429, "auth.too_many_tries")
    assert refused.headers["Retry-After"] == "1800"
    assert "12:30" in refused.json["detail"]


def test_the_pause_ends_by_itself(sign_in):
    with clock.frozen(NOON):
        for _ in range(5):
            sign_in(password="sai")
    with clock.frozen(NOON + timedelta(minutes=29, seconds=59)):
        assert sign_in().status == 429
    with clock.frozen(NOON + timedelta(minutes=30)):
        assert sign_in().status == 200


def test_the_owner_is_told_of_the_pause(sign_in, runtime, village, client):
    for _ in range(5):
        sign_in(password="sai")
    told = client.acting_as(signed_in(runtime, village.member)).get("/me/security-events")

    assert [one["what"] for one in told.json["items"]] == ["locked"]
    assert "nhập sai mật khẩu" in told.json["items"][0]["words"]


def test_three_names_do_not_give_three_times_as_many_tries(sign_in, monkeypatch):
    for name in ("12345678", "0912345678", "12345678", "0912345678", "12345678"):
        sign_in(name, "sai")
    looked_at = []
    monkeypatch.setattr(passwords, "verify_password", lambda *given: looked_at.append(given))
    refused = sign_in("0912345678")

    assert (refused.status, refused.code) == (401, "auth.not_recognised")
    assert "tạm nghỉ" in refused.json["detail"]
    assert [kept for _, kept in looked_at] == [passwords._NOBODYS]


def test_signing_in_takes_back_its_own_try_and_no_other(sign_in, runtime):
    for _ in range(4):
        sign_in(password="sai")
    assert sign_in().status == 200
    assert sign_in(password="sai").status == 401

    assert sign_in().code == "auth.too_many_tries"
    with runtime.transaction() as session:
        assert session.scalar(select(func.count()).select_from(FailedTry)) == 10


def test_ten_thousand_guesses_at_once_are_five(sign_in, runtime, monkeypatch):
    # A hundred stand for ten thousand: what counts is that they overlap.
    compared = []
    monkeypatch.setattr(
        passwords, "verify_password", lambda typed, kept: compared.append(kept) or False
    )
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: sign_in(password=f"sai {n}").status, range(100)))

    assert sorted(set(answers)) == [401, 429]
    assert answers.count(401) == len(compared) == 5


def test_tries_are_counted_across_a_restart(sign_in, runtime, settings_for, tmp_path):
    for _ in range(4):
        sign_in(password="sai")
    again = build_runtime(settings_for(runtime.settings.database, tmp_path / "again"))
    try:
        restarted = Client(create_app(again), again.engine)
        assert sign_in(password="sai", through=restarted).code == "auth.not_recognised"
        assert sign_in(through=restarted).code == "auth.too_many_tries"
    finally:
        again.close()


def test_somebody_turned_away_by_a_crowd_has_not_tried(sign_in, runtime, monkeypatch):
    def crowd(*_):
        raise SignInBusy

    monkeypatch.setattr(passwords, "verify_password", crowd)

    refused = sign_in()

    assert (refused.status, refused.code) == (503, "auth.busy")
    assert "Retry-After" in refused.headers
    with runtime.transaction() as session:
        assert session.scalar(select(func.count()).select_from(FailedTry)) == 0


def test_a_disabled_account_is_told_so_only_for_the_right_password(sign_in, runtime, village):
    with runtime.transaction() as session:
        session.get_one(Account, village.member.id).state = "disabled"

    assert sign_in(password="sai").code == "auth.not_recognised"
    assert (sign_in().status, sign_in().code) == (403, "auth.account_disabled")
    with runtime.transaction() as session:
        assert session.scalar(select(DeviceSession)) is None


def test_an_account_without_a_password_is_nobodys(sign_in, runtime, village):
    with runtime.transaction() as session:
        session.get_one(Account, village.member.id).password_hash = None

    assert sign_in().code == "auth.not_recognised"


def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(sign_in, runtime, village, monkeypatch):
    with runtime.transaction() as session:
        before = session.get_one(Account, village.member.id).password_hash
    monkeypatch.setattr(passwords, "needs_rehash", lambda kept: True)

    assert sign_in().status == 200

    with runtime.transaction() as session:
        assert session.get_one(Account, village.member.id).password_hash != before
    assert sign_in().status == 200


def test_a_password_changed_while_it_was_compared_does_not_sign_in(
    sign_in, runtime, village, monkeypatch
):
    def slowly(typed, kept):
        with runtime.transaction() as session:
            session.get_one(Account, village.member.id).password_hash = "another"
        return True

    monkeypatch.setattr(passwords, "verify_password", slowly)

    assert sign_in().code == "auth.not_recognised"


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "password": "x"},
        {"name": "x" * 201, "password": "x"},
        {"name": "x", "password": "x" * 301},
        {"name": "x", "password": "x", "device": "x" * 81},
        {"name": "x", "password": "x", "role": "administrator"},
        {"name": "x"},
    ],
)
def test_what_is_no_sign_in_is_refused_by_field(client, body):
    assert (client.post("/auth/sign-in", body).status) == 422


@pytest.mark.parametrize("name", ["\u0000", "x\u0000y", "🌾" * 20, " ", "ＡＢＣ", "-", "0" * 200])
def test_any_text_is_somebodys_name_or_nobodys(sign_in, name):
    assert sign_in(name).code == "auth.not_recognised"


def test_signing_in_is_in_the_log_without_names(sign_in, runtime, village):
    sign_in()
    with runtime.transaction() as session:
        told = session.scalars(select(SecurityEvent)).all()

    assert [(one.what, one.facts) for one in told] == [("signed_in", {"device": "Máy thử"})]
