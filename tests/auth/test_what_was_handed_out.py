"""Slips and resets end when their owner, or whoever looks after him, closes the account's doors."""

import pyotp
import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Strength
from tests.auth.conftest import OTHER_PASSWORD, PASSWORD
from tests.support.people import signed_in


@pytest.fixture
def mine(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.member))


@pytest.fixture
def handed_out(client, runtime, village):
    """A slip used once and a reset, both still good."""
    secretary = client.acting_as(signed_in(runtime, village.secretary))
    body = {"account_ids": [str(village.member.id)]}
    slip = secretary.post("/slips", body).json["items"][0]["code"]
    reset = secretary.post(f"/accounts/{village.member.id}/resets", {}).json["code"]
    assert _use_slip(client, slip).status == 200
    return slip, reset


def _use_slip(client, code):
    used = {"code": code, "birth_year": 1950, "device": "Máy thử"}
    return client.post("/auth/slip/sign-in", used)


def _use_reset(client, code):
    new = {"name": "12345678", "code": code, "password": "bưởi năm roi chín"}
    return client.post("/auth/reset", new)


def _set_password(mine, client, runtime, village, reset):
    assert mine.put("/me/password", {"current": PASSWORD, "new": OTHER_PASSWORD}).status == 204


def _use_the_reset(mine, client, runtime, village, reset):
    assert _use_reset(client, reset).status == 204


def _sign_out_my_other_devices(mine, client, runtime, village, reset):
    assert mine.delete("/me/sessions").status == 200


def _have_an_officer_sign_me_out(mine, client, runtime, village, reset):
    token = signed_in(runtime, village.administrator, strength=Strength.TWO_FACTOR)
    answer = client.acting_as(token).delete(f"/accounts/{village.member.id}/sessions")
    assert answer.status == 200


def _turn_one_time_codes_on(mine, client, runtime, village, reset):
    begun = mine.post("/me/one-time-codes", {"password": PASSWORD}).json
    code = pyotp.TOTP(begun["secret"]).at(clock.now())
    assert mine.post("/me/one-time-codes/confirmation", {"code": code}).status == 200


@pytest.mark.parametrize(
    "close",
    [
        _set_password,
        _use_the_reset,
        _sign_out_my_other_devices,
        _have_an_officer_sign_me_out,
        _turn_one_time_codes_on,
    ],
)
def test_closing_the_doors_closes_those_that_were_handed_out_too(
    handed_out, mine, client, runtime, village, close
):
    slip, reset = handed_out

    close(mine, client, runtime, village, reset)

    assert _use_slip(client, slip).code == "auth.slip_revoked"
    assert _use_reset(client, reset).code == "auth.reset_unknown"


def test_setting_up_codes_that_nobody_confirms_ends_nothing(handed_out, mine, client):
    mine.post("/me/one-time-codes", {"password": PASSWORD})

    assert _use_slip(client, handed_out[0]).status == 200
