"""What a yes must not do: reach further than its officer, show more than before, or go unseen."""

from handbook_api.core import clock
from handbook_api.core.identity import GUEST, Role
from handbook_api.documents import queries
from handbook_api.documents.service import link_open
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


def test_what_such_a_paper_waited_for_is_not_ended_when_it_arrives(
    library, as_officer, brought, below, work, bring, paper
):
    waiting = PAPER.replace("12-HD/TW, ngày 17/5/2012", "77-HD/TW, ngày 05/3/2024")
    local = as_officer(Role.PROPAGANDA_OFFICER, below)
    draft = brought(waiting.format(number="80", day="09", how="phải khỏe mạnh"), who=local)
    seen = local.put(f"{draft}/relations", {"yes": [0]}).json
    assert seen["relations"][0]["target"] is None
    assert _taken(local, draft).status == 201
    work()

    bring(paper())
    with library.transaction() as session:
        link_open(session, library.content.term_starts, {"77-hd-tw-2024"})

    assert _status(library, "77-hd-tw-2024") != "replaced"
