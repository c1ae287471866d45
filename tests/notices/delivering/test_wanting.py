"""A bell that is due and not wanted any more does not ring; one too many rings later."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from handbook_api.auth.models import DeviceSession
from handbook_api.core import clock
from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.delivering.sender import send_some
from handbook_api.notices.models import Notice, NoticeState, Priority, Reach, Recipient
from tests.support.bells import Recorder, a_notice, ring, some_phones


def _change(runtime, model, **values):
    with runtime.transaction() as session:
        session.execute(update(model).values(values))


def _rung(runtime):
    transport = Recorder()
    while send_some(runtime, transport):
        pass
    with runtime.transaction(read_only=True) as session:
        query = select(Delivery.state, Delivery.reason).order_by(Delivery.round)
        return len(transport.sent), session.execute(query).all()


@pytest.fixture
def one_bell(runtime, noon):
    with runtime.transaction() as session:
        (phone,) = some_phones(session, 1)
        ring(session, runtime.content, [phone])
    return phone


@pytest.mark.parametrize(
    ("model", "values", "reason"),
    [
        (Notice, {"state": NoticeState.CANCELLED}, "cancelled"),
        (Notice, {"state": NoticeState.CLOSED}, "closed"),
        (Recipient, {"reach": Reach.OPENED}, "opened"),
        (Recipient, {"reach": Reach.ANSWERED}, "opened"),
        (Recipient, {"reach": Reach.TOLD}, "opened"),
        (Recipient, {"reach": Reach.WITHDRAWN}, "opened"),
        (Recipient, {"reach": Reach.UNREACHABLE}, "opened"),
        (PushDevice, {"dead_reason": "removed"}, "device_gone"),
        (DeviceSession, {"ended_reason": "signed_out"}, "signed_out"),
    ],
)
def test_what_is_no_longer_wanted_does_not_ring(runtime, noon, one_bell, model, values, reason):
    times = {PushDevice: {"dead_at": noon}, DeviceSession: {"ended_at": noon}}.get(model, {})
    _change(runtime, model, **values, **times)

    assert _rung(runtime) == (0, [("dropped", reason)])


def test_a_notice_that_is_over_does_not_ring(runtime, noon, one_bell):
    _change(runtime, Notice, expires_at=noon)

    assert _rung(runtime) == (0, [("dropped", "expired")])


def test_a_sign_in_that_has_run_out_does_not_ring(runtime, noon, one_bell):
    _change(runtime, DeviceSession, expires_at=noon)

    assert _rung(runtime) == (0, [("dropped", "signed_out")])


def test_a_device_that_is_gone_altogether_does_not_ring(runtime, one_bell):
    with runtime.transaction() as session:
        session.execute(delete(PushDevice))

    assert _rung(runtime) == (0, [("dropped", "device_gone")])


def test_a_bell_that_was_planned_for_somebody_else_does_not_ring_on_a_phone_that_changed_hands(
    runtime, one_bell
):
    with runtime.transaction() as session:
        (other,) = some_phones(session, 1)
        session.execute(delete(PushDevice).where(PushDevice.id == other.id))
        moved = update(PushDevice).where(PushDevice.id == one_bell.id)
        session.execute(moved.values(account_id=other.account_id))

    assert _rung(runtime) == (0, [("dropped", "device_gone")])


def test_a_newer_round_rings_instead_of_the_older_one(runtime, noon, one_bell):
    with runtime.transaction() as session:
        notice = session.scalars(select(Notice)).one()
        plan_bells(session, runtime.content, notice, 1)

    assert _rung(runtime) == (1, [("dropped", "newer_round"), ("handed", None)])


@pytest.mark.parametrize(
    ("reach", "version", "opened", "rings"),
    [
        (Reach.OPENED, 1, 1, True),  # reminded: he has not answered
        (Reach.ANSWERED, 1, 1, False),
        (Reach.ANSWERED, 2, 1, True),  # corrected since he answered
        (Reach.ANSWERED, 2, 2, False),
        (Reach.WITHDRAWN, 2, 1, False),
    ],
)
def test_a_later_round_rings_for_whoever_has_not_done_what_the_words_now_ask(
    runtime, noon, reach, version, opened, rings
):
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 1))
        plan_bells(session, runtime.content, notice, 1)
    _change(runtime, Recipient, reach=reach, opened_version=opened)
    _change(runtime, Notice, version=version)

    assert _rung(runtime)[0] == rings


def test_a_bell_that_insists_rings_for_whoever_has_answered_too(runtime, noon):
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 1))
        plan_bells(session, runtime.content, notice, 1, insists=True)
    _change(runtime, Recipient, reach=Reach.ANSWERED, opened_version=1)

    assert _rung(runtime)[0] == 1


@pytest.mark.parametrize(
    ("insists", "reach", "opened", "rings"),
    [
        (True, Reach.OPENED, 1, True),
        (True, Reach.TOLD, None, True),
        (True, Reach.OPENED, 2, False),  # he has seen that it is off
        (False, Reach.OPENED, 1, False),  # a bell for what was asked of him
        (True, Reach.DELIVERED, None, False),
        (True, Reach.WITHDRAWN, None, False),
    ],
)
def test_that_a_notice_was_cancelled_rings_for_whoever_knew_and_has_not_seen_it(
    runtime, noon, insists, reach, opened, rings
):
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 1))
        plan_bells(session, runtime.content, notice, 1, insists=insists)
    _change(runtime, Recipient, reach=reach, opened_version=opened)
    _change(runtime, Notice, state=NoticeState.CANCELLED, version=2)

    assert _rung(runtime)[0] == rings


def test_that_a_notice_was_cancelled_does_not_ring_when_its_matter_is_over(runtime, noon):
    with runtime.transaction() as session:
        notice = a_notice(session, some_phones(session, 1))
        plan_bells(session, runtime.content, notice, 1, insists=True)
    _change(runtime, Recipient, reach=Reach.OPENED, opened_version=1)
    _change(runtime, Notice, state=NoticeState.CANCELLED, version=2, expires_at=noon)

    assert _rung(runtime) == (0, [("dropped", "expired")])


def test_nobody_s_phone_rings_more_than_four_times_an_hour_and_nothing_is_lost(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 2)
        for _ in range(10):
            ring(session, runtime.content, phones)
    rung_at = []
    for minutes in range(0, 200, 5):
        with clock.frozen(noon + timedelta(minutes=minutes)):
            rung_at += [minutes] * _rung(runtime)[0]

    assert rung_at == [0] * 8 + [60] * 8 + [120] * 4


def test_an_urgent_bell_rings_however_often_it_rang(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 1)
        for _ in range(6):
            ring(session, runtime.content, phones, priority=Priority.URGENT)

    assert _rung(runtime)[0] == 6


def test_urgent_bells_go_first(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 3)
        ring(session, runtime.content, phones)
        urgent = ring(session, runtime.content, phones, priority=Priority.URGENT)
    transport = Recorder()
    send_some(runtime, transport)

    assert [message.notice_id for message in transport.sent[:3]] == [urgent.id] * 3
    assert [message.urgent for message in transport.sent] == [True] * 3 + [False] * 3


def test_a_device_that_can_not_be_read_is_passed_over_and_the_others_ring(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 3)
        broken = update(PushDevice).where(PushDevice.id == phones[1].id)
        session.execute(broken.values(sealed=b"\x01\x01" + bytes(60)))
        ring(session, runtime.content, phones)

    rung, states = _rung(runtime)
    assert rung == 2
    assert sorted(states) == [("failed", "unreadable"), ("handed", None), ("handed", None)]
