"""Answers that are not what they seem: each one is refused, and nobody is signed in by it."""

import base64
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt

from handbook_api.auth.models import OidcFlow
from handbook_api.core import clock
from handbook_api.db.sealing import SealBroken
from tests.auth.oidc.conftest import PASSWORD
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, ec_key, rsa_key
from tests.support.people import later

NOW = int(time.time())
#: Stands for the real issuer, which has another port in every test.
ISSUER = "{issuer}"

CLAIMS = {
    "another walk's nonce": {"nonce": "khác"},
    "no nonce": {"nonce": None},
    "a list of nonces": {"nonce": ["khác"]},
    "another issuer": {"iss": "https://dinh-danh-khac.example.vn"},
    "the issuer with a slash": {"iss": f"{ISSUER}/"},
    "a list with the issuer": {"iss": [ISSUER]},
    "no issuer": {"iss": None},
    "for another application": {"aud": "ung-dung-khac"},
    "for several, without saying for whom": {"aud": [CLIENT_ID, "ung-dung-khac"]},
    "for several, meant for another": {
        "aud": [CLIENT_ID, "ung-dung-khac"],
        "azp": "ung-dung-khac",
    },
    "meant for another": {"azp": "ung-dung-khac"},
    "for another application, through us": {"aud": "ung-dung-khac", "azp": CLIENT_ID},
    "for nobody": {"aud": None},
    "expired": {"exp": NOW - 120},
    "without an end": {"exp": None},
    "an end that is no number": {"exp": "mai"},
    "an end beyond counting": {"exp": float("nan")},
    "issued tomorrow": {"iat": NOW + 86_400},
    "never issued": {"iat": None},
    "not good before tomorrow": {"nbf": NOW + 86_400},
    "nobody": {"sub": None},
    "a nameless person": {"sub": ""},
    "a person with a number": {"sub": 7},
    "several persons": {"sub": ["người-1"]},
    "a name without end": {"sub": "a" * 256},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def _signed(claims, key, algorithm="RS256", **header):
    return jwt.encode({"alg": algorithm, **header}, claims, key, algorithms=[algorithm])


def _unsigned(claims):
    return f"{_said({'alg': 'none', 'kid': 'khoa-1'}, claims)}."


def _by_secret(secret):
    """HS256 by hand: the library will not take a public key for a secret, an attacker will."""

    def sign(claims):
        said = _said({"alg": "HS256", "kid": "khoa-1"}, claims)
        return f"{said}.{_base64(hmac.digest(secret, said.encode(), 'sha256'))}"

    return sign


def _said(*parts):
    return ".".join(_base64(json.dumps(part).encode()) for part in parts)


def _base64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _public_key():
    public = rsa_key("khoa-1").raw_value.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _bringing_its_key(claims):
    strange = ec_key("lạ")
    own = strange.as_dict(private=False)
    return _signed(claims, strange, "ES256", jwk=own)


def _changed(claims):
    """Somebody else's name under a good signature."""
    good = _signed(claims, rsa_key("khoa-1"), kid="khoa-1").split(".")
    other = _signed({**claims, "sub": "người-2"}, rsa_key("khoa-1"), kid="khoa-1").split(".")
    return f"{good[0]}.{other[1]}.{good[2]}"


SIGNATURES = {
    "unsigned": _unsigned,
    "with the public key as a secret": _by_secret(_public_key()),
    "with the application's secret": _by_secret(CLIENT_SECRET.encode()),
    "by a stranger who names the provider's key": lambda claims: _signed(
        claims, rsa_key("lạ"), kid="khoa-1"
    ),
    "by a stranger who names his own": lambda claims: _signed(claims, rsa_key("lạ"), kid="lạ"),
    "by a stranger's curve": lambda claims: _signed(claims, ec_key("lạ"), "ES256", kid="khoa-1"),
    "by a key that the token brings along": _bringing_its_key,
    "changed after signing": _changed,
    "no token at all": lambda claims: "không phải",
    "three dots": lambda claims: "...",
    "only a head": lambda claims: "eyJhbGciOiJSUzI1NiJ9..",
}


@pytest.fixture
def linked(door, member):
    door.link(member)
    return door


def _must_be_refused(door, body, code="auth.oidc_refused"):
    before = door.sessions()
    answer = door.finish(body)
    assert (answer.status, answer.code) == (422, code), answer.body
    # The walk is spent: what failed once is not tried again.
    assert door.finish(body).code == "auth.oidc_walk_over"
    assert door.sessions() == before


def _here(value, issuer):
    if isinstance(value, list):
        return [_here(one, issuer) for one in value]
    return value.replace(ISSUER, issuer) if isinstance(value, str) else value


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS)
def test_a_token_with_a_wrong_claim_opens_nothing(linked, claims):
    body, issuer = linked.come_back(), linked.provider.issuer
    linked.provider.claims = {name: _here(value, issuer) for name, value in claims.items()}

    _must_be_refused(linked, body)


@pytest.mark.parametrize("sign", SIGNATURES.values(), ids=SIGNATURES)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(linked, sign):
    body = linked.come_back()
    linked.provider.sign = sign

    _must_be_refused(linked, body)


def test_clocks_may_be_a_minute_apart(linked):
    linked.provider.claims = {"exp": int(time.time()) - 30, "iat": int(time.time()) + 30}

    assert linked.sign_in().status == 200


def test_an_answer_that_names_another_issuer_is_refused(linked):
    body = {**linked.come_back(), "iss": "https://dinh-danh-khac.example.vn"}

    _must_be_refused(linked, body)
    right = {**linked.come_back(), "iss": linked.provider.issuer}
    assert linked.finish(right).status == 200


def test_a_provider_that_names_itself_is_held_to_it(door, member):
    door.provider.description["authorization_response_iss_parameter_supported"] = True
    body = door.come_back()

    _must_be_refused(door, body)


def test_a_walk_is_good_once(linked):
    body = linked.come_back()
    assert linked.finish(body).status == 200

    again = linked.finish(body)

    assert (again.status, again.code) == (410, "auth.oidc_walk_over")


def test_of_two_that_come_back_with_one_walk_at_once_one_is_let_in(linked):
    body = linked.come_back()
    before = linked.sessions()

    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(linked.finish, [body] * 4))

    assert sorted(one.status for one in answers) == [200, 410, 410, 410]
    assert linked.sessions() == before + 1


def test_a_code_is_good_once_even_in_a_new_walk(linked):
    body = linked.come_back()
    assert linked.finish(body).status == 200

    _must_be_refused(linked, {**linked.come_back(), "code": body["code"]})


def test_a_code_from_somebody_else_s_walk_is_worthless(linked):
    """Whoever catches a code lacks the verifier that stayed on our side."""
    caught = linked.come_back()["code"]

    _must_be_refused(linked, {**linked.come_back(), "code": caught})


def test_the_state_of_another_walk_is_worthless(linked):
    theirs, ours = linked.come_back(), linked.come_back()

    mixed = linked.finish({**ours, "state": theirs["state"]})

    assert (mixed.status, mixed.code) == (410, "auth.oidc_walk_over")
    # Their walk is spent by it, ours is not.
    assert linked.finish(theirs).code == "auth.oidc_walk_over"
    assert linked.finish(ours).status == 200


def test_a_link_to_somebody_else_s_walk_signs_nobody_in(linked):
    """He who sends his own code and state to another cannot send what his device kept."""
    sent = linked.come_back()
    victim = linked.begin()

    answer = linked.finish({**sent, "walk": victim["walk"]})

    assert answer.code == "auth.oidc_walk_over"


@pytest.mark.parametrize("state", ["bịa".encode().hex(), "a" * 43, "a" * 4000])
def test_a_state_nobody_gave_out_is_refused(linked, state):
    answer = linked.finish({"code": "abc", "state": state, "walk": "a" * 43})

    assert (answer.status, answer.code) == (410, "auth.oidc_walk_over")
    assert linked.provider.count("/token") == 1  # the link's own


def test_a_walk_takes_ten_minutes_at_most(linked):
    body = linked.come_back()

    with clock.frozen(later(minutes=10, seconds=1)):
        answer = linked.finish(body)

    assert (answer.status, answer.code) == (410, "auth.oidc_walk_over")


def test_a_walk_to_sign_in_does_not_link_and_one_to_link_does_not_sign_in(door, village):
    asking = door.acting(village.member)
    signing_in = door.come_back()
    linking = asking.post("/me/oidc", {"password": PASSWORD}).json

    assert asking.post("/me/oidc/callback", signing_in).code == "auth.oidc_walk_over"
    assert door.finish(door.come_back(walk=linking)).code == "auth.oidc_walk_over"
    assert asking.get("/me/oidc").json["linked"] is False


def test_nobody_finishes_the_link_that_another_began(door, village):
    begun = door.acting(village.member).post("/me/oidc", {"password": PASSWORD}).json
    body = door.come_back(walk=begun)

    stolen = door.acting(village.secretary).post("/me/oidc/callback", body)

    assert (stolen.status, stolen.code) == (410, "auth.oidc_walk_over")
    assert door.acting(village.secretary).get("/me/oidc").json["linked"] is False


def test_a_walk_whose_row_was_swapped_does_not_open(linked):
    first, second = linked.come_back(), linked.come_back()
    with linked.runtime.transaction() as session:
        one, other = session.query(OidcFlow).all()
        one.sealed, other.sealed = other.sealed, one.sealed

    answers = {linked.finish(body).code for body in (first, second)}

    assert answers == {SealBroken.code}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "a"},
        {"code": "a", "state": "b"},
        {"code": "", "state": "b", "walk": "c"},
        {"code": "a", "state": "b\x00", "walk": "c"},
        {"code": "a", "state": "b", "walk": "c", "account_id": "x"},
        {"code": "a" * 4001, "state": "b", "walk": "c"},
    ],
)
def test_what_is_no_answer_of_a_provider_is_named_as_such(door, body):
    answer = door.client.post("/auth/oidc/callback", body)

    assert (answer.status, answer.code) == (422, "request.invalid")
