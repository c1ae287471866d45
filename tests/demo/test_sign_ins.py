"""The doors of the demo: they really open, and only with the newest passwords."""

import pytest

from handbook_api.demo.service import open_doors, prepare
from tests.demo.conftest import ignore
from tests.support.apps import create_app
from tests.support.client import Client


@pytest.fixture
def doors(demo):
    return {door.role: door for door in prepare(demo, ignore)}


@pytest.fixture
def client(demo):
    return Client(create_app(demo), demo.engine)


def _sign_in(client, door):
    body = {"name": door.name, "password": door.password, "device": "Máy thử"}
    return client.post("/auth/sign-in", body)


@pytest.mark.parametrize("role", ["member", "secretary", "officer", "administrator"])
def test_what_is_printed_signs_in(client, doors, role):
    answer = _sign_in(client, doors[role])

    assert answer.status == 200
    own = client.acting_as(answer.json["access_token"]).get("/me")
    assert own.status == 200


def test_a_guest_needs_nothing(doors):
    guest = doors["guest"]

    assert (guest.name, guest.password, guest.backup_codes) == ("", "", ())


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_three_backup_codes_are_printed_and_each_wakes_the_roles_once(client, doors, role):
    codes = doors[role].backup_codes

    assert len(codes) == len(set(codes)) == 3
    for code in codes:
        token = _sign_in(client, doors[role]).json["access_token"]
        assert client.acting_as(token).post("/auth/second-factor", {"code": code}).status == 200
    token = _sign_in(client, doors[role]).json["access_token"]
    again = client.acting_as(token).post("/auth/second-factor", {"code": codes[0]})
    assert again.status != 200


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_whoever_serves_in_a_cell_at_most_needs_no_codes(doors, role):
    assert doors[role].backup_codes == ()


def _names_seen(client, token):
    answer = client.acting_as(token).get("/members", limit=100)
    assert answer.status == 200
    return {one["full_name"] for one in answer.json["items"]}


def test_a_secretary_sees_his_cell_and_an_officer_everybody_once_he_gave_his_code(client, doors):
    member, secretary, officer = (
        _sign_in(client, doors[role]).json["access_token"]
        for role in ("member", "secretary", "officer")
    )
    code = {"code": doors["officer"].backup_codes[0]}
    awake = client.acting_as(officer).post("/auth/second-factor", code).json["access_token"]

    of_cell = _names_seen(client, secretary)
    everybody = _names_seen(client, awake)

    assert len(of_cell) < len(everybody)
    assert len(_names_seen(client, member)) <= 1
    assert of_cell < everybody


def test_the_next_start_changes_every_password_and_signs_everybody_out(demo, client, doors):
    token = _sign_in(client, doors["officer"]).json["access_token"]

    fresh = {door.role: door for door in prepare(demo, ignore)}

    for role in ("member", "secretary", "officer", "administrator"):
        assert fresh[role].name == doors[role].name
        assert fresh[role].password != doors[role].password
        assert _sign_in(client, doors[role]).status == 401
        assert _sign_in(client, fresh[role]).status == 200
    assert set(fresh["officer"].backup_codes).isdisjoint(doors["officer"].backup_codes)
    assert client.acting_as(token).get("/me").status == 401


def test_no_password_lies_in_the_database_as_it_is(demo, doors):
    with demo.engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT password_hash FROM accounts WHERE password_hash IS NOT NULL"
        ).scalars()
        hashes = list(kept)

    assert len(hashes) == 4
    assert all(hashed.startswith("$argon2id$") for hashed in hashes)
    assert not any(door.password in hashes for door in doors.values())


def test_where_there_is_no_demo_there_are_no_doors(runtime):
    assert open_doors(runtime) == ()
