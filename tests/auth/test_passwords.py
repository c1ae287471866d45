"""Passwords: chosen well, kept slow to guess, the same however a keyboard sends them."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from handbook_api.auth import passwords
from handbook_api.auth.passwords import (
    HashGate,
    PasswordCommon,
    PasswordPersonal,
    PasswordTooLong,
    PasswordTooShort,
    SignInBusy,
    check_password,
    dummy_verify,
    hash_password,
    needs_rehash,
    verify_password,
)

PHRASE = "ghế gỗ bốn chân màu nâu"


#: As the service has them; every other test has them cheaper.
_COST, _NOBODYS = passwords.HASHER, passwords._NOBODYS


@pytest.fixture
def as_served(monkeypatch):
    """Passwords cost what they cost in service."""
    monkeypatch.setattr(passwords, "HASHER", _COST)
    monkeypatch.setattr(passwords, "_NOBODYS", _NOBODYS)


@pytest.mark.usefixtures("as_served")
def test_what_is_kept_is_argon2id_at_the_recommended_cost():
    kept = hash_password(PHRASE)
    parameters = extract_parameters(kept)

    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost) == (64 * 1024, 3)
    assert (parameters.salt_len, parameters.hash_len) == (16, 32)
    assert verify_password(PHRASE, kept)
    assert not needs_rehash(kept)


def test_another_password_does_not_pass():
    kept = hash_password(PHRASE)

    assert not verify_password(PHRASE + ".", kept)
    assert not verify_password("", kept)


def test_the_same_password_is_never_kept_the_same():
    assert hash_password(PHRASE) != hash_password(PHRASE)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_keyboard_sends_the_same_password(form):
    kept = hash_password(unicodedata.normalize("NFC", PHRASE))

    assert verify_password(unicodedata.normalize(form, PHRASE), kept)
    assert verify_password(PHRASE.replace(" ", "\u00a0"), kept)


def test_signs_that_only_look_alike_stay_different():
    assert not verify_password("lá chuối m2", hash_password("lá chuối m²"))


@pytest.mark.usefixtures("as_served")
def test_a_cheaper_hash_is_to_be_made_anew():
    cheaper = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(PHRASE)

    assert needs_rehash(cheaper)
    assert verify_password(PHRASE, cheaper)


@pytest.mark.usefixtures("as_served")
def test_nobodys_password_costs_what_everybodys_does():
    assert not needs_rehash(passwords._NOBODYS)


def test_a_name_without_password_is_verified_all_the_same(monkeypatch):
    asked = []
    monkeypatch.setattr(passwords, "verify_password", lambda *given: asked.append(given))
    dummy_verify(PHRASE)

    assert asked == [(PHRASE, passwords._NOBODYS)]


def _hold(gate, inside, leave):
    with gate.turn():
        inside.set()
        assert leave.wait(30)


@pytest.fixture
def held():
    """A gate with one place and one who waits; its place is taken until `leave` is set."""
    gate, inside, leave = HashGate(at_once=1, waiting=1, seconds=30), Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        taken = pool.submit(_hold, gate, inside, leave)
        assert inside.wait(30)
        yield gate, leave, pool
        leave.set()
        taken.result(30)


def test_whoever_finds_the_line_full_is_turned_away_at_once(held):
    gate, leave, pool = held
    second = Event()
    waiting = pool.submit(_hold, gate, second, leave)
    while gate._inside._value:  # until the second stands in line
        sleep(0.001)

    with pytest.raises(SignInBusy), gate.turn():
        pass
    assert not second.is_set()

    leave.set()
    waiting.result(30)
    assert second.is_set()


def test_whoever_waits_too_long_is_turned_away_and_leaves_the_line(held):
    gate, _leave, _pool = held
    gate._seconds = 0.01

    for _ in range(3):
        with pytest.raises(SignInBusy), gate.turn():
            pass


def test_a_place_is_free_again_after_a_failure():
    gate = HashGate(at_once=1, waiting=0, seconds=1)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.turn():
            1 / 0  # noqa: B018


OWN = ("Nguyễn Văn Thử", "001234567890", "0912 345 678", "thử.nv", "")


def test_a_phrase_of_ones_own_words_may_be_chosen():
    check_password(PHRASE, minimum=12, maximum=128, forbidden=OWN)


@pytest.mark.parametrize(("text", "length"), [("gỗ nâu!", 7), ("gỗ nâu!!", 8)])
def test_length_is_what_a_reader_counts(text, length):
    decomposed = unicodedata.normalize("NFD", text)
    assert len(decomposed) > length

    with pytest.raises(PasswordTooShort) as refused:
        check_password(decomposed, minimum=length + 1, maximum=128)
    assert refused.value.facts == {"minimum": length + 1}
    check_password(decomposed, minimum=length, maximum=128)


def test_a_password_has_an_upper_bound():
    longest = (PHRASE * 6)[:128]
    check_password(longest, minimum=8, maximum=128)

    with pytest.raises(PasswordTooLong):
        check_password(longest + ".", minimum=8, maximum=128)


def test_a_common_password_is_refused_however_long():
    with pytest.raises(PasswordCommon):
        check_password("matkhau123456789", minimum=8, maximum=128)


@pytest.mark.parametrize(
    "text",
    [
        "nguyenvanthu",
        "Nguyễn Văn Thử!",
        "Thử Nguyễn 1957",
        "xx-NGUYENVANTHU-qz",
        "001234567890",
        "gỗ nâu 001234567890",
        "0912345678",
        "+84 912 345 678 gỗ",
        "thử.nv#83",
    ],
)
def test_ones_own_name_or_numbers_are_refused(text):
    with pytest.raises(PasswordPersonal):
        check_password(text, minimum=8, maximum=128, forbidden=OWN)


@pytest.mark.parametrize("text", ["gỗ nâu thử lửa", "!!83-92-01:7!", "bốn vạn lá 3456"])
def test_words_that_only_touch_a_name_are_let_through(text):
    check_password(text, minimum=8, maximum=128, forbidden=OWN)
