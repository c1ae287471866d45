"""Whatever is typed, the answer is an answer or a clear refusal."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Query, QueryTooLong
from search_index.parsing import LONGEST_QUERY
from tests.search_index.library import SCOPE


@pytest.mark.parametrize("length", [LONGEST_QUERY + 1, 10_000])
def test_a_query_longer_than_anybody_types_is_refused_with_both_lengths(library, length):
    for refused in (
        lambda: library.search(Query("a" * length), SCOPE),
        lambda: library.suggest("a" * length, SCOPE),
    ):
        with pytest.raises(QueryTooLong) as refusal:
            refused()
        assert refusal.value.facts == {"length": length, "limit": LONGEST_QUERY}


def test_a_query_of_the_greatest_length_is_answered(ask):
    assert ask(("hội viên " * LONGEST_QUERY)[:LONGEST_QUERY]).total > 0


@pytest.mark.parametrize(
    "typed", ["", "   ", "?!…", '"""', "\u0301\u0309", "\x00", "\ud800", "_____", "—–-", "\n\t"]
)
def test_a_query_of_marks_only_is_empty(library, ask, typed):
    answer = ask(typed)

    assert (answer.interpretation.kind, answer.total, answer.hits) == ("empty", 0, ())
    assert library.suggest(typed, SCOPE) == ()


@pytest.mark.parametrize("typed", ["hội\x00 phí", "\ud83dhội phí\udfff", "\u200bhội\u200b phí"])
def test_what_cannot_be_seen_changes_nothing(ask, typed):
    assert ask(typed).hits[0].document_id in {"quy-dinh-94", "quy-dinh-77"}


_TYPED = st.one_of(
    st.text(max_size=80),
    st.text(alphabet='aăâđeêoôơuưyhkntcg đĐẢảọ0123456789-/.,"“”?()|=^\x00\ud800İ', max_size=60),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=_TYPED)
def test_nothing_typed_breaks_a_search_or_its_marks(library, typed):
    answer = library.search(Query(typed), SCOPE)
    library.suggest(typed, SCOPE)

    assert answer.total >= len(answer.hits)
    for hit in answer.hits:
        assert hit.document_id in SCOPE
        for passage in hit.passages:
            text, end = passage.excerpt.text, -1
            for start, stop in passage.excerpt.marks:
                assert end < start < stop <= len(text)
                end = stop
