"""Names are compared, sorted and found as Vietnamese people do it."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook_api.members import names

#: In the order of a Vietnamese list: given name, family name, what is between.
IN_ORDER = [
    "Lê Văn An",
    "Nguyễn Văn An",
    "Nguyễn Xuân An",
    "Trần Thị Ánh",
    "Bùi Ăn",
    "Bùi Thị Ân",
    "Bùi Thị Ẩn",
    "Bùi Thị Ấn",
    "Nguyễn Văn Bình",
    "Lê Dân",
    "Trần Thị Dung",
    "Đỗ Đào",
    "Bùi Văn Em",
    "Bùi Thị Êm",
    "Trần Thị Mẫu",
    "Đặng Thị Mậu",
    "Nguyễn Văn Nam",
    "Lý Thử",
    "Nguyễn Văn Thử",
    "Bùi Thị Ước",
    "Bùi Xuân Vinh",
    "Bùi Thị Yến",
]

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéèẻẽẹíìỉĩịúùủũụ ", max_size=30)


def test_a_list_is_in_the_order_of_given_names_letters_and_tones():
    mixed = random.Random(3).sample(IN_ORDER, len(IN_ORDER))

    assert sorted(mixed, key=names.sort_key) == IN_ORDER


@given(VIETNAMESE)
def test_a_sort_key_is_digits_only_so_that_every_database_sorts_alike(name):
    key = names.sort_key(name)

    assert key == "" or key.isdecimal()
    assert key.isascii()
    assert len(key) <= names.MOST_SORT_KEY


@given(st.text(max_size=60))
def test_whatever_is_typed_for_a_name_can_be_read(text):
    name = names.read(text)

    assert name.full == names.tidy(name.full)
    assert all(len(token) <= names.MOST_TOKEN and " " not in token for token in name.tokens)


@given(VIETNAMESE)
def test_composed_and_decomposed_spellings_are_one_name(name):
    torn = unicodedata.normalize("NFD", name)

    assert names.read(torn) == names.read(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trần Thị Mẫu", "tran thi mau"),
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA"),
        ("Lý Quý Kỳ", "Lí Quí Kì"),
        ("Ðỗ Đức", "do duc"),  # Icelandic eth, as some keyboards write it
        ("H'Hen  Niê", "h hen nie"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert names.fold(one) == names.fold(other)


def test_the_given_name_is_the_last_word():
    assert names.read("Trần Thị Mẫu").given == "mau"


def test_a_word_that_occurs_twice_is_one_token():
    assert names.tokens("Nguyễn Nguyên") == ("nguyen",)


@given(VIETNAMESE, st.integers(1, 8))
def test_names_lie_in_the_range_of_what_their_given_name_begins_with(name, length):
    read = names.read(name)
    if read.given:
        first, last = names.sort_range(read.given[:length])

        assert first <= read.sort_key < last
