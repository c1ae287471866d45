"""Sealed values open in their own place, with their own key, unchanged; or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from handbook_api.db.keys import KeysReadableByOthers
from handbook_api.db.sealing import (
    CHAIN_START,
    KeyRing,
    KeyUnknown,
    Place,
    SealBroken,
    key_id_of,
    keys_of,
)

TEXT = "Số nhà 7, xã Thử Nghiệm, đường Mẫu"
PLACE = Place("members", "address", "0b5c")
RING = KeyRing.generate()

texts = st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None)
@given(text=texts)
def test_what_was_sealed_opens_to_the_same_text(text):
    assert RING.open(RING.seal(text, PLACE), PLACE) == text


def test_a_sealed_value_shows_nothing_of_its_text():
    assert TEXT.encode() not in RING.seal(TEXT, PLACE)


def test_the_same_text_never_looks_the_same_twice():
    assert len({RING.seal(TEXT, PLACE) for _ in range(100)}) == 100


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_bit_anywhere_is_noticed(position, change):
    sealed = bytearray(RING.seal(TEXT, PLACE))
    sealed[position % len(sealed)] ^= change

    with pytest.raises((SealBroken, KeyUnknown)):
        RING.open(bytes(sealed), PLACE)


@pytest.mark.parametrize("length", [0, 1, 2, 14, 29, 30, -1])
def test_a_cut_value_is_noticed(length):
    with pytest.raises(SealBroken):
        RING.open(RING.seal(TEXT, PLACE)[:length], PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("members", "address", "0b5d"),
        Place("members", "phone", "0b5c"),
        Place("accounts", "address", "0b5c"),
        Place("memb", "ersaddress", "0b5c"),
    ],
)
def test_a_value_moved_elsewhere_does_not_open(elsewhere):
    with pytest.raises(SealBroken) as refused:
        RING.open(RING.seal(TEXT, PLACE), elsewhere)

    assert refused.value.facts["column"] == elsewhere.column


def test_a_place_cannot_pretend_to_be_another():
    with pytest.raises(ValueError, match="NUL"):
        RING.seal(TEXT, Place("members", "address\0x", "0b5c"))


def test_another_installations_ring_does_not_open_it():
    with pytest.raises(SealBroken):
        KeyRing.generate().open(RING.seal(TEXT, PLACE), PLACE)


def test_a_new_key_seals_and_the_old_one_still_opens():
    newer = RING.with_new_key()
    before, after = RING.seal(TEXT, PLACE), newer.seal(TEXT, PLACE)

    assert (key_id_of(before), key_id_of(after)) == (1, 2)
    assert newer.open(before, PLACE) == newer.open(after, PLACE) == TEXT


def test_a_key_that_the_ring_does_not_hold_is_named():
    with pytest.raises(KeyUnknown) as refused:
        RING.open(RING.with_new_key().seal(TEXT, PLACE), PLACE)

    assert refused.value.facts == {"key_id": 2}


def test_a_key_added_while_the_service_runs_is_found_in_the_file(tmp_path):
    path = tmp_path / "keys.json"
    KeyRing.generate().write(path)
    running = KeyRing.read(path)
    sealed_elsewhere = KeyRing.add_key(path).seal(TEXT, PLACE)

    assert running.open(sealed_elsewhere, PLACE) == TEXT


def test_a_key_file_that_went_away_is_an_unknown_key(tmp_path):
    path = tmp_path / "keys.json"
    KeyRing.generate().write(path)
    running = KeyRing.read(path)
    sealed = running.with_new_key().seal(TEXT, PLACE)
    path.chmod(0o644)

    with pytest.raises(KeyUnknown) as refused:
        running.open(sealed, PLACE)

    assert isinstance(refused.value.__cause__, KeysReadableByOthers)


@pytest.mark.parametrize(
    "twin",
    ["012345678901", " 012345678901 ", "０１２３４５６７８９０１"],
)
def test_equal_numbers_have_one_blind_digest(twin):
    assert RING.blind("card", twin) == RING.blind("card", "012345678901")


def test_composed_and_decomposed_names_have_one_blind_digest():
    assert RING.blind("name", "Đặng  THỊ Mẫu") == RING.blind("name", "đặng thị mẫu")


def test_a_blind_digest_tells_kinds_texts_and_installations_apart():
    digests = {
        RING.blind("card", "0912345678"),
        RING.blind("phone", "0912345678"),
        RING.blind("phone", "0912345679"),
        KeyRing.generate().blind("phone", "0912345678"),
    }

    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {16}


def test_a_blind_digest_outlives_a_new_data_key():
    assert RING.with_new_key().blind("card", "1") == RING.blind("card", "1")


def test_every_link_depends_on_all_before_it():
    def chain(*entries):
        link = CHAIN_START
        for entry in entries:
            link = RING.chain(link, entry)
        return link

    assert chain(b"a", b"b", b"c") == chain(b"a", b"b", b"c")
    others = [(b"a", b"c"), (b"b", b"a", b"c"), (b"ab", b"c"), (b"a", b"b"), (b"a", b"x", b"c")]
    assert chain(b"a", b"b", b"c") not in [chain(*other) for other in others]


def test_a_chain_cannot_be_made_without_the_audit_key():
    assert KeyRing.generate().chain(CHAIN_START, b"a") != RING.chain(CHAIN_START, b"a")


def test_what_is_not_a_link_is_not_chained_on():
    with pytest.raises(ValueError, match="32"):
        RING.chain(b"", b"a")


def test_no_key_is_seen_when_a_ring_is_printed():
    secrets = [RING.keys.blind, RING.keys.audit, *(one.secret for one in RING.keys.data.values())]

    assert not [secret for secret in secrets if repr(secret)[2:-1] in repr(RING)]
    assert "made_on" in repr(RING)


def test_a_session_gives_the_ring_it_was_opened_with():
    assert keys_of(Session(info={"keys": RING})) is RING


def test_a_session_without_a_ring_says_how_to_get_one():
    with pytest.raises(RuntimeError, match=r"Runtime\.transaction"):
        keys_of(Session())
