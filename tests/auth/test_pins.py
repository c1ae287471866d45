"""The PIN of one device: what may be chosen, how it guards, and what wrong ones cost."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.app import create_app
from handbook_api.auth import pins
from handbook_api.auth.errors import PinWeak
from handbook_api.auth.models import Account, DeviceSession
from handbook_api.auth.pin_choice import check_pin
from handbook_api.auth.tokens import session_of
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.runtime import build_runtime
from tests.auth.conftest import NOON, OTHER_PASSWORD
from tests.support.client import Client
from tests.support.people import signed_in
from tests.support.together import together

PIN, OTHER_PIN = "740918", "301846"


@pytest.fixture
def token(runtime, village):
    with clock.frozen(NOON):
        return signed_in(runtime, village.member)


@pytest.fixture
def mine(client, token):
    return client.acting_as(token)


@pytest.fixture
def guarded(mine):
    with clock.frozen(NOON):
        assert mine.put("/me/pin", {"new": PIN}).status == 204
    return mine


def _open(client, pin):
    return client.post("/me/pin/opening", {"pin": pin})


def _told(client):
    return [one["what"] for one in client.get("/me/security-events").json["items"]]


@pytest.mark.parametrize(
    "pin",
    ["12345", "1234567", "12345a", "１２３４５６", "123456", "987654", "890123", "111111",
     "121212", "123123", "112233", "195074", "741950", "030250", "500203", "020350"],
)  # fmt: skip
def test_what_anybody_would_try_first_is_no_pin(pin):
    with pytest.raises(PinWeak):
        check_pin(pin, 1950)


@pytest.mark.parametrize("pin", [PIN, OTHER_PIN, "120964", "195574"])
def test_other_six_digits_are_a_pin(pin):
    check_pin(pin, 1950)
    check_pin(pin, None)


def test_a_pin_opens_for_some_minutes_and_is_kept_as_a_hash(guarded, runtime):
    with clock.frozen(NOON + timedelta(minutes=9)):
        assert guarded.get("/me/pin").json["lock"] == "open"
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert guarded.get("/me/pin").json == {
            "lock": "shut", "open_until": None, "waits_until": None, "tries_left": 5
        }  # fmt: skip
        assert _open(guarded, f"{PIN[:3]} {PIN[3:]}").status == 204
        assert guarded.get("/me/pin").json["lock"] == "open"
    with runtime.transaction(read_only=True) as session:
        kept = session.scalars(
            select(DeviceSession.pin_hash).where(DeviceSession.pin_hash.is_not(None))
        ).one()
    assert kept.startswith("$argon2id$")
    assert PIN not in kept


def test_another_device_of_the_same_person_asks_for_nothing(guarded, client, runtime, village):
    with clock.frozen(NOON):
        other = client.acting_as(signed_in(runtime, village.member, device="Máy khác"))
        assert other.get("/me/pin").json["lock"] == "none"
        assert _open(other, PIN).code == "auth.pin_not_set"


def test_a_new_pin_and_none_at_all_take_the_present_one(guarded):
    with clock.frozen(NOON):
        assert guarded.put("/me/pin", {"new": OTHER_PIN}).code == "auth.pin_wrong"
        assert guarded.put("/me/pin", {"current": PIN, "new": "123456"}).code == "auth.pin_weak"
        assert guarded.put("/me/pin", {"current": PIN, "new": OTHER_PIN}).status == 204
        assert guarded.post("/me/pin/removal", {"pin": PIN}).code == "auth.pin_wrong"
        assert guarded.post("/me/pin/removal", {"pin": OTHER_PIN}).status == 204
        assert guarded.get("/me/pin").json["lock"] == "none"
        told = _told(guarded)
    assert (told.count("pin_set"), told.count("pin_removed")) == (2, 1)


def test_five_wrong_ones_do_away_with_it_after_a_restart_too(guarded, runtime, token):
    restarted = build_runtime(runtime.settings)
    nodes = [guarded, Client(create_app(restarted), restarted.engine, token)]
    for left, minute in ((4, 11), (3, 12), (2, 13), (1, 15)):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            refused = _open(nodes[minute % 2], "000001")
        assert refused.code == "auth.pin_wrong"
        assert f"{left} " in refused.json["detail"]
    restarted.close()
    with clock.frozen(NOON + timedelta(minutes=17)):
        assert _open(guarded, "000001").code == "auth.pin_lost"
        assert _open(guarded, PIN).code == "auth.pin_lost"
        assert guarded.put("/me/pin", {"new": OTHER_PIN}).code == "auth.pin_lost"
        assert guarded.get("/me/pin").json["lock"] == "lost"
        assert "pin_lost" in _told(guarded)


def test_many_wrong_ones_in_one_moment_are_no_more_tries(guarded, runtime, token, village):
    himself = Identity("x", account_id=village.member.id, session_id=session_of(token))
    rules = runtime.content.security(clock.today())
    tries = [lambda: pins.unlock(runtime.transaction, himself, "000001", rules)] * 8

    codes = Counter(together(*tries))

    assert codes == {"auth.pin_wrong": 3, "auth.too_many_tries": 5}


def test_from_the_third_wrong_one_even_the_right_one_waits(guarded):
    with clock.frozen(NOON):
        for _ in range(3):
            assert _open(guarded, "000001").code == "auth.pin_wrong"
        assert _open(guarded, PIN).code == "auth.too_many_tries"
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert _open(guarded, PIN).status == 204
        assert guarded.get("/me/pin").json["tries_left"] == 5


def test_whoever_holds_the_phone_chooses_no_first_password_past_the_pin(guarded, runtime, village):
    with runtime.transaction() as session:
        session.get_one(Account, village.member.id).password_hash = None
    choose = {"new": OTHER_PASSWORD}
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert guarded.put("/me/password", choose).code == "auth.pin_needed"
        _open(guarded, PIN)
        assert guarded.put("/me/password", choose).status == 204
