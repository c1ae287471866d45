"""The silent are reminded, a few times; before a meeting everybody is who may come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.notices.models import Notice, Recipient
from handbook_api.notices.service import laying
from tests.support.notices import compose_and_send, said
from tests.support.people import later


def reminders(committee):
    query = select(Recipient.account_id, Recipient.reminders)
    with committee.runtime.transaction(read_only=True) as session:
        counted = dict(session.execute(query).all())
    names = {one.account_id: name for name, one in committee.people.items()}
    return {names[account]: count for account, count in counted.items()}


@pytest.fixture
def meeting(committee, secretary):
    """An invitation for a week from now; its id."""
    starts = clock.now() + timedelta(days=7)
    body = said(
        committee.tree.cell, kind="meeting", starts_at=starts.isoformat(), place="Nhà văn hóa"
    )
    return compose_and_send(secretary, body).json["id"]


def test_whoever_has_not_answered_is_reminded_twice_and_then_before_the_meeting(committee, meeting):
    committee.work(until=later(hours=25))
    first = reminders(committee)
    committee.work(until=later(days=5))
    second = reminders(committee)
    committee.work(until=later(days=6, hours=12))

    assert set(first.values()) == {1}
    assert set(second.values()) == {2}
    assert set(reminders(committee).values()) == {3}


def test_whoever_answered_is_left_alone_until_the_meeting_and_whoever_stays_away_for_good(
    committee, meeting
):
    committee.work(until=later(minutes=2))
    committee.as_("Trần Thị Máy").post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})
    committee.as_("Lê Văn Giấy").post(
        f"/me/inbox/{meeting}/answers", {"answer": "absent", "reason": "Ốm"}
    )

    committee.work(until=later(days=3))
    between = reminders(committee)
    committee.work(until=later(days=6, hours=12))
    last = reminders(committee)

    assert (between["Trần Thị Máy"], between["Lê Văn Giấy"], between["Phạm Thị Xa"]) == (0, 0, 2)
    assert (last["Trần Thị Máy"], last["Lê Văn Giấy"], last["Phạm Thị Xa"]) == (1, 0, 3)


def test_the_sender_reminds_by_hand_and_nobody_is_reminded_without_end(
    committee, secretary, meeting
):
    committee.work(until=later(minutes=2))
    came_to = []
    for _ in range(4):
        revision = secretary.get(f"/notices/{meeting}").json["revision"]
        asked = secretary.post(f"/notices/{meeting}/reminders", {"revision": revision})
        came_to.append((asked.status, asked.code))
        committee.work(until=later(minutes=10))

    nobody_left = (409, "notices.nobody_to_remind")
    assert came_to == [(202, None), (202, None), nobody_left, nobody_left]
    assert set(reminders(committee).values()) == {2}
    whats = [one["what"]["code"] for one in timeline(secretary, meeting)]
    assert whats.count("reminded") == 2


def timeline(secretary, notice):
    return secretary.get(f"/notices/{notice}/timeline").json["events"]


def test_in_pieces_everybody_silent_is_reminded_once(committee, meeting, monkeypatch):
    monkeypatch.setattr(laying, "CHUNK", 1)

    committee.work(until=later(hours=25))

    assert set(reminders(committee).values()) == {1}
    with committee.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Notice.rounds)).one() == 1


def test_a_withdrawn_notice_reminds_nobody(committee, secretary, meeting):
    committee.work(until=later(minutes=2))
    revision = secretary.get(f"/notices/{meeting}").json["revision"]
    secretary.post(f"/notices/{meeting}/cancellation", {"revision": revision, "reason": "Hoãn"})

    committee.work(until=later(days=8))

    assert set(reminders(committee).values()) == {0}


def test_a_moment_that_no_worker_kept_is_let_pass(committee, meeting):
    committee.work(until=later(minutes=2))
    with clock.frozen(later(days=2, hours=20)):
        committee.work()

    assert set(reminders(committee).values()) == {0}
