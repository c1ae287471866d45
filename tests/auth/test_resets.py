"""Help face to face: who may open the way to a new password, and who must agree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from handbook_api.auth import passwords
from handbook_api.auth.accounts import switch_off
from handbook_api.auth.models import Account, Appointment, Reset
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from tests.auth.conftest import NOON, OTHER_PASSWORD, PASSWORD
from tests.support.people import a_committee, a_member, an_organisation, appoint, signed_in


@pytest.fixture
def as_secretary(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.secretary))


@pytest.fixture
def as_officer(client, runtime, village):
    return client.acting_as(signed_in(runtime, village.officer, strength=Strength.TWO_FACTOR))


@pytest.fixture
def opened(as_secretary, village):
    """The secretary opens a reset for the member."""

    def do(**said):
        answer = as_secretary.post(f"/accounts/{village.member.id}/resets", said)
        assert answer.status == 201, answer.json
        return answer.json

    return do


@pytest.fixture
def use(client):
    def do(code, password=OTHER_PASSWORD):
        body = {"name": "12345678", "code": code, "password": password}
        return client.post("/auth/reset", body)

    return do


@pytest.fixture
def an_office(runtime, village):
    """The member holds an office above his cell."""
    with runtime.transaction() as session:
        appoint(session, village.member, village.committee, Role.OFFICE_OFFICER)


def _sign_in(client, password):
    return client.post("/auth/sign-in", {"name": "12345678", "password": password})


def test_a_member_gets_a_new_password_and_all_devices_are_out(opened, use, client):
    before = _sign_in(client, PASSWORD).json
    reset = opened()

    assert reset["needs_confirmation"] is False
    assert use(reset["code"].replace(" ", "-")).status == 204
    assert client.acting_as(before["access_token"]).get("/me").code == "auth.session_ended"
    assert _sign_in(client, PASSWORD).code == "auth.not_recognised"
    after = _sign_in(client, OTHER_PASSWORD)
    assert after.status == 200
    told = client.acting_as(after.json["access_token"]).get("/me/security-events").json["items"]
    assert {"reset_opened", "reset_used"} <= {one["what"] for one in told}


def test_whoever_tried_himself_into_a_pause_signs_in_right_after_the_reset(opened, use, client):
    for _ in range(6):
        _sign_in(client, "sai")
    assert _sign_in(client, PASSWORD).code == "auth.too_many_tries"

    use(opened()["code"])

    assert _sign_in(client, OTHER_PASSWORD).status == 200


def test_a_code_works_once(opened, use):
    code = opened()["code"]

    assert use(code).status == 204
    assert use(code).code == "auth.reset_unknown"


def test_a_code_is_good_for_a_day(opened, use):
    with clock.frozen(NOON):
        code = opened()["code"]
    with clock.frozen(NOON + timedelta(hours=24)):
        assert use(code).code == "auth.reset_unknown"


def test_a_newer_code_voids_the_older(opened, use):
    older, newer = opened()["code"], opened()["code"]

    assert use(older).code == "auth.reset_unknown"
    assert use(newer).status == 204


@pytest.mark.parametrize("code", ["0000000000", "x", "123"])
def test_a_code_of_nobodys_says_only_that(use, village, code):
    assert use(code).code == "auth.reset_unknown"


@pytest.mark.parametrize(
    ("password", "code"),
    [("ngắn", "auth.password_too_short"), ("Nguyễn Văn An", "auth.password_personal")],
)
def test_a_password_that_will_not_do_leaves_the_code_good(opened, use, password, code):
    reset = opened()

    assert use(reset["code"], password).code == code
    assert use(reset["code"]).status == 204


def test_an_officers_code_waits_for_a_second_officer(
    an_office, opened, use, as_officer, as_secretary, village
):
    reset = opened()
    early = use(reset["code"])
    by_secretary = as_secretary.post(f"/resets/{reset['id']}/confirmation")
    (waiting,) = as_officer.get("/resets").json["items"]

    assert reset["needs_confirmation"] is True
    assert (early.status, early.code) == (409, "auth.reset_unconfirmed")
    assert by_secretary.status == 403
    assert (waiting["id"], waiting["is_mine"]) == (reset["id"], False)
    assert as_officer.post(f"/resets/{reset['id']}/confirmation").status == 204
    again = as_officer.post(f"/resets/{reset['id']}/confirmation")
    assert again.code == "auth.reset_already_confirmed"
    assert use(reset["code"]).status == 204


def test_whoever_opened_it_cannot_confirm_it(an_office, as_officer, village, use):
    reset = as_officer.post(f"/accounts/{village.member.id}/resets", {}).json
    refused = as_officer.post(f"/resets/{reset['id']}/confirmation")

    assert (refused.status, refused.code) == (409, "auth.second_person_needed")
    assert use(reset["code"]).code == "auth.reset_unconfirmed"


def test_the_owner_cannot_confirm_his_own(as_secretary, client, runtime, village):
    with runtime.transaction() as session:
        appoint(session, village.secretary, village.committee, Role.ADMINISTRATOR)
        deputy = a_member(session, village.cell, Role.DEPUTY_SECRETARY)
    by_deputy = client.acting_as(signed_in(runtime, deputy))
    reset = by_deputy.post(f"/accounts/{village.secretary.id}/resets", {}).json
    owner = client.acting_as(signed_in(runtime, village.secretary, strength=Strength.TWO_FACTOR))

    refused = owner.post(f"/resets/{reset['id']}/confirmation")

    assert (refused.status, refused.code) == (409, "auth.second_person_needed")


def test_an_officer_of_a_lower_committee_confirms_nothing_for_a_higher_office(
    client, runtime, village, opened
):
    with runtime.transaction() as session:
        lower = a_committee(session, village.committee)
        cell = an_organisation(session, lower)
        person = a_member(session, cell, birth_year=1950)
        appoint(session, person, village.committee, Role.ADMINISTRATOR)
        secretary = a_member(session, cell, Role.SECRETARY)
        clerk = a_member(session, cell)
        appoint(session, clerk, lower, Role.ORGANISATION_OFFICER)
    reset = (
        client.acting_as(signed_in(runtime, secretary))
        .post(f"/accounts/{person.id}/resets", {})
        .json
    )
    by_clerk = client.acting_as(signed_in(runtime, clerk, strength=Strength.TWO_FACTOR))

    assert by_clerk.post(f"/resets/{reset['id']}/confirmation").code == "request.forbidden"
    assert by_clerk.post(f"/accounts/{person.id}/disabling", {"reason": "other"}).status == 403
    by_slip = by_clerk.post("/slips", {"account_ids": [str(person.id)]})
    assert by_slip.code == "auth.reset_instead"
    assert by_clerk.delete(f"/accounts/{person.id}/sessions").status == 403


def test_a_role_in_another_cell_asks_for_a_second_officer_over_both(
    opened, use, runtime, village, as_officer
):
    with runtime.transaction() as session:
        elsewhere = an_organisation(session, a_committee(session, name="Đảng bộ Khác"))
        appoint(session, village.member, elsewhere, Role.DEPUTY_SECRETARY)
    far = opened()
    assert far["needs_confirmation"] is True
    refused = as_officer.post(f"/resets/{far['id']}/confirmation")
    assert (refused.status, refused.code) == (403, "request.forbidden")

    with runtime.transaction() as session:
        session.execute(delete(Appointment).where(Appointment.organisation_id == elsewhere.id))
        appoint(session, village.member, village.other_cell, Role.DEPUTY_SECRETARY)
    near = opened()
    assert near["needs_confirmation"] is True
    assert use(near["code"]).code == "auth.reset_unconfirmed"
    assert as_officer.post(f"/resets/{near['id']}/confirmation").status == 204
    assert use(near["code"]).status == 204


def test_a_role_in_the_secretarys_own_cell_asks_for_nobody_else(opened, use, runtime, village):
    with runtime.transaction() as session:
        appoint(session, village.member, village.cell, Role.DEPUTY_SECRETARY)

    assert use(opened()["code"]).status == 204


def test_a_role_elsewhere_that_was_given_after_the_code_asks_for_confirmation_too(
    opened, use, runtime, village
):
    with clock.frozen(NOON):
        code = opened()["code"]
    with clock.frozen(NOON + timedelta(hours=1)):
        with runtime.transaction() as session:
            appoint(session, village.member, village.other_cell, Role.SECRETARY)

        assert use(code).code == "auth.reset_unconfirmed"


def test_an_office_given_after_the_code_was_opened_asks_for_confirmation_all_the_same(
    opened, use, runtime, village, as_officer
):
    reset = opened()
    with runtime.transaction() as session:
        appoint(session, village.member, village.committee, Role.OFFICE_OFFICER)

    assert use(reset["code"]).code == "auth.reset_unconfirmed"
    assert as_officer.post(f"/resets/{reset['id']}/confirmation").status == 204
    assert use(reset["code"]).status == 204


def test_one_time_codes_stay_unless_a_second_officer_agrees(
    opened, use, runtime, village, as_officer
):
    with runtime.transaction() as session:
        account = session.get_one(Account, village.member.id)
        account.totp_sealed, account.totp_confirmed_at = b"x", NOON
    plain = opened()
    assert use(plain["code"]).status == 204
    with runtime.transaction() as session:
        assert session.get_one(Account, village.member.id).totp_confirmed_at is not None

    reset = opened(removes_factor=True)
    assert use(reset["code"]).code == "auth.reset_unconfirmed"
    as_officer.post(f"/resets/{reset['id']}/confirmation")
    assert use(reset["code"]).status == 204
    with runtime.transaction() as session:
        assert session.get_one(Account, village.member.id).totp_confirmed_at is None


def test_nobody_opens_one_for_himself(as_secretary, village):
    refused = as_secretary.post(f"/accounts/{village.secretary.id}/resets", {})

    assert (refused.status, refused.code) == (409, "auth.not_yourself")


def test_a_secretary_opens_none_outside_his_cell(as_secretary, village):
    foreign, missing = (
        as_secretary.post(f"/accounts/{one}/resets", {}) for one in (village.stranger.id, uuid4())
    )

    assert (foreign.status, foreign.code) == (missing.status, missing.code)
    assert foreign.status == 404


def test_a_member_opens_none(client, runtime, village):
    mine = client.acting_as(signed_in(runtime, village.member))

    assert mine.post(f"/accounts/{village.secretary.id}/resets", {}).status == 404
    assert mine.get("/resets").status == 403


def test_resets_come_in_pages_those_that_need_an_officer_first(as_officer, runtime, village):
    with runtime.transaction() as session:
        people = [a_member(session, village.cell, name=f"Đinh Văn {n}") for n in range(5)]
    asked = [
        as_officer.post(f"/accounts/{one.id}/resets", {"removes_factor": n % 2 == 0}).json
        for n, one in enumerate(people)
    ]
    shown, cursor, costs = [], None, set()
    while cursor or not shown:
        page = as_officer.get("/resets", limit=2, **({"cursor": cursor} if cursor else {}))
        shown += [one["id"] for one in page.json["items"]]
        costs.add(page.queries)
        cursor = page.json["next_cursor"]

    newest = [asked[n]["id"] for n in (4, 2, 0, 3, 1)]
    assert shown == newest
    assert len(costs) == 1
    assert as_officer.get("/resets", cursor="xx").code == "request.cursor"


def test_a_disabled_account_is_not_helped_this_way(opened, use, as_secretary, runtime, village):
    code = opened()["code"]
    with runtime.transaction() as session:
        switch_off(session, [village.member.id], "left")

    assert use(code).code == "auth.reset_unknown"
    refused = as_secretary.post(f"/accounts/{village.member.id}/resets", {})
    assert refused.code == "auth.account_disabled"


def test_a_code_can_be_withdrawn(opened, use, as_secretary):
    reset = opened()

    assert as_secretary.delete(f"/resets/{reset['id']}").status == 204
    assert use(reset["code"]).code == "auth.reset_unknown"
    assert as_secretary.delete(f"/resets/{reset['id']}").status == 404


def test_the_digits_do_not_lie_in_the_database(opened, runtime):
    code = opened()["code"].replace(" ", "")
    with runtime.transaction() as session:
        assert code not in repr(vars(session.scalars(select(Reset)).one()))


def test_an_office_from_tomorrow_asks_for_a_second_officer_today(opened, use, runtime, village):
    with runtime.transaction() as session:
        tomorrow = clock.today() + timedelta(days=1)
        appoint(session, village.member, village.committee, Role.ADMINISTRATOR, since=tomorrow)
    reset = opened()

    assert reset["needs_confirmation"] is True
    assert use(reset["code"]).code == "auth.reset_unconfirmed"


def test_a_code_that_was_used_meanwhile_sets_nothing(opened, use, runtime, monkeypatch):
    code, really = opened()["code"], passwords.hash_password

    def slowly(text):
        with runtime.transaction() as session:
            session.scalars(select(Reset)).one().used_at = clock.now()
        return really(text)

    monkeypatch.setattr(passwords, "hash_password", slowly)

    assert use(code).code == "auth.reset_unknown"


def test_an_account_disabled_meanwhile_is_not_opened(opened, use, runtime, village, monkeypatch):
    code, really = opened()["code"], passwords.hash_password

    def slowly(text):
        with runtime.transaction() as session:
            session.get_one(Account, village.member.id).state = "disabled"
        return really(text)

    monkeypatch.setattr(passwords, "hash_password", slowly)

    assert use(code).code == "auth.account_disabled"


def test_a_reset_makes_a_new_account_active(opened, use, client, runtime, village):
    with runtime.transaction() as session:
        account = session.get_one(Account, village.member.id)
        account.state, account.activated_at = "new", None
    use(opened()["code"])

    assert _sign_in(client, OTHER_PASSWORD).status == 200
    with runtime.transaction() as session:
        assert session.get_one(Account, village.member.id).state == "active"
