"""Search over HTTP, on the published catalogue."""

import pytest
from sqlalchemy import select

from handbook_api.documents.models import Document
from handbook_api.documents.service.changes import record_changes
from handbook_api.search import following


def _ids(answer):
    return [hit["document"]["id"] for hit in answer.json["hits"]]


@pytest.mark.parametrize("typed", ["01-QĐ/TW đảng phí", "đảng phí", "dang phi", "ĐẢNG PHÍ"])
def test_a_document_is_found_with_and_without_marks(api, typed):
    assert "01-qd-tw-2026" in _ids(api.get("/search", q=typed))[:3]


@pytest.mark.parametrize("typed", ["294-QĐ/TW", "qd 294", "quy định 294", "294 qd tw"])
def test_a_symbol_in_any_spelling_brings_its_document_first(api, typed):
    assert _ids(api.get("/search", q=typed))[0] == "294-qd-tw-2025"


def test_a_hit_says_whether_its_document_is_in_force_and_what_replaced_it(api):
    hit = api.get("/search", q="294-QĐ/TW").json["hits"][0]

    assert hit["document"]["validity"]["status"] == "replaced"
    assert hit["document"]["validity"]["replaced_by"][0]["document"]["symbol"] == "20-QĐ/TW"


def test_of_documents_that_match_alike_the_one_in_force_comes_first(api):
    found = _ids(api.get("/search", q="thi hành Điều lệ Đảng", kind="regulation"))

    assert found[0] == "208-qd-tw-2026"


def test_the_past_can_be_searched(api):
    hits = api.get("/search", q="294-QĐ/TW", as_at="2025-12-01").json["hits"]

    assert hits[0]["document"]["validity"]["status"] == "in_force"


@pytest.mark.parametrize(
    ("filters", "field", "code"),
    [
        ({"kind": "guidance"}, "kind", "guidance"),
        ({"issuer": "btctw"}, "issuer", "btctw"),
    ],
)
def test_a_filter_narrows_the_answer(api, filters, field, code):
    hits = api.get("/search", q="chi bộ", **filters).json["hits"]

    assert hits
    assert {hit["document"][field]["code"] for hit in hits} == {code}


def test_years_and_validity_narrow_the_answer(api):
    hits = api.get("/search", q="đảng viên", year_from=2025, status="in_force").json["hits"]

    assert hits
    assert {hit["document"]["validity"]["status"] for hit in hits} == {"in_force"}
    assert all(int(hit["document"]["issued"][-4:]) >= 2025 for hit in hits)


def test_facets_have_names_and_count_documents(api):
    answer = api.get("/search", q="đảng viên", limit=1).json

    assert set(answer["facets"]) == {"kind", "issuer", "year", "topic", "status"}
    assert sum(value["count"] for value in answer["facets"]["kind"]) == answer["total"]
    assert {"code": "regulation", "name": "Quy định"}.items() <= next(
        value for value in answer["facets"]["kind"] if value["code"] == "regulation"
    ).items()


def test_marks_lie_inside_the_excerpt_on_the_words_asked_for(api):
    passage = api.get("/search", q="dang phi").json["hits"][0]["passages"][0]
    text = passage["excerpt"]["text"]
    marked = [text[mark["start"] : mark["end"]].lower() for mark in passage["excerpt"]["marks"]]

    assert "đảng phí" in " ".join(marked)


def test_what_is_not_public_is_not_found(api, library):
    with library.transaction() as session:
        session.get(Document, "01-qd-tw-2026").audience = "members"
        record_changes(session, ["01-qd-tw-2026"])

    answer = api.get("/search", q="đảng phí")

    assert "01-qd-tw-2026" not in _ids(answer)
    assert "01-qd-tw-2026" not in answer.body.decode()
    suggested = api.get("/search/suggest", q="đảng phí").json["items"]
    assert "01-qd-tw-2026" not in {item["document_id"] for item in suggested}


def test_pages_of_hits_do_not_overlap(api):
    first = _ids(api.get("/search", q="đảng viên", limit=5))
    second = _ids(api.get("/search", q="đảng viên", limit=5, offset=5))

    assert len(first) == len(second) == 5
    assert not set(first) & set(second)


def test_suggestions_complete_what_is_being_typed(api):
    items = api.get("/search/suggest", q="che do dang ph").json["items"]

    assert "01-qd-tw-2026" in {item["document_id"] for item in items}


@pytest.mark.parametrize("typed", ["", " ", "?!…", "“”", "\u0301\u0300", "''"])
def test_nothing_asked_is_answered_with_nothing(api, typed):
    answer = api.get("/search", q=typed)

    assert (answer.status, answer.json["interpretation"]["kind"]) == (200, "empty")
    assert answer.json["hits"] == []


@pytest.mark.parametrize(
    "typed",
    ["đảng\x00phí", "dang \ud800 phi", '"không đóng', "a" * 200, "１２３", "đảng 🇻🇳", "\u202eđảng"],
)
def test_odd_input_is_answered(api, typed):
    address = typed.encode("utf-8", "surrogatepass")

    assert api.get("/search", q=address).status == 200


@pytest.mark.parametrize("path", ["/search", "/search/suggest"])
def test_a_query_longer_than_anyone_types_is_refused(api, path):
    answer = api.get(path, q="đảng phí " * 1200)

    assert (answer.status, answer.code) == (422, "search.query_too_long")


def test_a_search_costs_a_fixed_number_of_statements(api):
    api.get("/search", q="đảng viên")

    few, many = (api.get("/search", q="đảng viên", limit=limit).queries for limit in (3, 50))
    assert few == many <= 10


def test_every_hit_leads_to_something_that_exists(api, library):
    hits = api.get("/search", q="kết nạp đảng viên", limit=20).json["hits"]
    with library.transaction(read_only=True) as session:
        known = set(session.scalars(select(Document.id)))

    assert hits
    for hit in hits:
        assert hit["document"]["id"] in known
        for passage in hit["passages"]:
            assert api.get(passage["href"].removeprefix("/api/v1")).status == 200


@pytest.mark.parametrize(
    "typed",
    ["điểm 1.2 Hướng dẫn 77-HD/TW", "diem 1.2 hd 77", "mục 1.2 hướng dẫn 77", "77-HD/TW 1.2"],
)
def test_a_provision_asked_for_by_its_number_comes_first(api, library, bring, paper, typed):
    bring(paper())
    following.catch_up(library, wait=10)
    first = api.get("/search", q=typed).json["hits"][0]

    assert first["document"]["id"] == "77-hd-tw-2024"
    assert first["passages"][0]["number"] == "1.2"


def test_a_letter_is_answered_with_the_point_that_holds_it(api, library, bring, paper):
    bring(paper())
    following.catch_up(library, wait=10)
    first = api.get("/search", q="điểm b mục 2 Hướng dẫn 77-HD/TW").json["hits"][0]

    assert first["passages"][0]["number"] == "2"
