"""The vectorised scorer against BM25 written out, over segments, deletions and filters."""

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import DocumentFacts, Passage, Query, SearchIndex
from search_index.analysis import HEADINGS, PAIRS, WORDS, analyse, exact_of
from search_index.engines.protocol import Postings
from search_index.ranking import K1, B
from search_index.scoring import Collection, PostingCache, Term, bm25
from tests.search_index.library import a_passage, some_facts
from tests.search_index.memory_engine import MemoryEngine

_SYLLABLES = ("đảng", "đang", "dang", "phí", "phi", "viên", "chi", "bộ", "họp", "294", "kỷ", "kỉ")
_TEXT = st.lists(st.sampled_from((*_SYLLABLES, ".")), max_size=12).map(" ".join)
_PASSAGES = st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=4)
#: Commits; each replaces (or, with None, removes) some of five documents.
_HISTORIES = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.none() | _PASSAGES, min_size=1, max_size=4),
    min_size=1,
    max_size=6,
)


def _passages(document_id: str, texts: list[tuple[str, str]]) -> list[Passage]:
    return [
        a_passage(document_id, str(order), text, heading=heading, order=order)
        for order, (heading, text) in enumerate(texts)
    ]


def _write(index: SearchIndex, history: list[dict[str, list | None]]) -> list[Passage]:
    """Write every commit of `history`; return the passages that are alive at its end."""
    alive: dict[str, list[Passage]] = {}
    for sequence, commit in enumerate(history, 1):
        with index.writer() as writer:
            for document_id, texts in commit.items():
                alive[document_id] = _passages(document_id, texts or [])
                if texts is None:
                    writer.remove_document(document_id)
                else:
                    writer.replace_document(document_id, alive[document_id])
            writer.commit(sequence)
    index.refresh()
    return [passage for passages in alive.values() for passage in passages]


def _oracle(passages: list[Passage], weights: dict[Term, float]) -> dict[tuple[str, str], float]:
    """BM25 as the textbook has it, one passage and one term at a time."""
    analysed = [analyse(passage).keys for passage in passages]
    scores = dict.fromkeys(((one.document_id, one.anchor) for one in passages), 0.0)
    for term, weight in weights.items():
        lengths = [len(streams[term.field]) for streams in analysed]
        average = sum(lengths) / max(1, len(lengths))
        counts = [
            sum(
                key.partition("|")[0] == term.folded
                and (term.exact is None or exact_of(key) == term.exact)
                for key in streams[term.field]
            )
            for streams in analysed
        ]
        frequency = sum(map(bool, counts))
        idf = math.log(1 + (len(passages) - frequency + 0.5) / (frequency + 0.5))
        for passage, count, length in zip(passages, counts, lengths, strict=True):
            if count:
                norm = K1 * (1 - B + B * length / average)
                points = weight * idf * count * (K1 + 1) / (count + norm)
                scores[passage.document_id, passage.anchor] += points
    return scores


_TERMS = st.dictionaries(
    st.one_of(
        st.builds(
            Term,
            st.sampled_from((WORDS, HEADINGS)),
            st.sampled_from(("dang", "phi", "vien", "294", "ki", "khong")),
        ),
        st.builds(Term, st.just(WORDS), st.just("dang"), st.sampled_from(("đảng", "đang", "dang"))),
        st.builds(Term, st.just(PAIRS), st.sampled_from(("dang phi", "chi bo", "dang vien"))),
        st.just(Term(PAIRS, "dang phi", "đảng phí")),
    ),
    st.sampled_from((0.25, 0.7, 1.0, 3.0)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(history=_HISTORIES, weights=_TERMS)
def test_scores_equal_bm25_whatever_was_added_replaced_and_removed(history, weights):
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder))
        passages = _write(index, history)
        snapshot = index._snapshot
        collection = snapshot.collection
        worth = {
            term: weight * collection.idf(len(collection.postings(term).passages))
            for term, weight in weights.items()
        }
        scores = bm25(collection, worth)
        found = {
            (passage.document_id, passage.anchor): float(scores[number])
            for number in range(collection.size)
            if collection.live[number]
            for passage in [snapshot.passage(number)]
        }

        assert index.sequence == len(history)
        assert collection.live_count == len(passages)
        assert found == pytest.approx(_oracle(passages, weights), rel=1e-4, abs=1e-5)
        index.close()


_SCOPES = st.dictionaries(
    st.sampled_from("abcde"),
    st.builds(
        some_facts,
        kind=st.sampled_from(("regulation", "guidance")),
        status=st.sampled_from(("in_force", "replaced", "unknown")),
        year=st.sampled_from((None, 2020, 2025)),
    ),
)


@settings(max_examples=40, deadline=None)
@given(
    history=_HISTORIES,
    scope=_SCOPES,
    typed=st.lists(st.sampled_from((*_SYLLABLES, "quy", "định")), min_size=1, max_size=5),
    quoted=st.booleans(),
    kinds=st.sampled_from((frozenset(), frozenset({"guidance"}))),
)
def test_many_segments_answer_like_one(
    history, scope: dict[str, DocumentFacts], typed, quoted, kinds
):
    """Whoosh after many commits, beside a list of the live passages: the same answer."""
    query = Query('"{}"'.format(" ".join(typed)) if quoted else " ".join(typed), kinds=kinds)
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for name, engine in (("whoosh", None), ("memory", MemoryEngine())):
            index = SearchIndex(Path(folder) / name, engine=engine)
            _write(index, history)
            answers.append(index.search(query, scope))
            index.close()
    whoosh, memory = answers

    assert whoosh.total == memory.total
    assert whoosh.interpretation == memory.interpretation
    assert whoosh.did_you_mean == memory.did_you_mean
    assert whoosh.facets == memory.facets
    for one, other in zip(whoosh.hits, memory.hits, strict=True):
        assert one.score == pytest.approx(other.score, rel=1e-3, abs=1e-3)
    assert {hit.document_id for hit in whoosh.hits} == {hit.document_id for hit in memory.hits}


def test_the_cache_of_posting_lists_stays_within_its_bound(library):
    cache = PostingCache(limit=300)
    segment = library._snapshot.collection.segments[0]
    lists = [
        cache.get(segment, Term(WORDS, folded)) for folded in ("hoi", "vien", "sinh", "hoat") * 3
    ]

    assert all(isinstance(one, Postings) for one in lists)
    assert cache._bytes <= 300
    assert cache._bytes == sum(one.nbytes for one in cache._held.values())


def test_an_empty_collection_scores_nothing():
    with tempfile.TemporaryDirectory() as folder:
        collection = SearchIndex(Path(folder))._snapshot.collection

    assert isinstance(collection, Collection)
    assert len(bm25(collection, {Term(WORDS, "dang"): 1.0})) == 0
