"""Words in quotes stand in the text as they are."""

import pytest

from search_index import Query
from tests.search_index.library import a_passage, some_facts

TEXTS = {
    "a": "Chi bộ xem xét kỷ luật hội viên vi phạm.",
    "b": "Kỷ luật được xem xét; hội viên vi phạm kỷ luật thì chi bộ họp.",
    "c": "Ky luat hoi vien (viết không dấu).",
    "d": "Xem xét kỷ luật. Hội viên vi phạm.",
}
SCOPE = dict.fromkeys(TEXTS, some_facts())


@pytest.fixture
def find(index_of):
    index = index_of({name: [a_passage(name, "1", text)] for name, text in TEXTS.items()})
    return lambda typed: sorted(hit.document_id for hit in index.search(Query(typed), SCOPE).hits)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"kỷ luật hội viên"', ["a"]),
        ("“kỷ luật hội viên”", ["a"]),
        ("«kỉ luật hội viên»", ["a"]),
        ('"ky luat hoi vien"', ["a", "c"]),
        ('"hội viên vi phạm"', ["a", "b", "d"]),
        ('"vi phạm kỷ luật"', ["b"]),
        ('"họp"', ["b"]),
        ('"không có câu này"', []),
        ('"xem xét" "chi bộ"', ["a", "b"]),
        ('chi bộ "xem xét kỷ luật"', ["a", "d"]),
    ],
)
def test_a_phrase_must_stand_in_the_text_as_typed(find, typed, found):
    assert find(typed) == found


def test_a_long_phrase_is_read_in_the_text_and_not_guessed_from_its_pairs(index_of):
    index = index_of(
        {
            "yes": [a_passage("yes", "1", "một hai ba bốn")],
            "no": [a_passage("no", "1", "một hai khác hai ba khác ba bốn")],
        }
    )
    answer = index.search(Query('"một hai ba bốn"'), {"yes": some_facts(), "no": some_facts()})

    assert [hit.document_id for hit in answer.hits] == ["yes"]
    assert answer.interpretation.kind == "phrase"


@pytest.mark.parametrize("typed", ['"kỷ luật hội viên', 'kỷ luật hội viên"', '""', '"" kỷ luật'])
def test_a_quote_without_its_partner_is_no_phrase(index_of, typed):
    index = index_of({name: [a_passage(name, "1", text)] for name, text in TEXTS.items()})

    assert index.search(Query(typed), SCOPE).interpretation.kind in {"keywords", "empty"}
