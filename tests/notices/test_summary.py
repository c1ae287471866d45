"""The summary of an inbox is never said to be unchanged when one of its numbers is another."""

import pytest

from handbook_api.core import clock
from tests.support.notices import compose_and_send, said
from tests.support.people import later


@pytest.fixture
def task(committee, secretary):
    """Something to be done within three hours, in four inboxes; how it stands."""
    ends = later(hours=3).isoformat()
    sent = compose_and_send(secretary, said(committee.tree.cell, kind="task", expires_at=ends))
    assert sent.status == 200, sent.json
    committee.work(until=later(minutes=2))
    return secretary.get(f"/notices/{sent.json['id']}").json


def asked_again(committee, known):
    tag = {"If-None-Match": known.headers["ETag"]}
    return committee.as_("Trần Thị Máy").get("/me/inbox/summary", headers=tag)


def numbers(answer):
    return answer.json["unread"], answer.json["unanswered"]


def test_what_is_over_by_the_clock_alone_is_told(committee, task):
    first = committee.as_("Trần Thị Máy").get("/me/inbox/summary")
    same = asked_again(committee, first)
    with clock.frozen(later(hours=4)):
        after = asked_again(committee, first)

    assert numbers(first) == (1, 1)
    assert (same.status, after.status) == (304, 200)
    assert numbers(after) == (1, 0)
    assert after.json["revision"] == first.json["revision"]


def test_what_is_taken_back_is_told_before_a_worker_went_round(committee, secretary, task):
    first = committee.as_("Trần Thị Máy").get("/me/inbox/summary")
    secretary.post(
        f"/notices/{task['id']}/cancellation", {"revision": task["revision"], "reason": "Hoãn"}
    )
    after = asked_again(committee, first)

    assert (after.status, numbers(after)) == (200, (0, 0))


def test_asking_again_counts_once(committee, task):
    first = committee.as_("Trần Thị Máy").get("/me/inbox/summary")

    assert asked_again(committee, first).queries == first.queries
