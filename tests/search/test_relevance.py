"""The right document and the right point come first, on labelled questions over real papers."""

import pytest

from handbook_api.app import create_app
from tests.bench import corpus
from tests.bench.relevance import SETS, judge, library_with_corpus
from tests.support.client import Client


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    if not corpus.REGULATIONS:
        pytest.skip(f"the real papers are missing: {corpus.SHARED / 'corpus/documents'}")
    runtime = library_with_corpus(tmp_path_factory.mktemp("corpus"))
    api = Client(create_app(runtime), runtime.engine)
    yield {name: judge(api, questions) for name, questions in SETS.items()}
    runtime.close()


@pytest.mark.parametrize("name", SETS)
def test_the_expected_document_is_among_the_first_three(asked, name):
    rows = asked[name]
    missed = [row["query"] for row in rows if (row["document"] or 99) > 3]

    assert len(missed) <= 0.05 * len(rows), missed


@pytest.mark.parametrize("name", SETS)
def test_an_expected_point_is_among_the_first_five(asked, name):
    rows = [row for row in asked[name] if row["has points"]]
    missed = [row["query"] for row in rows if (row["point"] or 99) > 5]

    assert len(missed) <= 0.2 * len(rows), missed
