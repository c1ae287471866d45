"""A sender at work: with the real client, with slow calls, beside others, until it is to stop."""

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, update

from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome, transport_for
from handbook_api.notices.delivering import sender as sending
from handbook_api.notices.delivering.models import Delivery, Pause, PushDevice
from handbook_api.notices.delivering.sender import Sender, run, send_some
from handbook_api.notices.models import Notice
from tests.support.bells import CANARY, Recorder, a_notice, ring, some_phones


@contextmanager
def _running(runtime):
    stopping = Event()
    thread = Thread(target=run, args=(runtime, stopping))
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(20)
        assert not thread.is_alive()


def _until(is_so):
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def _count(runtime, *conditions):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Delivery).where(*conditions))


def _open_any_time(runtime):
    """Bells that were planned at night are due all the same."""
    with runtime.transaction() as session:
        waiting = update(Delivery).where(Delivery.due_at.is_not(None))
        session.execute(waiting.values(due_at=clock.now()))


def test_nothing_of_a_notice_or_of_anybody_is_in_what_google_gets(runtime, with_fcm, fcm, noon):
    public = with_fcm(public_url="https://so-tay.example.vn")
    with runtime.transaction() as session:
        phones = [
            phone
            for platform in ("android", "ios", "web")
            for kind in ("fid", "token")
            for phone in some_phones(session, 2, platform=platform, kind=kind)
        ]
        notice = ring(session, runtime.content, phones, place=CANARY)
    over_there = replace(runtime, settings=public)

    send_some(over_there, transport_for(public))

    raw = fcm.raw()
    assert len(fcm.bodies()) == len(phones)
    assert raw.count(str(notice.id).encode()) >= len(phones)
    texts = [CANARY, notice.title, notice.text, notice.kind, "Nguyễn"]
    texts += [str(phone.account_id) for phone in phones]
    texts += [phone.account_id.hex for phone in phones]
    assert [text for text in texts if text.encode() in raw] == []
    expected = {"title": "Bạn có thông báo mới", "body": "Mở sổ tay để xem."}
    assert all(body["message"]["notification"] == expected for body in fcm.bodies())


def test_a_worker_rings_what_was_planned_while_it_waited_and_stops_when_told(
    runtime, with_fcm, fcm
):
    with _running(replace(runtime, settings=with_fcm())):
        time.sleep(0.3)
        with runtime.transaction() as session:
            phones = some_phones(session, 250)
            ring(session, runtime.content, phones)
        _open_any_time(runtime)
        _until(lambda: _count(runtime, Delivery.state == "handed") == 250)

    assert set(fcm.rung().values()) == {1}


def test_what_was_taken_ahead_goes_back_when_the_sender_is_to_stop(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 150))
    sender = Sender(runtime, Recorder(), ahead=True)

    sender.send_some()
    assert _count(runtime, Delivery.state == "sending") == 50
    sender.let_go()

    assert _count(runtime, Delivery.state == "sending") == 0
    assert _count(runtime, Delivery.state == "waiting", Delivery.attempts == 0) == 50


def test_what_was_taken_ahead_goes_back_when_the_way_has_to_rest(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 150))
    transport = Recorder(lambda _: Answer(Outcome.QUOTA))
    sender = Sender(runtime, transport, ahead=True)

    sender.send_some()

    assert _count(runtime, Delivery.state == "sending") == 0
    assert sender.send_some() == 0
    assert len(transport.sent) == 100


def test_what_was_taken_ahead_too_long_ago_is_not_rung_by_two(runtime, noon, monkeypatch):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 150))
    slow, other = Recorder(), Recorder()
    sender = Sender(runtime, slow, ahead=True)
    sender.send_some()
    real = time.monotonic

    with clock.frozen(noon + timedelta(minutes=2)):
        while send_some(runtime, other):
            pass
        monkeypatch.setattr(sending, "monotonic", lambda: real() + 120)
        sender.send_some()

    assert len(other.sent) == 50
    assert len(slow.sent) == 100


def test_a_slow_call_keeps_its_lease_so_that_nobody_else_rings_too(runtime, with_fcm):
    settings = with_fcm(push_lease_seconds=1.0)
    runtime = replace(runtime, settings=settings)
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 3))
    _open_any_time(runtime)
    let = Event()

    def slowly(_):
        let.wait(20)
        return Answer(Outcome.ACCEPTED)

    thread = Thread(target=send_some, args=(runtime, Recorder(slowly)))
    thread.start()
    _until(lambda: _count(runtime, Delivery.state == "sending") == 3)
    other = Recorder()
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        send_some(runtime, other)
        time.sleep(0.1)
    let.set()
    thread.join(20)

    assert other.sent == []
    assert _count(runtime, Delivery.state == "handed") == 3


def test_a_call_that_takes_too_long_is_left_the_way_rests_and_the_bells_wait(
    runtime, with_fcm, noon
):
    runtime = replace(runtime, settings=with_fcm(fcm_call_seconds=0.2))
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 3))
    let = Event()

    def never(_):
        let.wait(20)
        return Answer(Outcome.ACCEPTED)

    sender = Sender(runtime, Recorder(never), ahead=True)
    assert sender.send_some() == 3
    assert sender.send_some() == 0

    with runtime.transaction(read_only=True) as session:
        (pause,) = session.scalars(select(Pause)).all()
    assert (pause.name, pause.reason) == ("push", "no_answer")
    assert _count(runtime, Delivery.state == "waiting", Delivery.due_at > noon) == 3
    let.set()


def test_retry_after_a_minute_holds_nobody_up(runtime, with_fcm, fcm, noon):
    """The client sleeps four times as long as it is told to; its caller does not."""
    fcm.says(mode="quota", retry_after=5)
    settings = with_fcm(fcm_call_seconds=0.5)
    runtime = replace(runtime, settings=settings)
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 5))

    begun = time.monotonic()
    seen = send_some(runtime, transport_for(settings))

    assert seen == 5
    assert time.monotonic() - begun < 15  # left to itself, the client takes 20
    assert _count(runtime, Delivery.state == "waiting") == 5


def test_without_credentials_a_worker_waits_until_it_is_to_stop(runtime):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1))

    with _running(runtime):
        time.sleep(0.1)

    assert _count(runtime, Delivery.state == "waiting") == 1


@pytest.mark.parametrize("copies", ["postgresql"], indirect=True)
def test_answers_are_held_on_to_while_the_database_is_away(
    runtime, with_fcm, fcm, postgresql_cluster
):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 40))
    _open_any_time(runtime)

    def answer(message):
        if not answer.done:
            answer.done = True
            postgresql_cluster.stop("immediate")
            Thread(target=_start_later, args=(postgresql_cluster,)).start()
        return Answer(Outcome.ACCEPTED)

    answer.done = False
    transport = Recorder(answer)
    assert Sender(runtime, transport).send_some() == 40

    assert len(transport.sent) == 40
    assert _count(runtime, Delivery.state == "handed") == 40


def _start_later(cluster):
    time.sleep(1)
    cluster.start()


def test_two_senders_at_once_ring_every_phone_once(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 600)
        ring(session, runtime.content, phones)
    transports = [Recorder(), Recorder()]

    def work(transport):
        with clock.frozen(noon):
            while send_some(runtime, transport):
                pass

    threads = [Thread(target=work, args=(transport,)) for transport in transports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    while send_some(runtime, transports[0]):
        pass

    sent = [message.address for transport in transports for message in transport.sent]
    assert sorted(sent) == sorted(phone.address for phone in phones)


def test_a_notice_that_changes_meanwhile_disturbs_nobody(runtime, noon):
    with runtime.transaction() as session:
        phones = some_phones(session, 1)
        notice = a_notice(session, phones)
        ring(session, runtime.content, phones)
    seen = []

    def answer(_):
        with runtime.transaction() as session:
            gone = update(PushDevice).values(dead_at=noon, dead_reason="removed")
            session.execute(gone)
            session.execute(update(Notice).where(Notice.id == notice.id).values(state="cancelled"))
        seen.append(1)
        return Answer(Outcome.ACCEPTED)

    send_some(runtime, Recorder(answer))

    assert seen == [1]
    assert _count(runtime, Delivery.state == "handed") == 1
