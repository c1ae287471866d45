"""What a yes must not do: reach further than its officer, show more than before, or go unseen."""

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role
from handbook_api.documents import queries
from handbook_api.documents.models import Document
from handbook_api.documents.service import link_open
from tests.documents.drafts.conftest import REPLACING
from tests.support.papers import PAPER


def _taken(client, draft):
    revision = client.get(f"{draft}/review").json["revision"]
    return client.post(f"{draft}/taking-over", {"revision": revision})


def _status(library, document_id):
    with library.transaction(read_only=True) as session:
        return queries.get_document(session, GUEST, document_id, clock.today()).status


def test_officers_below_end_no_document_that_others_read(library, as_officer, brought, below):
    local = as_officer(Role.PROPAGANDA_OFFICER, below)
    draft = brought(who=local)
    before = _status(library, "01-hd-tw-2021")
    seen = local.put(f"{draft}/relations", {"yes": [0]}).json

    assert not seen["may_take_over"]
    assert _taken(local, draft).code == "request.forbidden"
    assert _status(library, "01-hd-tw-2021") == before


def test_a_new_version_is_read_by_whoever_read_the_document(library, officer, brought, below):
    draft = brought()
    said = {"audience": "organisation", "organisation_id": str(below.id)}
    officer.patch(draft, said)
    officer.put(f"{draft}/relations", {"no": [0]})
    assert _taken(officer, draft).status == 201

    again = brought(REPLACING.replace("mỗi tuần hai lần", "mỗi tuần ba lần"))
    seen = officer.put(f"{again}/relations", {"no": [0]}).json
    assert seen["existing"]["id"] == "77-hd-tw-2024"
    assert seen["description"]["audience"]["code"] == "organisation"
    assert seen["description"]["organisation_id"] == str(below.id)
    assert _taken(officer, again).status == 201

    with library.transaction(read_only=True) as session:
        document = session.get(Document, "77-hd-tw-2024")
    assert (document.audience, document.audience_path) == ("organisation", below.path)


def test_an_organisation_without_its_audience_is_no_public_document(officer, brought, below):
    draft = brought()

    said = officer.patch(draft, {"organisation_id": str(below.id)})

    assert said.code == "drafts.audience_incomplete"


def test_a_text_that_came_since_is_not_written_over_unseen(officer, brought, bring, paper):
    bring(paper())
    mine = brought(REPLACING.replace("mỗi tuần hai lần", "mỗi tuần ba lần"))
    other = brought(REPLACING.replace("mỗi tuần hai lần", "mỗi tuần bốn lần"))
    seen = officer.put(f"{mine}/relations", {"no": [0]}).json
    officer.put(f"{other}/relations", {"no": [0]})
    assert _taken(officer, other).json["version"] == 2

    late = officer.post(f"{mine}/taking-over", {"revision": seen["revision"]})

    assert late.code == "drafts.library_moved"


@pytest.mark.parametrize("title", ["   ", "\u00a0"])
def test_a_title_of_spaces_is_none(officer, brought, title):
    draft = brought()
    seen = officer.patch(draft, {"title": title}).json
    assert seen["problems"][0]["code"] == "no_title"


def test_what_such_a_paper_waited_for_is_not_ended_when_it_arrives(
    library, as_officer, brought, below, bring, paper
):
    waiting = PAPER.replace("12-HD/TW, ngày 17/5/2012", "77-HD/TW, ngày 05/3/2024")
    local = as_officer(Role.PROPAGANDA_OFFICER, below)
    draft = brought(waiting.format(number="80", day="09", how="phải khỏe mạnh"), who=local)
    seen = local.put(f"{draft}/relations", {"yes": [0]}).json
    assert seen["relations"][0]["target"] is None
    assert _taken(local, draft).status == 201

    bring(paper())
    with library.transaction() as session:
        link_open(session, library.content.term_starts, {"77-hd-tw-2024"})

    assert _status(library, "77-hd-tw-2024") != "replaced"
