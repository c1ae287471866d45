"""Filters narrow the answer and nothing else; facets count what is left."""

import pytest

from tests.search_index.library import SCOPE


@pytest.mark.parametrize(
    ("narrowed", "fits"),
    [
        ({"kinds": frozenset({"guidance"})}, lambda facts: facts.kind == "guidance"),
        ({"issuers": frozenset({"bch", "bct"})}, lambda facts: facts.issuer in {"bch", "bct"}),
        ({"topics": frozenset({"hội phí"})}, lambda facts: "hội phí" in facts.topics),
        ({"statuses": frozenset({"replaced"})}, lambda facts: facts.status == "replaced"),
        ({"year_from": 2025}, lambda facts: (facts.year or 0) >= 2025),
        ({"year_to": 2024}, lambda facts: facts.year is not None and facts.year <= 2024),
    ],
)
def test_a_filter_keeps_order_and_drops_only_what_does_not_fit(ask, narrowed, fits):
    everything = [(hit.document_id, hit.score) for hit in ask("hội").hits]
    expected = [(name, score) for name, score in everything if fits(SCOPE[name])]
    answer = ask("hội", **narrowed)

    assert 0 < len(expected) < len(everything)
    assert [(hit.document_id, hit.score) for hit in answer.hits] == expected
    assert answer.total == len(expected)


def test_facets_count_every_document_that_matches_and_not_the_page_alone(ask):
    answer = ask("hội viên", limit=1)

    assert len(answer.hits) == 1
    assert sum(count for _, count in answer.facets["kind"]) == answer.total > 1
    assert dict(answer.facets["status"])["in_force"] >= 2


def test_facets_list_the_commonest_value_first_and_leave_out_what_is_not_known(ask):
    facets = ask("hội viên").facets

    for values in facets.values():
        counts = [count for _, count in values]
        assert counts == sorted(counts, reverse=True)
    assert "None" not in dict(facets["year"])
    assert "" not in dict(facets["issuer"])


def test_facets_follow_the_filters(ask):
    assert ask("hội viên", kinds=frozenset({"article"})).facets["kind"] == (("article", 1),)
