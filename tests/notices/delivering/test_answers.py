"""What follows from each answer: for the bell, for its device, for the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome
from handbook_api.notices.delivering.models import Delivery, Pause, PushDevice
from handbook_api.notices.delivering.sender import Sender, send_some
from handbook_api.notices.models import Recipient
from tests.support.bells import Recorder, ring, some_phones


def _ring_once(runtime, outcome, *, retry_after=None, phones=1, platform="android"):
    with runtime.transaction() as session:
        found = some_phones(session, phones, platform=platform)
        ring(session, runtime.content, found)
    transport = Recorder(lambda _: Answer(outcome, retry_after))
    send_some(runtime, transport)
    return found


def _look(runtime):
    with runtime.transaction(read_only=True) as session:
        delivery = session.scalars(select(Delivery)).first()
        device = session.scalars(select(PushDevice)).first()
        pauses = {pause.name: pause for pause in session.scalars(select(Pause))}
        reach = session.scalars(select(Recipient.reach)).first()
    return delivery, device, pauses, reach


def test_accepted_is_handed_over(runtime, noon):
    _ring_once(runtime, Outcome.ACCEPTED)

    delivery, device, pauses, reach = _look(runtime)
    assert (delivery.state, delivery.due_at, delivery.handed_at) == ("handed", None, noon)
    assert (device.dead_at, pauses, reach) == (None, {}, "handed")


def test_an_app_that_is_gone_is_rung_no_more(runtime, noon):
    _ring_once(runtime, Outcome.UNREGISTERED)

    delivery, device, pauses, reach = _look(runtime)
    assert (delivery.state, delivery.reason, delivery.due_at) == ("failed", "unregistered", None)
    assert (device.dead_at, device.dead_reason) == (noon, "unregistered")
    assert (pauses, reach) == ({}, "in_inbox")


def test_an_app_that_told_its_address_again_meanwhile_lives_and_is_rung_again(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1))

    def meanwhile(_):
        with runtime.transaction() as session:
            later = {PushDevice.refreshed_at: noon + timedelta(seconds=1)}
            session.execute(update(PushDevice).values(later))
        return Answer(Outcome.UNREGISTERED)

    send_some(runtime, Recorder(meanwhile))

    delivery, device, _, _ = _look(runtime)
    assert device.dead_at is None
    assert (delivery.state, delivery.due_at) == ("waiting", noon)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(Outcome.MALFORMED_ADDRESS, "malformed"), (Outcome.WRONG_SENDER, "wrong_sender")],
)
def test_one_bad_address_among_many_good_ones_is_rung_no_more(runtime, noon, outcome, reason):
    with runtime.transaction() as session:
        good, bad = some_phones(session, 99), some_phones(session, 1, prefix="bad")
        ring(session, runtime.content, [*good, *bad])

    def answer(message):
        return Answer(outcome if message.address.startswith("bad") else Outcome.ACCEPTED)

    send_some(runtime, Recorder(answer))

    with runtime.transaction(read_only=True) as session:
        dead = session.execute(
            select(PushDevice.id, PushDevice.dead_reason).where(PushDevice.dead_at.is_not(None))
        ).all()
        assert session.scalars(select(Pause)).all() == []
    assert dead == [(bad[0].id, reason)]


@pytest.mark.parametrize("outcome", [Outcome.MALFORMED_ADDRESS, Outcome.WRONG_SENDER])
def test_many_bad_addresses_are_our_own_mistake_no_device_dies_and_somebody_is_called(
    runtime, noon, outcome
):
    with runtime.transaction() as session:
        good, bad = some_phones(session, 80), some_phones(session, 20, prefix="bad")
        ring(session, runtime.content, [*good, *bad])

    def answer(message):
        return Answer(outcome if message.address.startswith("bad") else Outcome.ACCEPTED)

    with capture_logs() as said:
        send_some(runtime, Recorder(answer))

    assert [(line["event"], line["log_level"]) for line in said] == [("push_rests", "error")]
    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(PushDevice.dead_at).distinct()).all() == [None]
        (pause,) = session.scalars(select(Pause)).all()
        waiting = session.scalars(select(Delivery).where(Delivery.state == "waiting")).all()
    assert (pause.name, pause.reason) == ("push", outcome)
    assert len(waiting) == 20
    assert all(one.due_at >= pause.until for one in waiting)


def test_a_message_that_fcm_does_not_take_is_sent_to_nobody_else_and_no_device_dies(runtime, noon):
    _ring_once(runtime, Outcome.BAD_PAYLOAD, phones=150)

    with runtime.transaction(read_only=True) as session:
        states = session.execute(
            select(Delivery.state, Delivery.reason, Delivery.due_at).distinct()
        ).all()
        assert session.scalars(select(PushDevice.dead_at).distinct()).all() == [None]
    assert states == [("failed", "bad_payload", None)]


def test_over_the_quota_the_whole_way_rests_a_minute_and_comes_back_in_tenths(runtime, noon):
    _ring_once(runtime, Outcome.QUOTA, phones=300)
    transport = Recorder()
    sender = Sender(runtime, transport)

    _, _, pauses, _ = _look(runtime)
    until = pauses["push"].until
    assert timedelta(seconds=60) <= until - noon <= timedelta(seconds=66)
    with clock.frozen(until - timedelta(seconds=1)):
        assert sender.send_some() == 0
    sizes = []
    with clock.frozen(until + timedelta(seconds=1)):
        while seen := sender.send_some():
            sizes.append(seen)
    assert sizes[:9] == [10, 20, 30, 40, 50, 60, 70, 20]
    assert sum(sizes) == len(transport.sent) == 300


def test_over_the_quota_again_and_again_it_rests_twice_as_long_each_time(runtime, noon):
    _ring_once(runtime, Outcome.QUOTA)
    lengths, at = [], noon
    for _ in range(8):
        _, _, pauses, _ = _look(runtime)
        lengths.append((pauses["push"].until - at).total_seconds())
        at = pauses["push"].until + timedelta(seconds=1)
        with clock.frozen(at):
            send_some(runtime, Recorder(lambda _: Answer(Outcome.QUOTA)))

    assert all(60 * 2**n <= one <= 66 * 2**n for n, one in enumerate(lengths[:6]))
    assert all(one <= 3960 for one in lengths)


def test_how_long_fcm_asks_us_to_wait_is_waited(runtime, noon):
    _ring_once(runtime, Outcome.QUOTA, retry_after=600)

    delivery, _, pauses, _ = _look(runtime)
    assert pauses["push"].until >= noon + timedelta(seconds=600)
    assert delivery.due_at >= pauses["push"].until
    assert delivery.attempts == 0  # none of its fault


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.UNKNOWN])
def test_a_bell_that_met_trouble_is_tried_again_later_and_later_for_an_hour_at_most(
    runtime, noon, outcome
):
    _ring_once(runtime, outcome)
    pauses_between, at = [], noon
    for _ in range(12):
        delivery, device, _, _ = _look(runtime)
        assert (delivery.state, device.dead_at) == ("waiting", None)
        pauses_between.append((delivery.due_at - at).total_seconds())
        at = delivery.due_at
        with clock.frozen(at):
            assert send_some(runtime, Recorder(lambda _: Answer(outcome))) == 1

    assert all(8 * 2**n <= one <= 12 * 2**n for n, one in enumerate(pauses_between[:8]))
    assert all(one <= 3600 for one in pauses_between)


def test_a_bell_gives_up_when_its_time_is_over(runtime, noon):
    _ring_once(runtime, Outcome.UNAVAILABLE)
    delivery, _, _, _ = _look(runtime)

    with clock.frozen(delivery.give_up_at):
        send_some(runtime, Recorder())

    delivery, device, _, reach = _look(runtime)
    assert (delivery.state, delivery.reason, delivery.due_at) == ("failed", "given_up", None)
    assert (device.dead_at, reach) == (None, "in_inbox")


def test_what_an_outage_asks_for_is_waited_for(runtime, noon):
    _ring_once(runtime, Outcome.UNAVAILABLE, retry_after=900)

    delivery, _, _, _ = _look(runtime)
    assert delivery.due_at == noon + timedelta(seconds=900)


def test_an_outage_lets_the_whole_way_rest(runtime, noon):
    _ring_once(runtime, Outcome.UNAVAILABLE, phones=100)

    _, _, pauses, _ = _look(runtime)
    assert pauses["push"].reason == "outage"


def test_however_long_an_outage_lasts_every_minute_a_few_are_tried(runtime, noon):
    _ring_once(runtime, Outcome.UNAVAILABLE, phones=200)
    lengths, asked, at = [], Recorder(lambda _: Answer(Outcome.UNAVAILABLE)), noon
    for _ in range(8):
        _, _, pauses, _ = _look(runtime)
        lengths.append((pauses["push"].until - at).total_seconds())
        at = pauses["push"].until + timedelta(seconds=1)
        with clock.frozen(at):
            send_some(runtime, asked)

    assert all(10 * 2**n <= one <= 11 * 2**n for n, one in enumerate(lengths[:3]))
    assert all(60 <= one <= 66 for one in lengths[3:])
    assert len(asked.sent) == 8 * 10


def test_a_broken_key_of_one_platform_lets_that_platform_rest_and_the_others_ring(runtime, noon):
    with runtime.transaction() as session:
        apple = some_phones(session, 30, prefix="apple", platform="ios")
        others = some_phones(session, 30)
        ring(session, runtime.content, [*apple, *others])

    def answer(message):
        broken = message.platform == "ios"
        return Answer(Outcome.PLATFORM_KEY_BROKEN if broken else Outcome.ACCEPTED)

    send_some(runtime, Recorder(answer))

    with runtime.transaction(read_only=True) as session:
        (pause,) = session.scalars(select(Pause)).all()
        dead = session.scalars(select(PushDevice.dead_at).distinct()).all()
        states = set(
            session.execute(
                select(PushDevice.platform, Delivery.state).join(
                    Delivery, Delivery.target_id == PushDevice.id
                )
            ).all()
        )
    assert pause.name == "push.ios"
    assert dead == [None]
    assert states == {("ios", "waiting"), ("android", "handed")}


def test_a_platform_that_rests_is_put_off_unasked_and_goes_on_when_its_key_is_mended(runtime, noon):
    _ring_once(runtime, Outcome.PLATFORM_KEY_BROKEN, platform="ios")
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 3, platform="ios"))
        until = session.scalars(select(Pause.until)).one()
    transport = Recorder()

    assert send_some(runtime, transport) == 3
    assert transport.sent == []
    with clock.frozen(until + timedelta(seconds=1)):
        send_some(runtime, transport)
    assert len(transport.sent) == 4
    assert _look(runtime)[2] == {}


def test_when_our_own_account_is_refused_everything_rests_and_nothing_is_lost(runtime, noon):
    _ring_once(runtime, Outcome.CREDENTIALS_REFUSED, phones=3)

    delivery, device, pauses, _ = _look(runtime)
    assert pauses["push"].reason == "credentials_refused"
    assert (delivery.state, device.dead_at) == ("waiting", None)
    assert delivery.due_at >= pauses["push"].until


def test_answers_to_a_lease_that_is_lost_change_nothing(runtime, noon):
    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 1))
    other = Recorder()

    def too_late(_):
        with clock.frozen(noon + timedelta(minutes=5)):
            send_some(runtime, other)
        return Answer(Outcome.UNAVAILABLE)

    send_some(runtime, Recorder(too_late))

    assert len(other.sent) == 1
    assert _look(runtime)[0].state == "handed"


def test_whatever_the_transport_raises_the_bells_wait_and_the_way_rests(runtime, noon):
    class Raises:
        rings = True

        def send(self, messages):
            raise RuntimeError("no")

    with runtime.transaction() as session:
        ring(session, runtime.content, some_phones(session, 2))

    assert send_some(runtime, Raises()) == 2

    delivery, _, pauses, _ = _look(runtime)
    assert delivery.state == "waiting"
    assert pauses["push"].reason == "no_answer"
