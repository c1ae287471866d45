"""What anybody would try first is recognised through its usual disguises; odd phrases are not."""

import pytest

from handbook_api.auth.common_passwords import is_common


@pytest.mark.parametrize(
    "text",
    [
        "password",
        "PASSWORD123",
        "P@$$w0rd",
        "Admin@123",
        "iloveyou2",
        "trustno1",
        "matkhau123",
        "Mật khẩu 2026",
        "M@tkh4u!",
        "anhyeuem",
        "anhyeuemnhieulam",
        "Anh yêu em 14/02",
        "dangvien",
        "Đảng viên",
        "ĐẢNG VIÊN 2026",
        "ｄａｎｇｖｉｅｎ１２３",
        "phatloc6868",
        "dienbienphu1954",
        "nguyenvanan",
        "Nguyễn Văn An 1960",
        "minhtuan@1990",
        "matkhaumatkhau",
        "adminpassword",
        "x1234xx1234x",
    ],
)
def test_a_common_word_is_recognised_whatever_it_wears(text):
    assert is_common(text)


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "987654321",
        "12345678910",
        "1111111111",
        "112233445566",
        "10203040",
        "135791113",
        "123123123",
        "12344321",
        "147258369",
        "19051890",
        "18900519",
        "190590",
        "0912345678",
        "84912345678",
        "30041975123",
        "1357924680",
    ],
)
def test_a_number_with_a_pattern_is_recognised(text):
    assert is_common(text)


@pytest.mark.parametrize(
    "text",
    ["qwertyuiop", "asdfghjkl", "1qaz2wsx", "q1w2e3r4", "1q2w3e4r5t", "abcd1234", "zxcvbnm123"],
)
def test_a_run_over_the_keyboard_is_recognised(text):
    assert is_common(text)


@pytest.mark.parametrize("text", ["aaaaaaaa", "!!!!!!!!", "ababababab", "a!b@a!b@a!b@", ""])
def test_few_signs_over_and_over_are_recognised(text):
    assert is_common(text)


@pytest.mark.parametrize(
    "text",
    [
        "con mèo trèo cây cau",
        "xe đạp cũ của ông thợ mộc",
        "ghế gỗ bốn chân màu nâu",
        "chiếc thuyền ngoài xa 41",
        "correct horse battery staple",
        "x7k2m9q4",
        "83920175",
        "tZ8#vPq2Lm",
        "4719-lá-chuối-nướng",
    ],
)
def test_an_odd_phrase_or_a_random_word_is_let_through(text):
    assert not is_common(text)


@pytest.mark.parametrize(
    "text", ["1231" * 32, "01230123012301230123x" * 6, "nguyen" * 21 + "x", "an" * 63 + "xq"]
)
def test_the_longest_text_is_judged_without_trying_every_cut(text, monkeypatch):
    calls = []
    real = "handbook_api.auth.common_passwords._repeated"
    monkeypatch.setattr(real, lambda part: calls.append(part) or "")
    is_common(text)

    assert len(calls) < 20_000
