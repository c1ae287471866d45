"""Documents that go with a notice, and what a long inbox costs."""

import pytest

from tests.support.counting import statements

ME = "Trần Thị Máy"


@pytest.fixture
def runtime(library):
    """Everybody is shown the published catalogue."""
    return library


def test_papers_are_named_with_their_size_and_lead_to_the_point(me, send, bring, paper):
    document = bring(paper()).document_id
    notice = send(
        kind="document",
        links=[{"document_id": document}, {"document_id": document, "anchor": "1.2"}],
    )

    shown = me.get(notice)

    assert f"/van-ban/{document}" in shown.links
    assert f"/van-ban/{document}#m-1-2" in shown.links
    assert "77-HD/TW" in shown.text
    assert "Còn hiệu lực · bản gốc" in shown.text
    assert "điểm 1.2" in shown.text


def test_a_paper_that_was_hidden_since_is_not_named(me, committee, send, bring, paper):
    document = bring(paper()).document_id
    notice = send(kind="document", links=[{"document_id": document}])
    elsewhere = committee.tree.far_cell.id
    bring(paper(how="phải cao"), audience="organisation", organisation_id=elsewhere)

    shown = me.get(notice)

    assert shown.status == 200
    assert "77-HD/TW" not in shown.text


def test_a_long_list_costs_no_more_statements_than_a_short_one(me, runtime, send):
    def costs():
        with statements(runtime.engine) as counted:
            shown = me.get("/thong-bao")
        return len(shown.words("main li a.ten")), counted.number

    send()
    send(kind="task")
    few, first = costs()
    for _ in range(3):
        send()
        send(kind="task")

    assert (few, costs()) == (2, (8, first))
