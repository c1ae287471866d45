"""What every answer has, whatever it says."""

import pytest

from handbook_api.http.headers import SECURITY_HEADERS

EVERYTHING = [
    "/documents",
    "/documents/khong-co",
    "//healthz",
    "//docs",
    "//khong/co",
    "//openapi.json",
    "//",
]


@pytest.mark.parametrize("path", EVERYTHING)
def test_security_headers_are_on_every_answer(api, path):
    headers = api.get(path).headers

    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_policy_allows_nothing_inline(api):
    assert "unsafe" not in api.get("/documents").headers["Content-Security-Policy"]


def test_the_page_for_people_holds_no_script_and_no_inline_style(api):
    page = api.get("//docs").body.decode()

    assert "<script" not in page
    assert " style=" not in page
    assert 'lang="vi"' in page


def test_a_request_keeps_its_own_id_and_gets_one_otherwise(api):
    assert (
        api.get(
            "/documents", headers={"X-Request-Id": "00000000-0000-4000-8000-000000000001"}
        ).headers["X-Request-Id"]
        == "00000000-0000-4000-8000-000000000001"
    )
    assert (
        len(api.get("/documents", headers={"X-Request-Id": "x" * 900}).headers["X-Request-Id"])
        == 32
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_api_only_reads_and_says_so(api, method):
    answer = api.ask(method, "/documents")

    assert (answer.status, answer.code) == (405, "request.method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_only_json_is_spoken(api):
    answer = api.get("/documents", headers={"Accept": "text/csv"})

    assert (answer.status, answer.code) == (406, "request.not_acceptable")


def test_head_answers_like_get_without_a_body(api):
    answer = api.ask("HEAD", "/documents")

    assert (answer.status, answer.body) == (200, b"")


def test_a_failure_nobody_foresaw_tells_nothing_about_itself(api, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("handbook_api.documents.queries.page_of_documents", fail)
    answer = api.get("/documents")

    assert (answer.status, answer.code) == (500, "service.unexpected")
    assert b"secret" not in answer.body


def test_alive_ready_and_measured(api):
    assert api.get("//healthz").json == {"status": "ok"}
    ready = api.get("//readyz").json
    assert (ready["status"], ready["checks"]["database"]) == ("ok", "ok")
    assert ready["checks"]["index"] == "ok"
    assert ready["checks"]["passages"] > 121
    assert b"handbook_http_requests_total" in api.get("//metrics").body


def test_what_people_type_is_neither_logged_nor_measured(api, capsys):
    api.get("/search", q="matkhaubimat xyz")
    api.get("/documents/nguyenvanmau")

    said = capsys.readouterr()
    assert "matkhaubimat" not in said.err + said.out
    assert "nguyenvanmau" not in said.err + said.out
    assert b"nguyenvanmau" not in api.get("//metrics").body
