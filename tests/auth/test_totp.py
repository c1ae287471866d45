"""Codes of an authenticator app: the right one, around now, once."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from handbook_api.auth.totp import STEP, matching_counter, new_secret, provisioning_uri

#: RFC 6238, appendix B, with the secret “12345678901234567890”; the last six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]

NOW = datetime(2026, 12, 5, 12, 0, 7, tzinfo=UTC)
COUNTER = int(NOW.timestamp()) // STEP


@pytest.fixture
def secret():
    # Not a new one each time: one in a million would give the same digits at two times.
    return RFC_SECRET


@pytest.fixture
def code(secret):
    """The code that a phone shows some seconds away from NOW."""
    return lambda seconds=0: pyotp.TOTP(secret).at(NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_the_standards_own_examples_match(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)

    assert matching_counter(RFC_SECRET, code, at, window=0) == seconds // STEP


@pytest.mark.parametrize(("seconds", "step"), [(0, 0), (-30, -1), (30, 1)])
def test_a_phone_may_be_one_step_off(secret, code, seconds, step):
    assert matching_counter(secret, code(seconds), NOW) == COUNTER + step


@pytest.mark.parametrize("seconds", [-60, 60, 86_400])
def test_a_code_of_another_time_is_refused(secret, code, seconds):
    assert matching_counter(secret, code(seconds), NOW) is None


def test_a_code_is_good_once(secret, code):
    spent = matching_counter(secret, code(), NOW)

    assert matching_counter(secret, code(), NOW, after=spent) is None
    assert matching_counter(secret, code(), NOW + timedelta(seconds=20), after=spent) is None


def test_a_code_before_the_last_one_is_spent_with_it(secret, code):
    assert matching_counter(secret, code(-30), NOW, after=COUNTER) is None
    assert matching_counter(secret, code(30), NOW, after=COUNTER) == COUNTER + 1


def test_the_next_code_is_taken_when_the_same_digits_come_twice(monkeypatch, secret):
    monkeypatch.setattr(pyotp.TOTP, "generate_otp", lambda self, step: "123456")

    assert matching_counter(secret, "123456", NOW) == COUNTER - 1
    assert matching_counter(secret, "123456", NOW, after=COUNTER) == COUNTER + 1


def test_another_secrets_code_is_refused():
    assert matching_counter(RFC_SECRET, "287082", datetime.fromtimestamp(59, UTC)) == 1
    assert matching_counter(RFC_SECRET[::-1], "287082", datetime.fromtimestamp(59, UTC)) is None


@pytest.mark.parametrize("typed", [" {}{} ", "{} {}", "{}-{}", "{}\u200b{}", "{}\u00a0{}\n"])
def test_a_code_may_be_typed_with_spaces(secret, code, typed):
    digits = code()

    assert matching_counter(secret, typed.format(digits[:3], digits[3:]), NOW) == COUNTER


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "½½½½½½", "-12345", "１２３"])
def test_what_is_not_six_digits_is_refused(secret, typed):
    assert matching_counter(secret, typed, NOW) is None


def test_secrets_have_160_bits_and_differ():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {32}


def test_the_address_for_the_app_says_who_and_where(secret):
    address = urlsplit(provisioning_uri(secret, "thử.nv", "Sổ tay đảng viên"))
    said = parse_qs(address.query)

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Sổ tay đảng viên:thử.nv"
    assert (said["secret"], said["issuer"]) == ([secret], ["Sổ tay đảng viên"])
