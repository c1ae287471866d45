"""What was handed out before somebody came to an office leads nowhere afterwards."""

from datetime import timedelta

import pytest

from handbook_api.auth.accounts import set_sign_in_name
from handbook_api.auth.appointments.service import NewAppointment
from handbook_api.auth.appointments.service.appointing_many import appoint_many
from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from tests.auth.appointments.conftest import SINCE
from tests.support.people import a_member, an_account, an_organisation, appoint, signed_in


@pytest.fixture
def handed_out(house):
    """A slip, a reset and a session by slip of the member, from when he was a member only."""
    with house.runtime.transaction() as session:
        session.get_one(Account, house.member.id).birth_year = 1950
        set_sign_in_name(session, house.member.id, "card", "12345678")
    secretary = house.client.acting_as(signed_in(house.runtime, house.secretary))
    slip = secretary.post("/slips", {"account_ids": [str(house.member.id)]}).json["items"][0]
    reset = secretary.post(f"/accounts/{house.member.id}/resets", {}).json
    return {
        "slip": slip["code"],
        "reset": reset["code"],
        "by_slip": signed_in(house.runtime, house.member, strength=Strength.SLIP),
        "by_password": signed_in(house.runtime, house.member),
    }


def _codes(house, handed_out):
    """What comes of each of them now."""
    used = {"code": handed_out["slip"], "birth_year": 1950, "device": "Máy thử"}
    new = {"name": "12345678", "code": handed_out["reset"], "password": "ngô rang muối vừng"}
    return [
        house.client.post("/auth/slip/sign-in", used).code,
        house.client.post("/auth/reset", new).code,
        house.client.acting_as(handed_out["by_slip"]).get("/me").code,
        house.client.acting_as(handed_out["by_password"]).get("/me").code,
    ]


VOID = ["auth.slip_revoked", "auth.reset_unknown", "auth.session_ended", "auth.session_changed"]


@pytest.mark.parametrize("days", [0, 30])
def test_an_appointment_voids_slips_resets_and_sessions_by_slip(house, handed_out, days):
    since = clock.today() + timedelta(days=days)

    made = house.appoint(
        house.administrator, house.committee, role="office_officer", since=since.isoformat()
    )

    assert made.status == 201
    assert _codes(house, handed_out) == VOID


def test_a_list_of_appointments_voids_them_too(house, handed_out):
    row = NewAppointment(house.member.id, house.committee.id, Role.COMMITTEE_MEMBER, SINCE)
    with house.runtime.transaction() as session:
        appoint_many(session, house.runtime.content, [row])

    assert _codes(house, handed_out) == VOID


def test_standing_in_for_an_office_voids_them_too(house, handed_out):
    with house.runtime.transaction() as session:
        leader = an_account(session, name="Lý Văn Bí Thư")
        led = appoint(session, leader, house.committee, Role.SECRETARY)
        # A deputy who was written down before the slip was handed out.
        deputy = appoint(session, house.member, house.committee, Role.DEPUTY_SECRETARY)
        deputy.recorded_at = clock.now() - timedelta(days=9)
    until = clock.today() + timedelta(days=6)
    body = {"account_id": str(house.member.id), "until": until.isoformat()}

    made = house.acting(house.officer).post(f"/appointments/{led.id}/delegation", body)

    assert made.status == 201, made.body
    assert _codes(house, handed_out) == VOID


def test_a_role_in_another_cell_voids_them_too(house, handed_out):
    with house.runtime.transaction() as session:
        elsewhere = an_organisation(session, house.committee, name="Chi bộ Khác")

    assert house.appoint(house.officer, elsewhere, role="deputy_secretary").status == 201
    assert _codes(house, handed_out) == VOID


def test_a_role_in_the_cell_that_asks_for_no_second_factor_voids_nothing(house, handed_out):
    assert house.appoint(house.officer, house.cell, role="cell_committee_member").status == 201

    used = {"code": handed_out["slip"], "birth_year": 1950, "device": "Máy thử"}
    assert house.client.post("/auth/slip/sign-in", used).status == 200
    new = {"name": "12345678", "code": handed_out["reset"], "password": "ngô rang muối vừng"}
    assert house.client.post("/auth/reset", new).status == 204


def test_a_device_that_a_slip_opened_is_signed_out_whatever_password_was_chosen_on_it(house):
    with house.runtime.transaction() as session:
        newcomer = a_member(session, house.cell, name="Đỗ Văn Mới", birth_year=1955, state="new")
    secretary = house.client.acting_as(signed_in(house.runtime, house.secretary))
    body = {"account_ids": [str(newcomer.id)]}
    slip = secretary.post("/slips", body).json["items"][0]
    used = {"code": slip["code"], "birth_year": 1955, "device": "Máy bí thư"}
    opened = house.client.post("/auth/slip/sign-in", used).json
    holder = house.client.acting_as(opened["access_token"])
    assert holder.put("/me/password", {"new": "ngô rang muối vừng"}).status == 204
    assert holder.get("/me").json["strength"] == "password"

    body = {"account_id": str(newcomer.id), "role": "office_officer", "since": str(SINCE)}
    path = f"/organisations/{house.committee.id}/appointments"
    assert house.acting(house.administrator).post(path, body).status == 201

    assert holder.get("/me").code == "auth.session_ended"
