"""Who is written to, when a notice has not come through after some hours."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.members import sealed
from handbook_api.notices.delivering.models import Delivery
from handbook_api.notices.models import NoticeEvent, Recipient
from handbook_api.notices.second_ways.planning import second_way
from handbook_api.notices.service import laying
from tests.notices.second_ways.conftest import NOON, a_device, deliveries, has
from tests.support.notices import compose_and_send, said

TWELVE_HOURS = timedelta(hours=12, minutes=5)

MACHINE, PAPER, FAR, HEAD = "Trần Thị Máy", "Lê Văn Giấy", "Phạm Thị Xa", "Nguyễn Văn Bí"


@pytest.fixture
def everybody_has_a_phone(committee):
    for number, name in enumerate((MACHINE, PAPER, FAR, HEAD)):
        has(committee, name, phone=f"091234567{number}")


def sent(committee, secretary, **more):
    answer = compose_and_send(secretary, said(committee.tree.cell, **more))
    assert answer.status == 200, answer.json
    committee.work(until=NOON + timedelta(minutes=5))
    return answer.json["id"]


def set_reach(committee, name, reach):
    with committee.runtime.transaction() as session:
        row = session.scalars(
            select(Recipient).where(Recipient.account_id == committee.people[name].account_id)
        ).one()
        row.reach = reach


@pytest.mark.usefixtures("everybody_has_a_phone")
def test_whoever_has_not_opened_it_is_written_to_after_twelve_hours(committee, secretary):
    sent(committee, secretary)
    set_reach(committee, MACHINE, "opened")
    set_reach(committee, PAPER, "told")

    committee.work(until=NOON + timedelta(hours=11))
    assert deliveries(committee) == []
    committee.work(until=NOON + TWELVE_HOURS)

    assert deliveries(committee) == [
        (HEAD, "sms", "waiting", None),
        (FAR, "sms", "waiting", None),
    ]


def test_who_left_no_number_is_told_by_mail_and_nobody_twice(committee, secretary):
    has(committee, FAR, phone="0912345678", email="xa@example.vn")
    has(committee, PAPER, email="giay@example.vn")
    sent(committee, secretary)

    committee.work(until=NOON + TWELVE_HOURS)

    assert deliveries(committee) == [
        (PAPER, "email", "waiting", None),
        (FAR, "sms", "waiting", None),
    ]


def test_a_number_that_was_taken_out_of_the_record_is_none(committee, secretary):
    has(committee, FAR, phone="0912345678")
    spec = committee.runtime.content.member_fields["phone"]
    with committee.runtime.transaction() as session:
        sealed.put(session, spec, committee.people[FAR].id, None, clock.today())
    sent(committee, secretary)

    committee.work(until=NOON + TWELVE_HOURS)

    assert deliveries(committee) == []


@pytest.mark.usefixtures("everybody_has_a_phone")
@pytest.mark.parametrize(
    ("reach", "fresh_days", "written"),
    [
        ("delivered", 1, False),
        ("delivered", 60, True),
        ("handed", 1, True),
        ("in_inbox", 1, True),
    ],
)
def test_a_phone_that_rang_is_enough_while_it_works(
    committee, secretary, reach, fresh_days, written
):
    sent(committee, secretary)
    set_reach(committee, FAR, reach)
    a_device(committee, FAR, clock.now() - timedelta(days=fresh_days))

    committee.work(until=NOON + TWELVE_HOURS)

    assert (FAR in {name for name, *_ in deliveries(committee)}) is written


@pytest.mark.usefixtures("everybody_has_a_phone")
def test_planned_twice_everybody_is_written_to_once(committee, secretary):
    notice_id = sent(committee, secretary)
    committee.work(until=NOON + TWELVE_HOURS)

    with committee.runtime.transaction() as session:
        again = second_way(session, committee.runtime, {"notice_id": notice_id})

    assert again is None
    assert len(deliveries(committee)) == 4


@pytest.mark.usefixtures("everybody_has_a_phone")
def test_in_pieces_everybody_is_written_to_and_the_timeline_counts_them(
    committee, secretary, monkeypatch
):
    monkeypatch.setattr(laying, "CHUNK", 1)
    sent(committee, secretary)

    committee.work(until=NOON + TWELVE_HOURS)

    assert len(deliveries(committee)) == 4
    with committee.runtime.transaction(read_only=True) as session:
        lines = session.scalars(select(NoticeEvent).where(NoticeEvent.what == "second_way")).all()
    assert [line.facts for line in lines] == [{"sms": 4, "email": 0}]


@pytest.mark.usefixtures("everybody_has_a_phone")
@pytest.mark.parametrize(
    ("sent_after", "more", "due_after"),
    [
        # At ten: twelve hours later it is night, so at six in the morning.
        (-2, {}, 18),
        # At half past eight in the evening, an hour later, at night.
        (8.5, {"kind": "urgent", "priority": "urgent"}, 9.5),
    ],
)
def test_nobody_is_written_to_at_night_unless_it_is_urgent(
    committee, secretary, sent_after, more, due_after
):
    at = NOON + timedelta(hours=sent_after)
    with clock.frozen(at):
        answer = compose_and_send(secretary, said(committee.tree.cell, **more))
        assert answer.status == 200, answer.json
        committee.work(until=at + TWELVE_HOURS)

    with committee.runtime.transaction(read_only=True) as session:
        due = set(session.scalars(select(Delivery.due_at)))
    assert {round((one - NOON).total_seconds() / 360) / 10 for one in due} == {due_after}


@pytest.mark.usefixtures("everybody_has_a_phone")
def test_a_notice_that_is_over_writes_to_nobody(committee, secretary):
    notice_id = sent(committee, secretary)
    revision = secretary.get(f"/notices/{notice_id}").json["revision"]
    cancelled = secretary.post(
        f"/notices/{notice_id}/cancellation", {"revision": revision, "reason": "Hoãn"}
    )
    assert cancelled.status in (200, 201), cancelled.json

    committee.work(until=NOON + TWELVE_HOURS)

    assert deliveries(committee) == []


@pytest.mark.usefixtures("everybody_has_a_phone")
def test_without_gateways_nothing_is_planned(runtime, committee, secretary):
    notice_id = sent(committee, secretary)

    with runtime.transaction() as session:
        assert second_way(session, runtime, {"notice_id": notice_id}) is None

    assert deliveries(committee) == []
