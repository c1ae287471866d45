"""Excerpts: the right sentence of the original text, with marks on whole words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import Query
from search_index.analysis import PAIRS, WORDS
from search_index.highlighting import EXCERPT_CHARACTERS, Highlighter
from search_index.scoring import Term
from tests.search_index.library import GLOSSARY, a_passage, some_facts


@pytest.fixture
def excerpt(index_of):
    """The excerpt of a text for a query, marked words in brackets."""

    def find(text: str, typed: str) -> str:
        index = index_of(
            {"a": [a_passage("a", "1", text)], "b": [a_passage("b", "1", "Chuyện khác hẳn.")]},
            glossary=GLOSSARY,
        )
        answer = index.search(Query(typed), {"a": some_facts(), "b": some_facts()})
        return _bracketed(answer.hits[0].passages[0].excerpt)

    return find


def _bracketed(excerpt) -> str:
    pieces, end = [], 0
    for start, stop in excerpt.marks:
        pieces += [excerpt.text[end:start], "[", excerpt.text[start:stop], "]"]
        end = stop
    return "".join(pieces) + excerpt.text[end:]


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Đảng viên đóng đảng phí.", "đảng phí", "[Đảng] viên đóng [đảng phí]."),
        ("Mức đóng ĐẢNG PHÍ.", "dang phi", "Mức đóng [ĐẢNG PHÍ]."),
        ("Khoá họp uỷ ban.", "khóa họp ủy ban", "[Khoá họp uỷ ban]."),
        ("Thi hành kỷ luật.", "kỉ luật", "Thi hành [kỷ luật]."),
        ("Thi hành kỷ luật.", "ky luat", "Thi hành [kỷ luật]."),
        ("Ủy ban kiểm tra họp.", "UBKT", "[Ủy ban kiểm tra] họp."),
        ("Việc của UBKT.", "ủy ban kiểm tra", "Việc của [UBKT]."),
        ("Đi lao động ở ngoài nước.", "xuất khẩu lao động", "Đi [lao động ở ngoài nước]."),
        ("Số 94-QĐ/TW nói khác.", "94-QĐ/TW", "Số [94]-[QĐ]/[TW] nói khác."),
        ("Chi bộ, đảng ủy.", "chi bộ đảng ủy", "[Chi bộ], [đảng ủy]."),
    ],
)
def test_the_words_found_are_marked_as_they_are_written(excerpt, text, typed, shown):
    assert excerpt(text, typed) == shown


def test_marks_that_differ_are_not_marked_in_a_query_with_marks(excerpt):
    assert excerpt("Đảng đang họp, dạng khác.", "đảng") == "[Đảng] đang họp, dạng khác."


def test_the_sentence_that_answers_is_shown_and_not_the_first(excerpt):
    other = "Câu này nói về việc khác và khá dài để chiếm hết chỗ của đoạn trích. " * 6
    shown = excerpt(f"{other}Mức đóng đảng phí là 1%. {other}", "mức đóng đảng phí")

    assert "[Mức đóng đảng phí] là 1%." in shown


def test_a_sentence_too_long_is_cut_between_words_around_what_was_found(excerpt):
    long = "chữ " * 200
    shown = excerpt(f"{long}mức đóng đảng phí {long}", "mức đóng đảng phí")
    bare = shown.replace("[", "").replace("]", "")

    assert "[mức đóng đảng phí]" in shown
    assert len(bare) <= EXCERPT_CHARACTERS
    assert set(bare.split()) == {"chữ", "mức", "đóng", "đảng", "phí"}


def test_a_heading_alone_shows_itself(index_of):
    index = index_of({"a": [a_passage("a", "1", "", heading="Huy hiệu hội")]})

    excerpt = index.search(Query("huy hiệu"), {"a": some_facts()}).hits[0].passages[0].excerpt
    assert _bracketed(excerpt) == "[Huy hiệu] hội"


_TEXT = st.text(
    alphabet=st.sampled_from("đảng phí chi bộ kỷ luật uỷ .,;:!?\n()-_Đ294İßﬁ\u0301 "), max_size=1500
)


@settings(max_examples=200, deadline=None)
@given(text=_TEXT, unaccented=st.booleans())
def test_an_excerpt_is_a_piece_of_the_text_and_marks_stand_on_whole_words(text, unaccented):
    words = {"dang": "đảng", "phi": "phí", "chi": "chi", "bo": "bộ", "ki": "kỉ", "294": "294"}
    worth = {
        Term(WORDS, folded, None if unaccented else exact): 2.0 for folded, exact in words.items()
    } | {Term(PAIRS, "dang phi"): 1.5, Term(PAIRS, "chi bo"): 1.5}
    excerpt = Highlighter(worth).excerpt(text)
    at = text.find(excerpt.text)
    end = 0

    assert at >= 0
    for start, stop in excerpt.marks:
        assert end <= start < stop <= len(excerpt.text)
        assert re.fullmatch(r"[^\W_].*[^\W_]|[^\W_]", excerpt.text[start:stop], re.DOTALL)
        for outside in (excerpt.text[start - 1 : start], excerpt.text[stop : stop + 1]):
            assert not re.match(r"[^\W_]", outside)
        end = stop
