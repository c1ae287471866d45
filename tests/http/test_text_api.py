"""The text of an imported paper over HTTP."""

import pytest

from handbook_api.documents.models import Document
from tests.support.papers import PAPER

ID = "77-hd-tw-2024"


@pytest.fixture(autouse=True)
def _imported(bring, paper):
    bring(paper())


def test_a_document_says_that_its_text_is_held(api):
    document = api.get(f"/documents/{ID}").json

    assert document["file_name"] == document["file"]["name"] == "trong-cay.txt"
    assert document["file"]["version"] == 1
    assert document["provisions"] == len(api.get(f"/documents/{ID}/provisions").json["items"])


def test_the_text_can_be_read_page_by_page_in_its_order(api):
    whole = [item["anchor"] for item in api.get(f"/documents/{ID}/provisions").json["items"]]
    pieces, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = api.get(f"/documents/{ID}/provisions", **query).json
        pieces += [item["anchor"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert pieces == whole
    assert whole[:4] == ["mo-dau", "1", "1.1", "1.2"]


def test_a_provision_comes_with_its_path_its_letters_and_its_neighbours(api):
    provision = api.get(f"/documents/{ID}/provisions/2").json

    assert (provision["number"], provision["heading"]) == ("2", "Chăm sóc")
    assert [part["anchor"] for part in provision["below"]] == ["2.a", "2.b"]
    assert (provision["previous"], provision["next"]) == ("1.2", "2.a")
    assert provision["document"]["validity"]["status"] == "in_force"


def test_a_provision_says_what_it_cites_and_where_in_its_words(api):
    provision = api.get(f"/documents/{ID}/provisions/1.2").json
    cited = {
        provision["text"][citation["start"] : citation["end"]]: citation
        for citation in provision["citations"]
    }

    own = next(citation for citation in cited.values() if citation["target_anchor"])
    assert (own["target"]["id"], own["target_anchor"]) == (ID, "1.1")
    later = next(citation for words, citation in cited.items() if "294" in words)
    assert later["certainty"]["code"] == "unresolved"
    assert later["note"]["name"] == "chỉ có văn bản ban hành sau"


def test_citations_are_listed_in_the_order_of_the_text(api):
    listed = api.get(f"/documents/{ID}/citations").json
    anchors = [citation["anchor"] for citation in listed["items"]]
    pieces, cursor = [], None
    while True:
        query = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = api.get(f"/documents/{ID}/citations", **query).json
        pieces += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert pieces == listed["items"]
    assert anchors[0] == "mo-dau"


def test_cited_by_works_backwards(api):
    charter = api.get("/documents/dieu-le-dang-2011/citations").json

    assert ID in {entry["document"]["id"] for entry in charter["cited_by"]}


def test_the_original_comes_back_byte_for_byte_as_a_download(api):
    answer = api.get(f"/documents/{ID}/file")

    assert answer.body.decode() == PAPER.format(number="77", day="05", how="phải khỏe mạnh")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''trong-cay.txt"
    assert answer.headers["Content-Type"].startswith("text/plain")
    again = api.get(f"/documents/{ID}/file", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


def test_the_number_of_statements_does_not_grow_with_the_text(api):
    few = api.get(f"/documents/{ID}/provisions", limit=2).queries
    many = api.get(f"/documents/{ID}/provisions", limit=500).queries

    assert few == many <= 5


def test_hidden_targets_are_not_named(api, library):
    with library.transaction() as session:
        session.get(Document, "dieu-le-dang-2011").audience = "members"

    citations = api.get(f"/documents/{ID}/citations").json["items"]
    assert "dieu-le-dang-2011" not in str(citations)
    assert {citation["note"]["code"] for citation in citations if not citation["target"]} <= {
        "unknown",
        "later",
    }


def test_the_original_is_given_to_who_asks_for_its_type(api):
    assert api.get(f"/documents/{ID}/file", headers={"Accept": "text/plain"}).status == 200
