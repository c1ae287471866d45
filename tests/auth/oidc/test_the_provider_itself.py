"""A provider that is down, slow, huge or led astray: a clear refusal, and no call elsewhere."""

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from handbook_api.app import create_app
from handbook_api.auth.oidc import fetching
from handbook_api.auth.oidc.addresses import addresses_of
from handbook_api.core import clock
from handbook_api.core.settings import SettingsNotUnderstood, read_settings
from handbook_api.runtime import build_runtime
from tests.support.client import Client
from tests.support.oidc_provider import rsa_key, running_provider
from tests.support.people import later

DISCOVERY = "/.well-known/openid-configuration"
JSON = {"Content-Type": "application/json"}


def _must_be_unavailable(answer):
    assert (answer.status, answer.code) == (503, "auth.oidc_unavailable"), answer.body
    assert answer.headers["Retry-After"] == "5"


HUGE = json.dumps({"keys": [], "filling": "a" * 200_000}).encode()

ANSWERS = {
    "down": (503, {}, b""),
    "broken": (500, {}, b"<html>"),
    "not there": (404, JSON, b"{}"),
    "led elsewhere": (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "led elsewhere for good": (308, {"Location": "http://169.254.169.254/latest/"}, b""),
    "not JSON": (200, JSON, b"xin chao"),
    "a list": (200, JSON, b"[]"),
    "nothing": (200, JSON, b""),
    "huge": (200, JSON, HUGE),
    "small but blown up": (200, {**JSON, "Content-Encoding": "gzip"}, gzip.compress(HUGE)),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_description_that_does_not_come_properly_is_a_clear_refusal(door, answer):
    door.provider.answers[DISCOVERY] = answer

    _must_be_unavailable(door.client.post("/auth/oidc"))


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_keys_that_do_not_come_properly_are_a_clear_refusal(door, answer):
    body = door.come_back()
    door.provider.answers["/keys"] = answer

    _must_be_unavailable(door.finish(body))
    assert door.sessions() == 0


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_token_that_does_not_come_properly_is_a_clear_refusal(door, answer):
    body = door.come_back()
    door.provider.answers["/token"] = answer

    _must_be_unavailable(door.finish(body))
    assert door.sessions() == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_led_elsewhere_even_to_a_good_description(door, status):
    with running_provider() as other:
        door.provider.answers[DISCOVERY] = (status, {"Location": f"{other.issuer}{DISCOVERY}"}, b"")
        other.description = door.provider.describe()

        _must_be_unavailable(door.client.post("/auth/oidc"))

        assert other.calls == []


@pytest.mark.parametrize(("filling", "status"), [(100_000, 200), (200_000, 503)])
def test_a_good_description_and_good_keys_are_read_up_to_a_size(door, member, filling, status):
    filled = {"keys": [rsa_key("khoa-1").as_dict(private=False)], "filling": "a" * filling}
    door.provider.answers["/keys"] = (200, JSON, json.dumps(filled).encode())

    assert door.link(member).status == status
    if status == 200:
        door.provider.description["filling"] = "a" * 200_000
        with clock.frozen(later(minutes=61)):
            _must_be_unavailable(door.client.post("/auth/oidc"))


def test_a_provider_that_is_gone_is_a_clear_refusal(runtime, settings_for):
    with running_provider() as gone:
        issuer = gone.issuer
    settings = runtime.settings.model_copy(update={"oidc_issuer": issuer})
    built = build_runtime(settings)
    try:
        _must_be_unavailable(Client(create_app(built), built.engine).post("/auth/oidc"))
    finally:
        built.close()


def test_a_provider_that_is_slow_is_not_waited_for(door, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    door.provider.delay = 1.0

    _must_be_unavailable(door.client.post("/auth/oidc"))


def test_a_provider_that_is_down_is_left_in_peace_for_a_while_and_then_asked_again(door):
    door.provider.answers[DISCOVERY] = (503, {}, b"")
    for _ in range(3):
        _must_be_unavailable(door.client.post("/auth/oidc"))
    assert door.provider.count(DISCOVERY) == 1

    door.provider.answers.clear()
    _must_be_unavailable(door.client.post("/auth/oidc"))
    with clock.frozen(later(seconds=11)):
        assert door.client.post("/auth/oidc").status == 201


def test_a_description_is_kept_for_an_hour(door):
    door.begin()
    with clock.frozen(later(minutes=59)):
        door.begin()
    assert door.provider.count(DISCOVERY) == 1

    with clock.frozen(later(minutes=61)):
        door.begin()
    assert door.provider.count(DISCOVERY) == 2


def test_many_at_once_have_it_fetched_once(door):
    door.provider.delay = 0.1
    together = threading.Barrier(6)

    def begin(_):
        together.wait(10)
        return door.client.post("/auth/oidc").status

    with ThreadPoolExecutor(6) as at_once:
        assert list(at_once.map(begin, range(6))) == [201] * 6

    assert door.provider.count(DISCOVERY) == 1


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{other}/token",
        "https://127.0.0.1:{other}/token",
        "https://noi-bo.example.vn/token",
        "http://169.254.169.254/latest/meta-data/",
        "http://sotay@127.0.0.1:{port}/token",
        "file:///etc/passwd",
        "//127.0.0.1:{port}/token",
        "http://127.0.0.1:{port}/token#x",
        "",
        None,
        7,
    ],
)
def test_an_address_elsewhere_in_the_description_is_not_followed(door, name, address):
    with running_provider() as other:
        if isinstance(address, str):
            address = address.format(other=other.port, port=door.provider.port)
        door.provider.description[name] = address

        _must_be_unavailable(door.client.post("/auth/oidc"))

        assert other.calls == []
        assert door.provider.calls == [("GET", DISCOVERY)]


@pytest.mark.parametrize("issuer", ["{issuer}/", "https://khac.example.vn", None, ["{issuer}"]])
def test_a_description_of_another_issuer_is_not_taken(door, issuer):
    own = door.provider.issuer
    said = [own] if isinstance(issuer, list) else issuer and issuer.format(issuer=own)
    door.provider.description["issuer"] = said

    _must_be_unavailable(door.client.post("/auth/oidc"))


KEYS = {
    "none": [],
    "secrets only": [{"kty": "oct", "k": "c2VjcmV0", "kid": "khoa-1"}],
    "for encryption only": [{**rsa_key("khoa-1").as_dict(private=False), "use": "enc"}],
    "too short": [{"kty": "RSA", "kid": "khoa-1", "e": "AQAB", "n": "A" * 171}],
    "absurdly long": [{"kty": "RSA", "kid": "khoa-1", "e": "AQAB", "n": "A" * 20_000}],
    "an exponent of hours": [{"kty": "RSA", "kid": "khoa-1", "e": "A" * 300, "n": "A" * 342}],
    "another curve": [{"kty": "EC", "crv": "P-521", "kid": "khoa-1", "x": "AA", "y": "AA"}],
    "off the curve": [{"kty": "EC", "crv": "P-256", "kid": "khoa-1", "x": "AA", "y": "AA"}],
    "for another algorithm": [{**rsa_key("khoa-1").as_dict(private=False), "alg": "RS512"}],
    "no object": ["khoa-1", 7, None],
    "names that are numbers": [{**rsa_key("khoa-1").as_dict(private=False), "kid": 1}],
    "too many": [{**rsa_key("khoa-1").as_dict(private=False), "kid": str(n)} for n in range(21)],
}


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_keys_that_are_no_good_are_a_clear_refusal(door, keys):
    body = door.come_back()
    door.provider.answers["/keys"] = (200, JSON, json.dumps({"keys": keys}).encode())

    _must_be_unavailable(door.finish(body))


def test_a_provider_that_publishes_its_private_keys_serves_no_secret_to_us(door, member):
    private = rsa_key("khoa-1").as_dict(private=True)
    door.provider.answers["/keys"] = (200, JSON, json.dumps({"keys": [private]}).encode())

    assert door.link(member).status == 200


def test_a_wrong_client_secret_is_our_mistake_and_not_the_member_s(door, runtime, provider):
    wrong = runtime.settings.model_copy(update={"oidc_client_id": "khác"})
    built = build_runtime(wrong)
    try:
        client = Client(create_app(built), built.engine)
        begun = client.post("/auth/oidc").json
        door_of_other = door.come_back(walk=door.begin())
        answer = client.post(
            "/auth/oidc/callback", {**door_of_other, "state": _state(begun), "walk": begun["walk"]}
        )
        _must_be_unavailable(answer)
    finally:
        built.close()


def _state(begun):
    return begun["authorize_url"].split("state=")[1].split("&")[0]


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://dinh-danh.example.vn/token", True),
        ("https://DINH-DANH.example.vn/token", True),
        ("https://dinh-danh.example.vn:443/token", True),
        ("https://khoa.example.vn:8443/keys", True),
        ("https://khoa.example.vn/keys", False),
        ("https://dinh-danh.example.vn:8443/token", False),
        ("http://dinh-danh.example.vn/token", False),
        ("https://dinh-danh.example.vn.ke-gian.example/token", False),
        ("https://ke-gian.example/dinh-danh.example.vn", False),
        ("https://dinh-danh.example.vn@ke-gian.example/", False),
        ("https://ke-gian.example#@dinh-danh.example.vn/", False),
        ("https://ke-gian.example\\@dinh-danh.example.vn/", False),
        ("https://dinh-danh.example.vn:99999/token", False),
        ("https://[::1/token", False),
        ("https://dinh-danh.example.vn/mã", False),
        ("ftp://dinh-danh.example.vn/", False),
        ("", False),
        (None, False),
    ],
)
def test_only_the_provider_s_own_places_may_be_called(address, may):
    known = addresses_of("https://dinh-danh.example.vn/realms/dang", "khoa.example.vn:8443, ")

    assert known.admit(address) is may


@pytest.mark.parametrize(
    ("issuer", "others", "reason"),
    [
        ("http://dinh-danh.example.vn", {}, "https"),
        ("dinh-danh.example.vn", {}, "https"),
        ("https://a@dinh-danh.example.vn", {}, "tên người dùng"),
        ("https://dinh-danh.example.vn?x=1", {}, "tên người dùng"),
        ("https://dinh-danh.example.vn", {"HANDBOOK_PUBLIC_URL": ""}, "PUBLIC_URL"),
        ("https://dinh-danh.example.vn", {"HANDBOOK_OIDC_CLIENT_ID": ""}, "CLIENT_ID"),
    ],
)
def test_settings_that_could_not_work_are_refused_at_the_start(issuer, others, reason):
    said = {
        "HANDBOOK_PUBLIC_URL": "https://sotay.example.vn",
        "HANDBOOK_OIDC_CLIENT_ID": "so-tay",
        "HANDBOOK_OIDC_ISSUER": issuer,
        **others,
    }

    with pytest.raises(SettingsNotUnderstood) as refused:
        read_settings(said)

    assert refused.value.facts["name"] == "HANDBOOK_OIDC_ISSUER"
    assert reason in refused.value.facts["reason"]


def test_the_secret_is_shown_nowhere():
    said = {
        "HANDBOOK_PUBLIC_URL": "https://sotay.example.vn",
        "HANDBOOK_OIDC_CLIENT_ID": "so-tay",
        "HANDBOOK_OIDC_CLIENT_SECRET": "rất-bí-mật",
        "HANDBOOK_OIDC_ISSUER": "https://dinh-danh.example.vn",
    }

    assert "rất-bí-mật" not in repr(read_settings(said))
