"""The library over HTTP, on the published catalogue."""

import pytest

from tests.support.samples import a_document


def test_the_whole_catalogue_can_be_walked_page_by_page(api):
    seen, cursor = [], None
    while True:
        page = api.get("/documents", limit=50, **({"cursor": cursor} if cursor else {})).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 121


def test_the_newest_document_comes_first(api):
    days = [item["issued_on"] for item in api.get("/documents", limit=30).json["items"]]
    known = [day for day in days if day]

    assert known == sorted(known, reverse=True)


def test_a_list_costs_a_fixed_number_of_statements(api):
    assert api.get("/documents", limit=100).queries == api.get("/documents", limit=5).queries <= 8


@pytest.mark.parametrize(
    ("filters", "field", "allowed"),
    [
        ({"kind": "directive"}, ("kind", "code"), {"directive"}),
        ({"kind": ["directive", "law"]}, ("kind", "code"), {"directive", "law"}),
        ({"issuer": "bct"}, ("issuer", "code"), {"bct"}),
        ({"status": "replaced"}, ("validity", "status"), {"replaced"}),
    ],
)
def test_a_filter_narrows_the_list(api, filters, field, allowed):
    items = api.get("/documents", limit=100, **filters).json["items"]
    found = {item[field[0]][field[1]] for item in items}

    assert found == allowed


def test_a_year_narrows_the_list(api):
    items = api.get("/documents", year=2025, limit=100).json["items"]

    assert items
    assert all(item["issued"].endswith("2025") for item in items)


def test_a_topic_narrows_the_list(api):
    items = api.get("/documents", topic="dang-phi", limit=100).json["items"]

    assert items
    assert all("dang-phi" in {topic["code"] for topic in item["topics"]} for item in items)


def test_a_replaced_document_says_by_what_in_the_list_and_on_its_own(api):
    listed = api.get("/documents", status="replaced", limit=100).json["items"]
    entry = next(item for item in listed if item["id"] == "294-qd-tw-2025")
    alone = api.get("/documents/294-qd-tw-2025").json

    assert [by["document"]["symbol"] for by in entry["validity"]["replaced_by"]] == ["20-QĐ/TW"]
    assert alone["validity"] == entry["validity"]


def test_an_old_link_leads_on_to_the_document_in_force_now(api):
    assert api.get("/documents/24-qd-tw-2021").json["current"]["symbol"] == "208-QĐ/TW"


def test_the_past_can_be_asked_about(api):
    then = api.get("/documents/294-qd-tw-2025", as_at="2025-12-01").json

    assert then["validity"]["status"] == "in_force"
    assert then["current"] is None


def test_a_symbol_with_several_documents_names_them_all_and_chooses_none(api):
    found = api.get("/documents/resolve", symbol="12-HD/BTCTW").json

    assert found["document"] is None
    assert len(found["candidates"]) >= 2


@pytest.mark.parametrize("typed", ["294-QĐ/TW", "294 qd/tw", "294-QD/TW", "Số: 294 -\nQĐ/TW"])
def test_a_symbol_in_any_spelling_resolves(api, typed):
    assert api.get("/documents/resolve", symbol=typed).json["document"]["id"] == "294-qd-tw-2025"


def test_a_date_chooses_between_documents_of_one_symbol(api):
    found = api.get("/documents/resolve", symbol="01-HD/TW", issued_on="2021-09-28").json

    assert found["document"]["id"] == "01-hd-tw-2021"


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/documents/khong-co", {}, 404, "documents.not_found"),
        ("/documents/khong-co/provisions", {}, 404, "documents.not_found"),
        ("/documents/294-qd-tw-2025/provisions/9.9.9", {}, 404, "documents.provision_not_found"),
        ("/documents/01-qd-tw-2026/file", {}, 404, "documents.no_file"),
        ("/documents/resolve", {"symbol": "xin chào"}, 422, "documents.symbol_not_understood"),
        ("/documents/resolve", {"symbol": "9999-QĐ/TW"}, 404, "documents.symbol_not_found"),
        ("/documents/resolve", {}, 422, "request.invalid"),
        ("/documents", {"issuer": "khong-co"}, 422, "request.unknown_value"),
        ("/documents", {"topic": "khong-co"}, 422, "request.unknown_value"),
        ("/documents", {"kind": "khong-co"}, 422, "request.invalid"),
        ("/documents", {"cursor": "khong-phai"}, 422, "request.cursor"),
        ("/documents", {"limit": "101"}, 422, "request.invalid"),
        ("/documents", {"year": "9" * 400}, 422, "request.invalid"),
        ("/documents", {"as_at": "0000-01-01"}, 422, "request.invalid"),
        ("/documents", {"as_at": "0"}, 422, "request.invalid"),
        ("/documents", {"as_at": "mai"}, 422, "request.invalid"),
        ("/documents", {"nguoi_ky": "x"}, 422, "request.invalid"),
        ("/documents", {"issuer": "a\x00b"}, 422, "request.invalid"),
        ("/documents/a%00b", {}, 404, "request.not_found"),
    ],
)
def test_bad_input_gets_a_clear_refusal(api, path, query, status, code):
    answer = api.get(path, **query)

    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["title"]
    assert "…" not in answer.json["detail"]


def test_a_document_that_is_not_public_looks_the_same_as_a_missing_one(api, library):
    with library.transaction() as session:
        session.add(a_document("noi-bo", audience="members"))

    hidden, missing = api.get("/documents/noi-bo"), api.get("/documents/khong-co")

    assert hidden.status == missing.status == 404
    assert hidden.json["title"] == missing.json["title"]
    assert "noi-bo" not in {item["id"] for item in api.get("/documents", limit=100).json["items"]}


def test_field_errors_are_all_told_at_once_in_vietnamese(api):
    errors = api.get("/documents", limit=0, kind="x", la="1").json["errors"]

    assert {error["field"] for error in errors} == {"limit", "kind.0", "la"}
    assert all(error["message"] and "Input" not in error["message"] for error in errors)


def test_english_is_spoken_to_who_asks_for_it(api):
    answer = api.get("/documents/khong-co", headers={"Accept-Language": "en"})

    assert answer.json["title"] == "Document not found"
