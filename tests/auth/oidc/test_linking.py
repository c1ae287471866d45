"""An account is linked with an identity by its owner, and by nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from handbook_api.auth.models import Account, ExternalIdentity
from handbook_api.core import clock
from handbook_api.core.identity import Strength
from tests.auth.conftest import OTHER_PASSWORD, PASSWORD
from tests.support.people import QUICK, later, signed_in


@pytest.fixture
def two_with_passwords(door, village):
    with door.runtime.transaction() as session:
        session.get_one(Account, village.stranger.id).password_hash = QUICK.hash(PASSWORD)
    return village.member, village.stranger


def _links(door):
    with door.runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(ExternalIdentity))


def test_whoever_borrows_a_phone_leaves_no_door_of_his_own_behind(door, member):
    asking = door.acting(member)

    wrong = asking.post("/me/oidc", {"password": OTHER_PASSWORD})

    assert (wrong.status, wrong.code) == (422, "auth.password_wrong")
    assert asking.post("/me/oidc", {}).code == "request.invalid"
    assert door.provider.calls == []


def test_who_has_no_password_yet_chooses_one_first(door, village):
    answer = door.acting(village.secretary).post("/me/oidc", {"password": PASSWORD})

    assert (answer.status, answer.code) == (409, "auth.password_first")


def test_the_owner_sees_and_is_told_that_his_account_is_linked(door, member):
    asking = door.acting(member)
    assert asking.get("/me/oidc").json == {
        "name": "Định danh điện tử",
        "linked": False,
        "linked_at": None,
    }

    door.link(member)

    asking = door.acting(member)
    assert asking.get("/me/oidc").json["linked"] is True
    told = asking.get("/me/security-events").json["items"]
    assert "identity_linked" in {one["what"] for one in told}


def test_an_account_has_one_identity_at_a_provider(door, member):
    door.link(member, "người-1")

    again = door.link(member, "người-2")

    assert (again.status, again.code) == (409, "auth.oidc_linked_already")
    assert door.sign_in("người-2").code == "auth.oidc_unknown"


def test_an_identity_opens_one_account(door, two_with_passwords):
    first, second = two_with_passwords
    door.link(first)

    taken = door.link(second)

    assert (taken.status, taken.code) == (409, "auth.oidc_taken")
    me = door.client.acting_as(door.sign_in().json["access_token"]).get("/me")
    assert me.json["account_id"] == str(first.id)


def test_of_two_that_link_one_identity_at_once_one_gets_it(door, two_with_passwords):
    with ThreadPoolExecutor(2) as at_once:
        answers = list(at_once.map(door.link, two_with_passwords))

    assert sorted(one.status for one in answers) == [200, 409]
    assert _links(door) == 1


def test_an_unlinked_identity_opens_nothing_and_other_devices_are_out(door, member):
    door.link(member)
    elsewhere = door.client.acting_as(door.sign_in().json["access_token"])
    here = door.acting(member)

    assert here.delete("/me/oidc").status == 204

    assert door.sign_in().code == "auth.oidc_unknown"
    assert elsewhere.get("/me").code == "auth.session_ended"
    assert here.get("/me").status == 200
    assert here.delete("/me/oidc").code == "auth.oidc_not_linked"
    assert door.link(member).status == 200


def test_guests_link_nothing(door):
    walk = {"code": "a", "state": "b", "walk": "c"}
    asked = [
        door.client.get("/me/oidc"),
        door.client.post("/me/oidc", {"password": "x"}),
        door.client.post("/me/oidc/callback", walk),
        door.client.delete("/me/oidc"),
    ]

    assert {one.code for one in asked} == {"auth.sign_in_needed"}


@pytest.fixture
def officer(door, village):
    """An organisation officer with a password, who has not set up one-time codes."""
    with door.runtime.transaction() as session:
        session.get_one(Account, village.officer.id).password_hash = QUICK.hash(PASSWORD)
    return village.officer


@pytest.fixture
def with_codes(door, officer):
    with door.runtime.transaction() as session:
        session.get_one(Account, officer.id).totp_confirmed_at = clock.now()
    return officer


def _with_second_factor(door, account):
    token = signed_in(door.runtime, account, strength=Strength.TWO_FACTOR)
    return door.client.acting_as(token)


def test_an_office_that_asks_for_two_factors_is_not_linked_with_a_password_alone(door, officer):
    refused = door.acting(officer).post("/me/oidc", {"password": PASSWORD})

    assert (refused.status, refused.code) == (409, "auth.factor_not_begun")
    assert _links(door) == 0


def test_who_has_one_time_codes_links_after_giving_one_just_now(door, with_codes):
    by_password = door.acting(with_codes).post("/me/oidc", {"password": PASSWORD})
    sure = _with_second_factor(door, with_codes)
    walk = sure.post("/me/oidc", {"password": PASSWORD}).json
    linked = sure.post("/me/oidc/callback", door.come_back(walk=walk))

    assert (by_password.status, by_password.code) == (403, "auth.factor_stale")
    assert (linked.status, linked.json["linked"]) == (200, True)


def test_a_walk_of_somebody_sure_is_not_finished_by_a_password_alone(door, with_codes):
    begun = _with_second_factor(door, with_codes).post("/me/oidc", {"password": PASSWORD}).json
    body = door.come_back(walk=begun)

    refused = door.acting(with_codes).post("/me/oidc/callback", body)

    assert (refused.status, refused.code) == (403, "auth.factor_stale")
    assert _links(door) == 0


def test_a_code_given_half_an_hour_ago_links_nothing(door, with_codes):
    sure = _with_second_factor(door, with_codes)

    with clock.frozen(later(minutes=30)):
        assert sure.post("/me/oidc", {"password": PASSWORD}).code == "auth.factor_stale"


def test_linking_signs_other_devices_out(door, member):
    elsewhere = door.acting(member)

    assert door.link(member).status == 200

    assert elsewhere.get("/me").code == "auth.session_ended"
