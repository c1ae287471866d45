"""Signing in through a provider, from the button to the record."""

import httpx
import pytest
from sqlalchemy import func, select

from handbook_api.app import create_app
from handbook_api.auth.accounts import switch_off
from handbook_api.auth.models import Account, ExternalIdentity, OidcFlow
from handbook_api.core import clock
from handbook_api.core.identity import Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.runtime import build_runtime
from tests.auth.oidc.conftest import PASSWORD, query_of
from tests.support.client import Client
from tests.support.oidc_provider import CALLBACK, CLIENT_ID, CLIENT_SECRET, ec_key, rsa_key
from tests.support.people import later, signed_in


def test_a_member_who_linked_his_identity_signs_in_with_it(door, member):
    assert door.client.get("/auth/oidc").json == {"name": "Định danh điện tử"}
    linked = door.link(member)
    assert (linked.status, linked.json["linked"]) == (200, True)

    given = door.sign_in()

    assert given.status == 200, given.body
    me = door.client.acting_as(given.json["access_token"]).get("/me")
    assert me.json["account_id"] == str(member.id)
    assert me.json["strength"] == "password"
    refreshed = door.client.post("/auth/refresh", {"refresh_token": given.json["refresh_token"]})
    assert refreshed.status == 200


def test_the_way_there_carries_what_binds_the_way_back(door):
    begun = door.begin()
    said = query_of(begun["authorize_url"])

    assert begun["authorize_url"].startswith(f"{door.provider.issuer}/authorize?")
    assert (said["response_type"], said["client_id"]) == ("code", CLIENT_ID)
    assert (said["redirect_uri"], said["scope"]) == (CALLBACK, "openid")
    assert said["code_challenge_method"] == "S256"
    assert len(said["state"]) == len(said["nonce"]) == len(said["code_challenge"]) == 43
    assert begun["walk"] not in begun["authorize_url"]
    assert "code_verifier" not in said


def test_the_provider_refuses_a_walk_without_pkce(door):
    said = query_of(door.begin()["authorize_url"])
    bare = {name: value for name, value in said.items() if not name.startswith("code_")}

    answer = httpx.get(f"{door.provider.issuer}/authorize", params=bare, trust_env=False)

    assert answer.status_code == 400


def test_somebody_nobody_knows_cannot_sign_in_and_gets_no_account(door, member):
    def accounts():
        with door.runtime.transaction(read_only=True) as session:
            return session.scalar(select(func.count()).select_from(Account))

    before = accounts()

    answer = door.sign_in("người-lạ")

    assert (answer.status, answer.code) == (403, "auth.oidc_unknown")
    assert accounts() == before
    assert door.sessions() == 0


def test_without_a_provider_there_is_no_such_door(database, tmp_path, settings_for, village):
    built = build_runtime(settings_for(database, tmp_path / "other"))
    guest = Client(create_app(built), built.engine)
    walk = {"code": "a", "state": "b", "walk": "c"}
    try:
        asking = guest.acting_as(signed_in(built, village.member))
        refused = [
            guest.get("/auth/oidc"),
            guest.post("/auth/oidc"),
            guest.post("/auth/oidc/callback", walk),
            asking.get("/me/oidc"),
            asking.post("/me/oidc", {"password": "x"}),
            asking.post("/me/oidc/callback", walk),
            asking.delete("/me/oidc"),
        ]
        assert {(one.status, one.code) for one in refused} == {(404, "auth.oidc_off")}
    finally:
        built.close()


def test_a_disabled_account_stays_shut(door, member):
    door.link(member)
    with door.runtime.transaction() as session:
        switch_off(session, [member.id], "expelled")

    answer = door.sign_in()

    assert (answer.status, answer.code) == (403, "auth.account_disabled")


@pytest.fixture
def asks_for_two(said):
    said["oidc_two_factor_acr"] = "urn:vn:muc-2"


def _strength(door, given):
    return door.client.acting_as(given.json["access_token"]).get("/me").json["strength"]


def _link_with_one_time_codes(door, account):
    with door.runtime.transaction() as session:
        session.get_one(Account, account.id).totp_confirmed_at = clock.now()
    token = signed_in(door.runtime, account, strength=Strength.TWO_FACTOR)
    asking = door.client.acting_as(token)
    walk = asking.post("/me/oidc", {"password": PASSWORD}).json
    assert asking.post("/me/oidc/callback", door.come_back(walk=walk)).status == 200


def test_what_a_password_alone_linked_is_a_password_s_worth_even_after_codes_are_set_up(
    asks_for_two, door, member
):
    door.provider.claims["acr"] = "urn:vn:muc-2"
    door.link(member)
    before = _strength(door, door.sign_in())
    with door.runtime.transaction() as session:
        session.get_one(Account, member.id).totp_confirmed_at = clock.now()

    assert (before, _strength(door, door.sign_in())) == ("password", "password")


def test_two_factors_at_the_provider_count_as_two_here_until_they_wear_off(
    asks_for_two, door, member
):
    door.provider.claims["acr"] = "urn:vn:muc-2"
    _link_with_one_time_codes(door, member)

    given = door.sign_in()

    assert _strength(door, given) == "two_factor"
    with clock.frozen(later(hours=13)):
        renewed = door.client.post("/auth/refresh", {"refresh_token": given.json["refresh_token"]})
        assert _strength(door, renewed) == "password"


@pytest.mark.parametrize("acr", ["urn:vn:muc-1", "URN:VN:MUC-2", ["urn:vn:muc-2"], None])
def test_any_other_assurance_is_a_password_s_worth(asks_for_two, door, member, acr):
    door.provider.claims["acr"] = acr
    _link_with_one_time_codes(door, member)

    assert _strength(door, door.sign_in()) == "password"


def test_what_the_provider_says_of_factors_counts_only_when_it_was_set_up(door, member):
    door.provider.claims["acr"] = ""
    _link_with_one_time_codes(door, member)

    assert _strength(door, door.sign_in()) == "password"


def test_another_claim_may_name_the_person(door, member, provider):
    settings = door.runtime.settings.model_copy(update={"oidc_claim": "citizen_id"})
    built = build_runtime(settings)
    door = type(door)(built, provider, Client(create_app(built), built.engine))
    try:
        provider.claims["citizen_id"] = "001234567890"
        door.link(member, "phiên-1")
        assert door.sign_in("phiên-2").status == 200
        provider.claims["citizen_id"] = None
        assert door.sign_in("phiên-1").code == "auth.oidc_refused"
    finally:
        built.close()


def test_names_at_the_provider_that_differ_in_case_alone_are_two_people(door, member):
    door.link(member, "Ab")

    assert door.sign_in("aB").code == "auth.oidc_unknown"
    assert door.sign_in("Ab ").code == "auth.oidc_unknown"
    assert door.sign_in("Ab").status == 200


@pytest.mark.parametrize(
    ("algorithm", "key"), [("PS256", rsa_key("khoa-1")), ("ES256", ec_key("khoa-2"))]
)
def test_other_good_signatures_are_taken_too(door, member, algorithm, key):
    door.provider.algorithm, door.provider.keys = algorithm, [key]

    assert door.link(member).status == 200
    assert door.sign_in().status == 200


def test_the_secret_goes_into_the_header_unless_the_provider_wants_it_in_the_form(door, member):
    door.link(member)
    form, headers = door.provider.asked
    assert "client_secret" not in form
    assert headers["Authorization"].startswith("Basic ")
    assert len(form["code_verifier"]) == 43

    door.provider.description["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    with clock.frozen(later(hours=1.1)):
        # The token is an hour old by then, and refused; what was asked is what counts here.
        door.sign_in()
    form, headers = door.provider.asked
    assert form["client_secret"] == CLIENT_SECRET
    assert "Authorization" not in headers


def test_keys_that_the_provider_changed_are_asked_for_again_after_a_minute(door, member):
    door.link(member)
    door.provider.keys = [rsa_key("khoa-3")]
    assert door.sign_in().code == "auth.oidc_refused"
    assert door.provider.count("/keys") == 1

    with clock.frozen(later(minutes=1.5)):
        assert door.sign_in().status == 200
    assert door.provider.count("/keys") == 2


def test_neither_the_person_nor_the_secrets_of_a_walk_lie_readable_in_the_database(door, member):
    begun = door.begin()
    door.link(member, "định-danh-bí-mật")

    with door.runtime.transaction(read_only=True) as session:
        flow = session.scalars(select(OidcFlow)).one()
        link = session.scalars(select(ExternalIdentity)).one()
        kept = flow.sealed + flow.state_digest + link.subject_blind
        entries = [
            f"{entry.act} {entry.facts} {entry.subject_id}"
            for entry in session.scalars(select(AuditEntry))
        ]
    said = query_of(begun["authorize_url"])
    for secret in (said["state"], said["nonce"], begun["walk"], "định-danh-bí-mật"):
        assert secret.encode() not in kept
        assert not any(secret in entry for entry in entries)
    assert any(entry.startswith("auth.link_identity") for entry in entries)


def test_nothing_personal_or_secret_is_in_the_log(door, member, capsys):
    door.link(member, "định-danh-bí-mật")
    back = door.come_back("định-danh-bí-mật")
    door.finish(back)
    door.provider.claims["nonce"] = "khác"
    door.sign_in("định-danh-bí-mật")

    printed = "".join(capsys.readouterr())
    assert "oidc_token_refused" in printed
    for secret in ("định-danh-bí-mật", back["code"], back["state"], CLIENT_SECRET, PASSWORD):
        assert secret not in printed
