"""Typed codes: guessing is hopeless, and no stranger locks anybody else out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handbook_api.app import create_app
from handbook_api.auth import slip_use
from handbook_api.auth.errors import CodesBusy, SlipUnknown
from handbook_api.auth.typed_codes import source_of
from handbook_api.core import clock
from handbook_api.core.settings import Settings
from handbook_api.runtime import build_runtime
from tests.auth.conftest import NOON, OTHER_PASSWORD
from tests.support.client import Client
from tests.support.people import signed_in

HOME, STRANGER, THIRD = "14.160.1.1", "8.8.8.8", "2405:4800::1"


@pytest.fixture
def rules(runtime):
    usual = runtime.content.security(clock.today())
    return replace(usual, codes_an_hour=3, codes_in_flood_an_hour=1, codes_flood_an_hour=5)


@pytest.fixture
def as_secretary(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.secretary))


@pytest.fixture
def slip(as_secretary, village):
    body = {"account_ids": [str(village.member.id)]}
    return as_secretary.post("/slips", body).json["items"][0]


@pytest.fixture
def look(runtime, rules):
    """What comes of a slip's code typed at an address: its owner's initials, or a refusal."""

    def do(address, code="0000000000"):
        try:
            return slip_use.look_at_slip(runtime.transaction, code, address, rules).name
        except (CodesBusy, SlipUnknown) as refusal:
            return refusal.code

    return do


def test_a_stranger_who_has_had_his_share_waits_and_nobody_with_him(look, slip):
    guesses = [look(STRANGER) for _ in range(4)]

    assert guesses == ["auth.slip_unknown"] * 3 + ["auth.codes_busy"]
    assert look(STRANGER, slip["code"]) == "auth.codes_busy"
    assert look(STRANGER, slip["link"].partition("#")[2]) == "N. V. An"
    assert look(HOME, slip["code"]) == "N. V. An"


def test_a_flood_leaves_everybody_a_smaller_share_and_closes_nothing(look, slip):
    for number in range(5):
        look(f"8.8.4.{number}")

    assert [look(HOME), look(HOME)] == ["auth.slip_unknown", "auth.codes_busy"]
    assert [look(THIRD, slip["code"]) for _ in range(3)] == ["N. V. An"] * 3


def test_an_hour_later_there_is_room_again(look):
    with clock.frozen(NOON):
        for _ in range(4):
            look(STRANGER)
    with clock.frozen(NOON + timedelta(hours=1, seconds=1)):
        assert look(STRANGER) == "auth.slip_unknown"


def test_what_may_be_a_proxy_for_everybody_bears_a_whole_flood(look):
    assert [look("10.0.0.7") for _ in range(6)] == ["auth.slip_unknown"] * 5 + ["auth.codes_busy"]


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("::ffff:8.8.8.8", "8.8.8.8"),
        ("2405:4800:1:2:3::4", "2405:4800:1::/48"),
        ("127.0.0.1", None),
        ("172.18.0.3", None),
        ("", None),
    ],
)
def test_one_sender_is_one_source(address, source):
    assert source_of(address) == source


def test_a_resets_code_is_good_with_its_owners_name_alone(as_secretary, client, village):
    code = as_secretary.post(f"/accounts/{village.member.id}/resets", {}).json["code"]
    body = {"code": code, "password": OTHER_PASSWORD}

    for name in ("87654321", "ai đó", "0999999999"):
        refused = client.post("/auth/reset", {**body, "name": name})
        assert (refused.status, refused.code) == (422, "auth.reset_unknown")
        assert "Tên đăng nhập và mã không đi với nhau" in refused.json["detail"]
    assert client.post("/auth/reset", body).status == 422
    assert client.post("/auth/reset", {**body, "name": "0912 345 678"}).status == 204


def test_as_much_is_done_for_an_unknown_name_as_for_one_without_a_reset(client, village):
    body = {"code": "0000000000", "password": OTHER_PASSWORD}
    client.post("/auth/reset", {**body, "name": "warm up"})

    known, unknown = (
        client.post("/auth/reset", {**body, "name": name}) for name in ("12345678", "87654321")
    )

    assert (known.queries, known.code) == (unknown.queries, unknown.code)


def test_behind_a_trusted_proxy_the_senders_own_address_counts(
    database, tmp_path, settings_for, village
):
    base = settings_for(database, tmp_path / "behind").model_dump()
    behind = build_runtime(Settings.model_validate({**base, "trusted_proxies": 1}))
    try:
        client = Client(create_app(behind), behind.engine)

        def look(sender):
            headers = {"X-Forwarded-For": f"1.1.1.1, {sender}"}
            return client.post("/auth/slip/looking", {"code": "0000000000"}, headers=headers).code

        most = behind.content.security(clock.today()).codes_an_hour
        assert [look(STRANGER) for _ in range(most + 1)][-1] == "auth.codes_busy"
        assert look(HOME) == "auth.slip_unknown"
    finally:
        behind.close()
