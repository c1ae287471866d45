"""Whatever happens, in whatever order: no bell waits for ever, and no device dies unjustly.

HANDBOOK_TEST_TIMES=12 makes it the long run of 20,000 steps.
"""

import os
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, func, select, update

from handbook_api.core import clock
from handbook_api.gateways.push import Answer, Outcome
from handbook_api.notices.delivering.models import Delivery, DeliveryState, Pause, PushDevice
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.delivering.sender import Sender
from handbook_api.notices.delivering.sweeping import close_given_up, silence_devices
from handbook_api.notices.models import Notice, NoticeState, Priority, Reach, Recipient
from tests.support.bells import Recorder, a_notice, some_phones

#: From being planned: a night, and two days.
LONGEST_LIFE = timedelta(hours=9 + 48)
PHONES, SENDERS = 6, 2
_FINAL = {DeliveryState.HANDED, DeliveryState.FAILED, DeliveryState.DROPPED}
_KILLING = {
    Outcome.UNREGISTERED: "unregistered",
    Outcome.MALFORMED_ADDRESS: "malformed",
    Outcome.WRONG_SENDER: "wrong_sender",
}
OUTCOMES = strategies.sampled_from(list(Outcome))


class Killed(BaseException):
    """The process is gone in the middle of a call."""


class Days(RuleBasedStateMachine):
    """Some phones, notices and senders over days. `runtime` is set by the test."""

    runtime = None

    def __init__(self):
        super().__init__()
        self.now = datetime(2026, 11, 22, 5, tzinfo=UTC)
        self.answers: dict[str, set[Outcome]] = {}
        self.removed: set = set()
        with clock.frozen(self.now), self.runtime.transaction() as session:
            for model in (Delivery, Pause, Recipient, Notice, PushDevice):
                session.execute(delete(model))
            self.phones = some_phones(session, PHONES)
            platforms = dict(zip(self.phones, ("android", "ios", "web") * 2, strict=True))
            for phone, platform in platforms.items():
                mine = update(PushDevice).where(PushDevice.id == phone.id)
                session.execute(mine.values(platform=platform))
        self.planned: dict = {}
        self.senders = [self._new_sender() for _ in range(SENDERS)]

    def _new_sender(self):
        return Sender(self.runtime, Recorder())

    def _do(self, act):
        with clock.frozen(self.now), self.runtime.transaction() as session:
            return act(session)

    @rule(urgent=strategies.booleans(), hours=strategies.sampled_from([None, 1, 30]))
    def send_a_notice(self, urgent, hours):
        over = None if hours is None else self.now + timedelta(hours=hours)
        priority = Priority.URGENT if urgent else Priority.NORMAL

        def act(session):
            notice = a_notice(session, self.phones, priority=priority, expires_at=over)
            plan_bells(session, self.runtime.content, notice, 0)
            return notice.id

        self.planned[self._do(act), 0] = self.now

    @rule(which=strategies.integers(0, 5), number=strategies.integers(1, 3))
    def ring_again(self, which, number):
        notices = sorted({notice for notice, _ in self.planned})
        if notices:
            notice_id = notices[which % len(notices)]

            def act(session):
                notice = session.get_one(Notice, notice_id)
                plan_bells(session, self.runtime.content, notice, number)

            self._do(act)
            self.planned.setdefault((notice_id, number), self.now)

    @rule(
        who=strategies.integers(0, SENDERS - 1),
        outcomes=strategies.lists(OUTCOMES, min_size=1, max_size=6),
        retry_after=strategies.sampled_from([None, 1, 90_000]),
    )
    def some_are_sent(self, who, outcomes, retry_after):
        turn = iter(outcomes * PHONES * 20)

        def answer(message):
            outcome = next(turn)
            self.answers.setdefault(message.address, set()).add(outcome)
            return Answer(outcome, retry_after)

        self.senders[who]._calls._transport.answer = answer
        with clock.frozen(self.now):
            self.senders[who].send_some()

    @rule(who=strategies.integers(0, SENDERS - 1))
    def a_sender_is_killed_in_the_middle(self, who):
        def gone(message):
            raise Killed

        self.senders[who]._calls._transport.answer = gone
        with clock.frozen(self.now):
            try:
                self.senders[who].send_some()
            except Killed:
                self.senders[who] = self._new_sender()

    @rule(which=strategies.integers(0, PHONES - 1))
    def an_app_tells_its_address_again(self, which):
        told = {"refreshed_at": self.now, "dead_at": None, "dead_reason": None}
        mine = update(PushDevice).where(PushDevice.id == self.phones[which].id)
        self._do(lambda session: session.execute(mine.values(told)))
        self.answers.pop(self.phones[which].address, None)

    @rule(
        which=strategies.integers(0, 5),
        reach=strategies.sampled_from([Reach.OPENED, Reach.ANSWERED, Reach.TOLD]),
    )
    def somebody_opens_it(self, which, reach):
        mine = update(Recipient).where(Recipient.account_id == self.phones[which].account_id)
        self._do(lambda session: session.execute(mine.values(reach=reach, opened_version=1)))

    @rule(state=strategies.sampled_from([NoticeState.CANCELLED, NoticeState.CLOSED]))
    def notices_end(self, state):
        self._do(lambda session: session.execute(update(Notice).values(state=state)))

    @rule(seconds=strategies.sampled_from([1, 40, 700, 4_000, 40_000]))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    @rule()
    def the_sweep_comes_by(self):
        rules = self.runtime.content.notices(self.now.date())
        self._do(lambda session: (close_given_up(session), silence_devices(session, rules)))

    @invariant()
    def whatever_is_not_final_has_a_time_at_which_it_is_left(self):
        for one in self._deliveries():
            assert (one.due_at is None) == (one.state in _FINAL)
            born = self.planned[one.notice_id, one.round]
            assert one.give_up_at <= born + LONGEST_LIFE
            if one.due_at is not None:
                lease = timedelta(seconds=self.runtime.settings.push_lease_seconds)
                assert one.due_at <= max(one.give_up_at, self.now + lease)

    @invariant()
    def the_way_rests_for_a_day_at_most(self):
        with self.runtime.transaction(read_only=True) as session:
            for pause in session.scalars(select(Pause)):
                assert pause.until <= self.now + timedelta(hours=28)
                assert pause.most >= 1

    @invariant()
    def a_device_is_dead_only_for_an_answer_about_itself(self):
        with self.runtime.transaction(read_only=True) as session:
            query = select(PushDevice).where(PushDevice.dead_at.is_not(None))
            reasons = {one.id: one.dead_reason for one in session.scalars(query)}
        addresses = {phone.id: phone.address for phone in self.phones}
        for device, reason in reasons.items():
            told = {_KILLING.get(one) for one in self.answers.get(addresses[device], ())}
            assert reason in told

    def teardown(self):
        """Nobody sends any more: the sweep alone ends what is left."""
        self.now += LONGEST_LIFE + timedelta(minutes=15)
        self._do(close_given_up)
        assert {one.state for one in self._deliveries()} <= _FINAL

    def _deliveries(self):
        with self.runtime.transaction(read_only=True) as session:
            return session.scalars(select(Delivery)).all()


def test_no_bell_waits_for_ever_and_no_device_dies_unjustly(runtime):
    Days.runtime = runtime
    often = int(os.environ.get("HANDBOOK_TEST_TIMES", "1"))
    examples, steps = (40, 40) if runtime.engine.dialect.name == "sqlite" else (15, 30)
    given = settings(
        max_examples=examples * often,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(Days, settings=given)

    with runtime.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(PushDevice)) == PHONES
