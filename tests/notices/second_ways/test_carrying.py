"""Messages are handed over one by one, and each answer is written down before the next."""

from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from time import sleep

import pytest
from sqlalchemy import select, update

from handbook_api.core import clock
from handbook_api.gateways.messages import Answer, GatewayUnusable, Outcome
from handbook_api.members import sealed
from handbook_api.notices.delivering.models import Delivery, DeliveryState, Pause, Way
from handbook_api.notices.delivering.sweeping import close_given_up
from handbook_api.notices.models import Notice, NoticeState, Recipient
from handbook_api.notices.second_ways.carrying import carry_mail, carry_texts, words_of
from handbook_api.notices.second_ways.claiming import claim
from tests.notices.second_ways.conftest import NOON, Post, carrier, deliveries, has
from tests.support.notices import compose_and_send, said
from tests.support.text_provider import text_provider
from tests.support.together import together

FAR, PAPER, MACHINE = "Phạm Thị Xa", "Lê Văn Giấy", "Trần Thị Máy"
NUMBERS = {FAR: "0912345671", PAPER: "0912345672", MACHINE: "0912345673"}
MORNING = NOON + timedelta(hours=21)


@pytest.fixture
def planned(committee, secretary):
    """Three texts, planned for the members of the cell that have a number; it is morning."""
    for name, number in NUMBERS.items():
        has(committee, name, phone=number)
    body = said(committee.tree.cell, title="Bí mật của chi bộ", text="Nội dung kín.")
    sent = compose_and_send(secretary, body)
    assert sent.status == 200, sent.json
    committee.work(until=NOON + timedelta(hours=13))
    with clock.frozen(MORNING):
        yield sent.json["id"]


def states(committee):
    return [(state, reason) for _, _, state, reason in deliveries(committee)]


def reach_of(committee, name):
    account_id = committee.people[name].account_id
    with committee.runtime.transaction(read_only=True) as session:
        return session.scalar(select(Recipient.reach).where(Recipient.account_id == account_id))


@pytest.mark.usefixtures("planned")
def test_a_text_says_that_there_is_something_and_nothing_of_it(committee):
    post = Post()

    assert carrier(committee, post).send_some() == 3

    assert {one.to for one in post.sent} == set(NUMBERS.values())
    (words,) = {(one.subject, one.text) for one in post.sent}
    assert words == ("", "Sổ tay điện tử: đồng chí có thông báo mới. Xin mở sổ tay để xem.")
    assert len({one.id for one in post.sent}) == 3
    assert states(committee) == [("handed", None)] * 3
    assert reach_of(committee, FAR) == "handed"


def test_an_email_has_a_subject_that_gives_nothing_away(committee, secretary):
    has(committee, FAR, email="xa@example.vn")
    compose_and_send(secretary, said(committee.tree.cell, title="Bí mật của chi bộ"))
    committee.work(until=NOON + timedelta(hours=13))
    post = Post()

    with clock.frozen(MORNING):
        carrier(committee, post, Way.EMAIL).send_some()

    (letter,) = post.sent
    assert letter.to == "xa@example.vn"
    assert letter.subject == "Có thông báo mới"
    assert "Bí mật" not in letter.text + letter.subject


@pytest.mark.usefixtures("planned")
def test_a_phone_that_waits_for_news_hears_that_it_was_handed_over(committee):
    client = committee.as_(FAR)
    before = client.get("/me/inbox").json

    carrier(committee, Post()).send_some()

    with committee.runtime.transaction(read_only=True) as session:
        row = session.scalars(
            select(Recipient).where(Recipient.account_id == committee.people[FAR].account_id)
        ).one()
    assert row.revision == 2
    assert row.handed_at == MORNING
    assert [one["id"] for one in client.get("/me/inbox").json["items"]] == [
        one["id"] for one in before["items"]
    ]


@pytest.mark.usefixtures("planned")
def test_whoever_opened_it_meanwhile_is_left_in_peace(committee):
    with committee.runtime.transaction() as session:
        session.execute(
            update(Recipient)
            .where(Recipient.account_id == committee.people[FAR].account_id)
            .values(reach="opened")
        )
    post = Post()

    carrier(committee, post).send_some()

    assert NUMBERS[FAR] not in {one.to for one in post.sent}
    assert (FAR, "sms", "dropped", "opened") in deliveries(committee)
    assert reach_of(committee, FAR) == "opened"


@pytest.mark.parametrize(
    ("column", "value", "state", "reason"),
    [
        ("state", NoticeState.CANCELLED, "dropped", "cancelled"),
        ("state", NoticeState.CLOSED, "dropped", "closed"),
        ("expires_at", MORNING, "dropped", "expired"),
    ],
)
def test_a_notice_that_is_over_is_written_about_no_more(
    committee, planned, column, value, state, reason
):
    with committee.runtime.transaction() as session:
        session.execute(update(Notice).values({column: value}))
    post = Post()

    carrier(committee, post).send_some()

    assert post.sent == []
    assert states(committee) == [(state, reason)] * 3


@pytest.mark.usefixtures("planned")
def test_after_its_time_a_message_is_given_up(committee):
    post = Post()

    with clock.frozen(MORNING + timedelta(days=2)):
        carrier(committee, post).send_some()

    assert post.sent == []
    assert states(committee) == [("failed", "given_up")] * 3


@pytest.mark.usefixtures("planned")
def test_a_number_that_is_gone_by_then_is_not_written_to(committee):
    spec = committee.runtime.content.member_fields["phone"]
    with committee.runtime.transaction() as session:
        sealed.put(session, spec, committee.people[FAR].id, None, clock.today())

    carrier(committee, Post()).send_some()

    assert (FAR, "sms", "dropped", "no_address") in deliveries(committee)


@pytest.mark.usefixtures("planned")
def test_a_refused_number_is_final_and_an_unsure_one_is_tried_once_more(committee):
    post = Post([Outcome.REFUSED, Outcome.UNKNOWN, Outcome.ACCEPTED, Outcome.UNKNOWN])
    sender = carrier(committee, post)

    sender.send_some()
    assert sorted(states(committee)) == [
        ("failed", "refused"),
        ("handed", None),
        ("waiting", "unknown"),
    ]
    with clock.frozen(MORNING + timedelta(minutes=10)):
        sender.send_some()

    assert ("failed", "unknown") in states(committee)
    assert post.sent[1].id == post.sent[3].id
    assert sender.send_some() == 0


@pytest.mark.usefixtures("planned")
def test_an_account_that_is_refused_keeps_everybody_waiting_and_loses_nobody(committee):
    post = Post([Outcome.ACCEPTED, Outcome.ACCOUNT_REFUSED])
    sender = carrier(committee, post)

    sender.send_some()
    during = (len(post.sent), states(committee), sender.send_some())
    with clock.frozen(MORNING + timedelta(hours=2)):
        sender.send_some()
        sender.send_some()

    assert during[0] == 2
    assert sorted(during[1]) == [
        ("handed", None),
        ("waiting", "account_refused"),
        ("waiting", "account_refused"),
    ]
    assert during[2] == 0
    assert {state for state, _ in states(committee)} == {"handed"}
    with committee.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Pause)).all() == []


@pytest.mark.usefixtures("planned")
def test_too_fast_we_rest_as_long_as_we_are_asked_to(committee):
    sender = carrier(committee, Post([Answer(Outcome.QUOTA, 1800)]))

    sender.send_some()

    with clock.frozen(MORNING + timedelta(minutes=29)):
        assert sender.send_some() == 0
    with clock.frozen(MORNING + timedelta(minutes=35)):
        assert sender.send_some() == 3
    with committee.runtime.transaction(read_only=True) as session:
        assert set(session.scalars(select(Delivery.attempts))) == {1}


@pytest.mark.usefixtures("planned")
def test_a_gateway_that_is_down_is_asked_twice_and_then_left_alone(committee):
    post = Post([Outcome.UNAVAILABLE] * 9)
    sender = carrier(committee, post)

    sender.send_some()

    assert len(post.sent) == 2
    assert sender.send_some() == 0


@pytest.mark.usefixtures("planned")
def test_what_one_carrier_holds_no_other_takes_until_its_lease_is_over(committee):
    words = words_of(committee.runtime.content, Way.SMS)
    with committee.runtime.transaction() as session:
        held = claim(session, Way.SMS, words, most=2, lease_seconds=60)
    post = Post()

    carrier(committee, post).send_some()
    others = len(post.sent)
    with clock.frozen(MORNING + timedelta(seconds=61)):
        carrier(committee, post).send_some()

    assert (len(held.letters), others, len(post.sent)) == (2, 1, 3)
    ids = {letter.message.id for letter in held.letters}
    assert ids <= {one.id for one in post.sent}


@pytest.mark.usefixtures("planned")
def test_who_comes_late_with_an_answer_changes_nothing(committee):
    other = Post()

    class Slow(Post):
        def send(self, messages):
            for number, message in enumerate(messages):
                self.sent.append(message)
                if number == 0:  # the machine slept through its lease; another took over
                    with clock.frozen(MORNING + timedelta(hours=1)):
                        carrier(committee, other).send_some()
                yield Answer(Outcome.REFUSED)

    carrier(committee, Slow()).send_some()

    assert len(other.sent) == 3
    assert states(committee) == [("handed", None)] * 3


@pytest.mark.usefixtures("planned")
def test_asked_to_stop_it_finishes_one_and_gives_the_rest_back(committee):
    stopping = Event()
    post = Post()
    sender = carrier(committee, post)
    sender._stopping = stopping
    stopping.set()

    sender.send_some()

    assert len(post.sent) == 1
    assert sorted(state for state, _ in states(committee)) == [
        DeliveryState.HANDED,
        DeliveryState.WAITING,
        DeliveryState.WAITING,
    ]
    assert carrier(committee, post).send_some() == 2


@pytest.mark.usefixtures("planned")
def test_killed_between_two_messages_only_the_one_in_the_air_is_repeated(committee):
    class Killed(BaseException):
        """The process is gone."""

    class Dying(Post):
        def send(self, messages):
            for number, message in enumerate(messages):
                self.sent.append(message)
                if number == 1:
                    raise Killed
                yield Answer(Outcome.ACCEPTED)

    dying, next_one = Dying(), Post()
    with pytest.raises(Killed):
        carrier(committee, dying).send_some()

    with clock.frozen(MORNING + timedelta(hours=1)):
        carrier(committee, next_one).send_some()

    assert states(committee) == [("handed", None)] * 3
    repeated = {one.id for one in dying.sent} & {one.id for one in next_one.sent}
    assert repeated == {dying.sent[1].id}


@pytest.mark.usefixtures("planned")
def test_two_carriers_at_once_send_nothing_twice(committee):
    posts = [Post(), Post()]

    together(*(partial(copy_context().run, carrier(committee, post).send_some) for post in posts))

    sent = [one.id for post in posts for one in post.sent]
    assert len(sent) == len(set(sent)) == 3
    assert states(committee) == [("handed", None)] * 3


@pytest.mark.usefixtures("planned")
def test_the_worker_hands_texts_to_the_provider_and_ends_when_asked(committee):
    stopping = Event()
    with text_provider() as provider:
        told = committee.runtime.settings.model_copy(update={"sms_url": provider.url})
        runtime = replace(committee.runtime, settings=told)
        here = copy_context()
        worker = Thread(target=here.run, args=(carry_texts, runtime, stopping))
        worker.start()
        try:
            wait_until(lambda: len(provider.asked) == 3)
        finally:
            stopping.set()
            worker.join(10)

    assert not worker.is_alive()
    assert {one["to"] for one in provider.asked} == {f"+84{n[1:]}" for n in NUMBERS.values()}
    assert states(committee) == [("handed", None)] * 3


def wait_until(is_so):
    for _ in range(1_000):
        if is_so():
            return
        sleep(0.01)
    raise AssertionError("it did not happen within ten seconds")


@pytest.mark.usefixtures("planned")
def test_without_a_gateway_the_worker_has_nothing_to_do_and_waits_to_end(runtime, committee):
    stopping = Event()
    worker = Thread(target=carry_mail, args=(runtime, stopping))
    worker.start()
    stopping.set()
    worker.join(10)

    assert not worker.is_alive()
    assert states(committee) == [("waiting", None)] * 3


def test_a_gateway_that_is_set_up_wrongly_stops_the_worker_with_words(gateways):
    told = gateways.settings.model_copy(update={"sms_body": "{}"})

    with pytest.raises(GatewayUnusable):
        carry_texts(replace(gateways, settings=told), Event())


@pytest.mark.usefixtures("planned")
def test_a_message_that_nobody_carries_any_more_is_closed_when_its_time_is_over(committee):
    with clock.frozen(MORNING + timedelta(days=2)), committee.runtime.transaction() as session:
        assert close_given_up(session) == 3

    assert states(committee) == [("failed", "given_up")] * 3
