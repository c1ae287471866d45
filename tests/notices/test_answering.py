"""Of several answers the one given last counts, however clocks go."""

from datetime import timedelta

import pytest

from handbook_api.core import clock
from tests.support.notices import compose_and_send, said
from tests.support.people import later


@pytest.fixture
def meeting(committee, secretary):
    """An invitation that lies in the inboxes of the first cell; its id."""
    starts = clock.now() + timedelta(days=7)
    body = said(committee.tree.cell, kind="meeting", starts_at=starts.isoformat(), place="Nhà mẫu")
    sent = compose_and_send(secretary, body)
    assert sent.status == 200, sent.json
    committee.work(until=later(minutes=2))
    return sent.json["id"]


@pytest.fixture
def answer(committee, meeting):
    """Answer as the member himself, or as the secretary for him; return how he stands then."""
    member = committee.people["Trần Thị Máy"]

    def answering(code, by="Trần Thị Máy", **more):
        body = {"answer": code, "reason": "Ốm"} | more
        if by == "Trần Thị Máy":
            said_it = committee.as_(by).post(f"/me/inbox/{meeting}/answers", body)
        else:
            path = f"/notices/{meeting}/recipients/{member.id}/answers"
            said_it = committee.as_(by).post(path, body)
        assert said_it.status == 201, said_it.json
        return committee.as_("Trần Thị Máy").get(f"/me/inbox/{meeting}").json["answer"]

    return answering


BY = pytest.mark.parametrize("by", ["Trần Thị Máy", "Nguyễn Văn Bí"])


@BY
def test_an_answer_given_now_counts_even_when_the_last_one_came_from_a_clock_ahead(answer, by):
    with clock.frozen(later(hours=3)):
        answer("attend")
    with clock.frozen(later(hours=2)):
        assert answer("absent", by) == "absent"


@BY
def test_an_answer_that_says_it_is_older_does_not_replace_the_present_one(answer, by):
    with clock.frozen(later(hours=2)):
        answer("attend")
    with clock.frozen(later(hours=3)):
        found = answer("absent", by, made_at=later(hours=-2).isoformat())

    assert found == "attend"


@BY
def test_of_two_answers_of_one_moment_the_one_received_last_counts(answer, by):
    moment = later(hours=1)
    with clock.frozen(later(hours=2)):
        answer("attend", made_at=moment.isoformat())
        assert answer("absent", by, made_at=moment.isoformat()) == "absent"
