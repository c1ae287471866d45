"""Devices: kept going by exchange, unmasked by reuse, ended everywhere at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api.app import create_app
from handbook_api.auth.accounts import switch_off, touch_accounts
from handbook_api.auth.models import Account, Appointment, DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import build_runtime
from tests.auth.conftest import NOON, PASSWORD
from tests.support.client import Client
from tests.support.people import appoint, signed_in


@pytest.fixture
def device(client, village):
    """Sign a device of the member in; return its tokens."""

    def do(name="Điện thoại"):
        body = {"name": "12345678", "password": PASSWORD, "device": name}
        return client.post("/auth/sign-in", body).json

    return do


@pytest.fixture
def refresh(client):
    """Exchange a refresh token."""
    return lambda token: client.post("/auth/refresh", {"refresh_token": token})


@pytest.fixture
def another_node(runtime, settings_for, tmp_path):
    """A second process over the same database, as far as one process can play two."""
    built = build_runtime(settings_for(runtime.settings.database, tmp_path / "another"))
    yield Client(create_app(built), built.engine)
    built.close()


def _told(client, token):
    page = client.acting_as(token).get("/me/security-events").json
    return [one["what"] for one in page["items"]]


def test_a_session_goes_on_with_a_new_pair(client, device, refresh):
    first = device()
    second = refresh(first["refresh_token"])

    assert second.status == 200
    assert second.json["refresh_token"] != first["refresh_token"]
    assert client.acting_as(second.json["access_token"]).get("/me").status == 200
    old = client.acting_as(first["access_token"]).get("/me")
    assert (old.status, old.code) == (401, "auth.session_changed")


def test_an_access_token_lasts_ten_minutes(client, device, refresh):
    with clock.frozen(NOON):
        given = device()
    mine = client.acting_as(given["access_token"])
    with clock.frozen(NOON + timedelta(minutes=9, seconds=59)):
        assert mine.get("/me").status == 200
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert mine.get("/me").code == "auth.session_changed"
        assert refresh(given["refresh_token"]).status == 200


def test_a_lost_answer_is_repeated_word_for_word(device, refresh):
    with clock.frozen(NOON):
        given = device()
        first = refresh(given["refresh_token"])
    with clock.frozen(NOON + timedelta(seconds=30)):
        again = refresh(given["refresh_token"])

    assert first.json == again.json


def test_after_the_grace_a_spent_token_ends_the_session_and_the_owner_is_told(
    client, device, refresh, runtime, village
):
    with clock.frozen(NOON):
        stolen = device()["refresh_token"]
        given = refresh(stolen).json
    with clock.frozen(NOON + timedelta(seconds=31)):
        refused = refresh(stolen)
        after = client.acting_as(given["access_token"]).get("/me")
        owner_again = refresh(given["refresh_token"])

    assert (refused.status, refused.code) == (401, "auth.session_ended")
    assert (after.status, after.code) == (401, "auth.session_ended")
    assert owner_again.code == "auth.session_ended"
    assert "session_copied" in _told(client, signed_in(runtime, village.member))


def test_within_the_grace_a_thief_and_the_owner_part_at_the_next_exchange(device, refresh):
    with clock.frozen(NOON):
        stolen = device()["refresh_token"]
        owners = refresh(stolen).json
        thiefs = refresh(stolen).json
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert refresh(owners["refresh_token"]).status == 200
    with clock.frozen(NOON + timedelta(minutes=11)):
        assert refresh(thiefs["refresh_token"]).code == "auth.session_ended"


def test_a_token_two_exchanges_old_is_unmasked_even_within_the_grace(device, refresh):
    with clock.frozen(NOON):
        first = device()["refresh_token"]
        second = refresh(first).json["refresh_token"]
        third = refresh(second).json["refresh_token"]

        assert refresh(first).code == "auth.session_ended"
        assert refresh(third).code == "auth.session_ended"


def test_a_guessed_step_of_a_known_family_ends_the_session(device, refresh):
    given = device()["refresh_token"]
    family = given.partition(".")[0]

    assert refresh(f"{family}.gì-đó").code == "auth.session_ended"
    assert refresh(given).code == "auth.session_ended"


@pytest.mark.parametrize("token", ["x", ".", "a.b", "không.phải", "x" * 200])
def test_what_is_no_refresh_token_of_ours_ends_nothing(device, refresh, token):
    given = device()["refresh_token"]

    assert refresh(token).code == "auth.session_ended"
    assert refresh(given).status == 200


def test_two_tabs_that_exchange_at_once_have_the_same_pair(device, refresh):
    given = device()["refresh_token"]
    with ThreadPoolExecutor(4) as pool:
        pairs = list(pool.map(lambda _: refresh(given).json, range(4)))

    assert len({one["refresh_token"] for one in pairs}) == 1
    assert len({one["access_token"] for one in pairs}) == 1


def test_an_unused_device_is_out_after_half_a_year(device, refresh):
    with clock.frozen(NOON):
        given = device()["refresh_token"]
    with clock.frozen(NOON + timedelta(days=179)):
        given = refresh(given).json["refresh_token"]
    with clock.frozen(NOON + timedelta(days=179 + 180)):
        assert refresh(given).code == "auth.session_ended"


def test_a_device_is_out_after_two_years_however_much_it_is_used(client, device, refresh):
    with clock.frozen(NOON):
        given = device()["refresh_token"]
    for days in range(100, 730, 100):
        with clock.frozen(NOON + timedelta(days=days)):
            given = refresh(given).json["refresh_token"]
    with clock.frozen(NOON + timedelta(days=729, hours=23, minutes=55)):
        last = refresh(given).json
    with clock.frozen(NOON + timedelta(days=730)):
        gone = client.acting_as(last["access_token"]).get("/me")
        assert gone.code == "auth.session_ended"
        assert refresh(last["refresh_token"]).code == "auth.session_ended"


@pytest.mark.parametrize(
    "token",
    ["x", "Bearer", "0123456789abcdef0123456789abcdef.x", f"{'g' * 32}.x", ".", "a.b", "0" * 300],
)
def test_what_is_no_access_token_is_nobodys(client, village, token):
    refused = client.acting_as(token).get("/me")

    assert (refused.status, refused.code) == (401, "auth.sign_in_needed")


def test_the_secret_of_a_session_is_compared_whole(client, device):
    token = device()["access_token"]
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")

    assert client.acting_as(wrong).get("/me").code == "auth.session_changed"


def test_only_digests_lie_in_the_database(device, runtime):
    given = device()
    with runtime.transaction() as session:
        row = session.scalars(select(DeviceSession)).one()

    kept = repr(vars(row))
    assert given["access_token"] not in kept
    assert given["refresh_token"] not in kept
    assert given["access_token"].partition(".")[2] not in kept


def test_who_asks_costs_two_statements(client, device, runtime):
    token = device()["access_token"]

    assert client.acting_as(token).get("/me/sessions").queries == 2 + 1


def test_disabling_is_felt_at_the_next_request_on_another_node(
    another_node, runtime, village, device
):
    given = device()
    there = another_node.acting_as(given["access_token"])
    assert there.get("/me").status == 200
    with runtime.transaction() as session:
        switch_off(session, [village.member.id], "left")

    assert there.get("/me").code == "auth.session_ended"
    refused = another_node.post("/auth/refresh", {"refresh_token": given["refresh_token"]})
    assert refused.code == "auth.session_ended"


def test_a_changed_role_asks_for_a_fresh_token_and_the_device_goes_on(
    another_node, runtime, village, device
):
    given = device()
    there = another_node.acting_as(given["access_token"])
    with runtime.transaction() as session:
        appoint(session, village.member, village.cell, Role.DEPUTY_SECRETARY)
        touch_accounts(session, [village.member.id])

    assert there.get("/me").code == "auth.session_changed"
    again = another_node.post("/auth/refresh", {"refresh_token": given["refresh_token"]})
    me = another_node.acting_as(again.json["access_token"]).get("/me").json
    assert [one["role"]["code"] for one in me["grants"]] == ["deputy_secretary", "member"]


def test_a_role_ends_with_its_last_day(client, runtime, village):
    last = clock.today()
    with runtime.transaction() as session:
        appoint(session, village.member, village.cell, Role.DEPUTY_SECRETARY, until=last)
    mine = client.acting_as(signed_in(runtime, village.member))
    held = [one["role"]["code"] for one in mine.get("/me").json["grants"]]
    with runtime.transaction() as session:
        row = session.scalars(
            select(Appointment).where(Appointment.role == Role.DEPUTY_SECRETARY)
        ).one()
        row.until = last - timedelta(days=1)

    assert held == ["deputy_secretary", "member"]
    assert [one["role"]["code"] for one in mine.get("/me").json["grants"]] == ["member"]


def test_nobody_is_anything_in_a_closed_organisation(client, runtime, village):
    mine = client.acting_as(signed_in(runtime, village.member))
    with runtime.transaction() as session:
        session.get_one(Organisation, village.cell.id).closed_on = clock.today()

    assert mine.get("/me").json["grants"] == []


def test_one_sees_and_ends_ones_own_devices(client, device):
    here, there = device("Máy này"), device("Máy kia")
    mine = client.acting_as(here["access_token"])
    listed = {one["device"]: one["id"] for one in mine.get("/me/sessions").json["items"]}

    assert set(listed) == {"Máy này", "Máy kia"}
    assert mine.delete(f"/me/sessions/{listed['Máy kia']}").status == 204
    assert client.acting_as(there["access_token"]).get("/me").code == "auth.session_ended"
    assert mine.delete(f"/me/sessions/{listed['Máy kia']}").status == 404


def test_all_other_devices_end_together(client, device):
    here, others = device(), [device(), device()]
    mine = client.acting_as(here["access_token"])

    assert mine.delete("/me/sessions").json == {"ended": 2}
    assert mine.get("/me").status == 200
    for other in others:
        assert client.acting_as(other["access_token"]).get("/me").code == "auth.session_ended"


def test_somebody_elses_device_is_not_there(client, runtime, village, device):
    device()
    with runtime.transaction() as session:
        theirs = session.scalars(select(DeviceSession.id)).one()
    mine = client.acting_as(signed_in(runtime, village.stranger))

    foreign, missing = (mine.delete(f"/me/sessions/{one}") for one in (theirs, uuid4()))

    assert (foreign.status, foreign.code) == (missing.status, missing.code)
    assert foreign.status == 404


def test_signing_out_ends_this_device(client, device, refresh):
    given = device()
    mine = client.acting_as(given["access_token"])

    assert mine.post("/auth/sign-out").status == 204
    assert mine.get("/me").code == "auth.session_ended"
    assert refresh(given["refresh_token"]).code == "auth.session_ended"


def test_an_unfit_authorisation_header_is_refused_and_none_is_a_guest(client):
    assert client.get("/me", headers={"Authorization": "Basic eDp5"}).status == 401
    assert client.get("/me").code == "auth.sign_in_needed"


def test_epochs_rise_for_long_lists_too(runtime, village):
    with runtime.transaction() as session:
        ids = session.scalars(select(Account.id)).all()
        touch_accounts(session, [*ids, *(uuid4() for _ in range(1200))])

    with runtime.transaction() as session:
        assert set(session.scalars(select(Account.epoch))) == {2}


def test_a_dead_token_is_no_hindrance_at_the_door(client, device, runtime, village):
    given = device()
    with runtime.transaction() as session:
        touch_accounts(session, [village.member.id])
    mine = client.acting_as(given["access_token"])

    assert mine.get("/me").code == "auth.session_changed"
    assert mine.post("/auth/refresh", {"refresh_token": given["refresh_token"]}).status == 200


def test_one_device_too_many_and_the_one_unused_for_longest_is_signed_out(client, runtime, village):
    most = runtime.content.security(clock.today()).most_devices
    body = {"name": "12345678", "password": PASSWORD}
    with clock.frozen(NOON):
        first, second = (client.post("/auth/sign-in", body).json for _ in range(2))
    with clock.frozen(NOON + timedelta(minutes=1)):
        first = client.post("/auth/refresh", {"refresh_token": first["refresh_token"]}).json
    with clock.frozen(NOON + timedelta(minutes=2)):
        for _ in range(most - 1):
            assert client.post("/auth/sign-in", body).status == 200

        used, unused = (client.acting_as(one["access_token"]) for one in (first, second))
        assert unused.get("/me").code == "auth.session_ended"
        assert len(used.get("/me/sessions").json["items"]) == most
