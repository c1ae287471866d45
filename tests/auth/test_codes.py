"""Codes survive being read out and typed by hand; what is kept of them gives nothing away."""

import re
from uuid import uuid4

import pytest

from handbook_api.auth import codes
from handbook_api.auth.codes import (
    ALPHABET,
    backup_digest,
    code_digest,
    digest,
    new_backup_codes,
    new_digits,
    new_slip_token,
    new_token,
    spaced,
    tidy,
)
from handbook_api.db.sealing import KeyRing

RING = KeyRing.generate()


def test_digits_keep_their_zeros_in_front(monkeypatch):
    monkeypatch.setattr(codes.secrets, "randbelow", lambda bound: 42 if bound == 10**10 else None)

    assert new_digits() == "0000000042"


def test_every_digit_stands_everywhere():
    drawn = [new_digits() for _ in range(2000)]

    assert {len(code) for code in drawn} == {10}
    assert all({code[place] for code in drawn} == set("0123456789") for place in range(10))


@pytest.mark.parametrize(
    ("code", "read_out"),
    [
        ("4821736520", "482 173 6520"),
        ("123456", "123 456"),
        ("1234567", "123 4567"),
        ("12345678", "123 456 78"),
        ("1234", "1234"),
        ("1", "1"),
        ("", ""),
    ],
)
def test_a_code_is_grouped_for_reading_out(code, read_out):
    assert spaced(code) == read_out
    assert tidy(read_out) == code


@pytest.mark.parametrize(
    "typed",
    [
        "482 173 6520",
        "482-173-6520",
        "482.173.6520",
        " 4821736520\n",
        "482\u00a0173\u20096520",
        "482–173—6520",
        "４８２１７３６５２０",
        "٤٨٢١٧٣٦٥٢٠",
        "\u200e482173\u200b6520\ufeff",
    ],
)
def test_a_code_is_understood_however_typed(typed):
    assert tidy(typed) == "4821736520"


@pytest.mark.parametrize("typed", ["482173652O", "482173652", "4821736520a", "½821736520", ""])
def test_another_code_is_not_guessed_into_the_right_one(typed):
    assert tidy(typed) != "4821736520"


def test_tokens_are_long_and_safe_in_an_address():
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_the_token_of_a_slip_is_digits_only():
    assert re.fullmatch(r"[0-9]{25}", new_slip_token())


def test_what_is_kept_of_a_token_is_its_digest():
    token = new_token()

    assert len(digest(token)) == 32
    assert digest(token) == digest(token)
    assert digest(token) != digest(new_token())
    assert token.encode() not in digest(token)


def test_what_is_kept_of_digits_is_the_same_however_typed():
    assert code_digest(RING, "482 173-6520") == code_digest(RING, "4821736520")
    assert code_digest(RING, "4821736521") != code_digest(RING, "4821736520")


def test_without_the_key_file_kept_digits_cannot_be_tried_out():
    assert code_digest(KeyRing.generate(), "4821736520") != code_digest(RING, "4821736520")


def test_ten_backup_codes_of_fifty_bits_without_lookalikes():
    made = new_backup_codes(10)

    assert len(set(made)) == 10
    assert all(re.fullmatch(f"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", code) for code in made)
    assert len(ALPHABET) == 32
    assert not set("O0I1") & set(ALPHABET)


def test_a_backup_code_is_known_again_in_small_letters_and_without_dash():
    account = uuid4()

    assert backup_digest(RING, account, "7kd2m qx9tb") == backup_digest(
        RING, account, "7KD2M-QX9TB"
    )


def test_two_accounts_with_one_backup_code_keep_different_digests():
    assert backup_digest(RING, uuid4(), "7KD2M-QX9TB") != backup_digest(
        RING, uuid4(), "7KD2M-QX9TB"
    )
