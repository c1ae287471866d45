"""Syllables, words of asking, half-typed words, the glossary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import Glossary
from search_index.analysis import NAMES, PAIRS, SYMBOLS, WORDS, analyse, exact_of, key
from search_index.vietnamese.abbreviations import Expander
from search_index.vietnamese.folding import fold, has_marks
from search_index.vietnamese.normalise import nfc, one_spelling, usual_spelling
from search_index.vietnamese.questions import answered_with, asking
from search_index.vietnamese.syllables import syllables
from search_index.vietnamese.typing_along import may_become
from tests.search_index.library import a_passage


def test_a_syllable_knows_where_it_stands_and_how_it_is_compared():
    found = list(syllables("Khoá XIII: Kỷ luật"))

    assert [(one.start, one.end) for one in found] == [(0, 4), (5, 9), (11, 13), (14, 18)]
    assert [one.exact for one in found] == ["khóa", "xiii", "kỉ", "luật"]
    assert [one.folded for one in found] == ["khoa", "xiii", "ki", "luat"]
    assert [one.joined for one in found] == [False, True, False, True]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("chi bộ", True),
        ("kinh tế - xã hội", True),
        ("chi  bộ", True),
        ("chi, bộ", False),
        ("chi. bộ", False),
        ("chi\nbộ", False),
        ("(chi) bộ", False),
        ("“chi” bộ", False),
    ],
)
def test_a_word_does_not_reach_across_a_pause(text, joined):
    assert all(one.joined for one in list(syllables(text))[1:]) is joined


@given(st.text())
def test_syllables_lie_in_the_text_one_after_another(text):
    text, end = nfc(text), 0
    for one in syllables(text):
        assert end <= one.start < one.end <= len(text)
        assert one.exact == one_spelling(text[one.start : one.end]).lower()
        end = one.end


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
    assert has_marks(text) == (fold(text) != text.lower())


@pytest.mark.parametrize(
    ("syllable", "usual"),
    [("kỉ", "kỷ"), ("lí", "lý"), ("quí", "quý"), ("chi", "chi"), ("luật", "luật"), ("sĩ", "sĩ")],
)
def test_the_usual_spelling_is_that_of_the_papers(syllable, usual):
    assert usual_spelling(syllable) == usual


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("kết nạp đảng viên như thế nào", "kết nạp đảng viên"),
        ("ket nap dang vien nhu the nao", "ket nap dang vien"),
        ("đảng phí là gì?", "đảng phí"),
        ("có được kết nạp lại không", "có được kết nạp lại"),
        ("không muốn làm đảng viên nữa", "không muốn làm đảng viên"),
        ("bao lâu thì được xóa tên", "được xóa tên"),
        ("thẩm quyền thuộc về ai", "thẩm quyền thuộc"),
        ("the dang vien la gi", "the dang vien"),
        ("the dang vien", "the dang vien"),
    ],
)
def test_words_that_only_ask_are_left_out(typed, left):
    words = list(syllables(typed))
    asks = asking(words, unaccented=not has_marks(typed))

    assert [one.exact for at, one in enumerate(words) if at not in asks] == [
        one.exact for one in syllables(left)
    ]


def test_a_question_of_time_is_answered_with_a_time_limit():
    answers = answered_with(list(syllables("giai quyet bao lau")))

    assert [" ".join(word.exact for word in answer) for answer in answers] == [
        "trong thời hạn",
        "ngày làm việc",
    ]
    assert answered_with(list(syllables("kết nạp ở đâu"))) == []


@pytest.mark.parametrize(
    ("typed", "word", "whole", "may"),
    [
        ("dan", "đảng", False, True),
        ("đan", "đảng", False, True),
        ("đả", "đảng", False, True),
        ("đá", "đảng", False, False),
        ("kêt", "kết", True, True),
        ("ket", "kết", True, True),
        ("két", "kết", True, True),
        ("kẻt", "kết", True, False),
        ("ke", "kết", True, False),
        ("ơ", "o", True, False),
        ("đảngg", "đảng", False, False),
    ],
)
def test_a_half_typed_syllable_may_become_what_adds_marks_or_letters(typed, word, whole, may):
    assert may_become(typed, word, whole=whole) is may


def _expansions(typed, glossary):
    return [one.text for one in Expander(glossary).expansions(typed, list(syllables(typed)))]


def test_the_longest_entry_counts_and_entries_do_not_overlap():
    glossary = Glossary({"BTC": ("ban tổ chức",)}, (("tổ chức", "sắp đặt"), ("ban", "phòng")))

    assert _expansions("ban tổ chức tổ chức họp", glossary) == ["BTC", "sắp đặt"]


def test_synonyms_lead_one_way_only():
    glossary = Glossary({}, (("nghỉ hưu", "nghỉ công tác"),))

    assert _expansions("nghỉ hưu", glossary) == ["nghỉ công tác"]
    assert _expansions("nghi huu", glossary) == ["nghỉ công tác"]
    assert _expansions("nghỉ công tác", glossary) == []


def test_marks_typed_wrong_are_another_word_for_the_glossary():
    assert _expansions("nghi hữu", Glossary({}, (("nghỉ hưu", "nghỉ công tác"),))) == []


def test_an_abbreviation_with_several_meanings_offers_all():
    assert _expansions("CB", Glossary({"CB": ("chi bộ", "cán bộ")}, ())) == ["chi bộ", "cán bộ"]


def test_keys_of_one_folded_word_stand_together_and_give_the_exact_form_back():
    words = ("đảng", "dang", "đàn", "dangg", "dáng", "danh", "đáng")
    keys = sorted(key(fold(word), word) for word in words)
    first = keys.index("dang|")

    assert [exact_of(one) for one in keys[first : first + 4]] == ["dang", "dáng", "đáng", "đảng"]
    assert [exact_of(one) for one in ("dang|", "dang|đảng")] == ["dang", "đảng"]


def test_a_passage_is_found_by_words_pairs_headings_names_and_symbols():
    streams = analyse(
        a_passage(
            "a",
            "1.2",
            "Theo Quy định số 24-QĐ / TW, chi bộ họp.",
            heading="Họp chi bộ",
            path=(("1", "Sinh hoạt"),),
            symbol="294-QĐ/TW",
        )
    ).keys

    assert "hop|họp" in streams[WORDS]
    assert "sinh|" not in streams[WORDS]
    assert "sinh|" in streams["h"]
    assert "chi bo|chi bộ" in streams[PAIRS]
    assert not any(one.startswith("tw chi") for one in streams[PAIRS])
    assert streams[NAMES] == ["^hop|họp", "hop|họp", "chi|", "bo|bộ"]
    assert streams[SYMBOLS] == ["=294-qd/tw|", "24-qd/tw|"]
