"""What follows from a gateway's answer, case by case."""

from datetime import UTC, datetime, timedelta

import pytest

from handbook_api.gateways.messages import Answer, Outcome
from handbook_api.notices.delivering.models import DeliveryState
from handbook_api.notices.second_ways.verdicts import Patience, verdict_on

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
TOMORROW = NOW + timedelta(days=1)


def verdict(outcome, *, attempts=1, give_up_at=TOMORROW, retry_after=None):
    answer = Answer(outcome, retry_after)
    return verdict_on(answer, attempts=attempts, now=NOW, give_up_at=give_up_at)


@pytest.mark.parametrize(
    ("outcome", "attempts", "state"),
    [
        (Outcome.ACCEPTED, 1, DeliveryState.HANDED),
        (Outcome.REFUSED, 1, DeliveryState.FAILED),
        (Outcome.UNKNOWN, 1, DeliveryState.WAITING),
        (Outcome.UNKNOWN, 2, DeliveryState.FAILED),
        (Outcome.UNAVAILABLE, 50, DeliveryState.WAITING),
        (Outcome.QUOTA, 50, DeliveryState.WAITING),
        (Outcome.ACCOUNT_REFUSED, 50, DeliveryState.WAITING),
    ],
)
def test_what_becomes_of_a_message(outcome, attempts, state):
    said = verdict(outcome, attempts=attempts)

    assert said.state == state
    assert (said.due_at is None) == (state != DeliveryState.WAITING)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_answer_leads_somewhere_and_nothing_waits_past_its_end(outcome):
    said = verdict(outcome, give_up_at=SOON, retry_after=3600)

    assert said.due_at is None or NOW < said.due_at <= SOON


@pytest.mark.parametrize("outcome", [Outcome.QUOTA, Outcome.ACCOUNT_REFUSED])
def test_what_says_nothing_of_the_message_is_no_attempt(outcome):
    assert not verdict(outcome).counts
    assert Patience().rest_after(Answer(outcome)) is not None


def test_each_failure_waits_longer():
    waits = [verdict(Outcome.UNAVAILABLE, attempts=n).due_at - NOW for n in (1, 4, 8)]

    assert waits == sorted(waits)
    assert waits[-1] <= timedelta(hours=1)


def test_one_silence_is_bad_luck_two_are_an_outage():
    patience = Patience()

    first = patience.rest_after(Answer(Outcome.UNAVAILABLE))
    between = patience.rest_after(Answer(Outcome.REFUSED))
    second = patience.rest_after(Answer(Outcome.UNKNOWN))
    third = patience.rest_after(Answer(Outcome.UNAVAILABLE))

    assert (first, between, second) == (None, None, None)
    assert third.reason == "outage"


def test_we_wait_as_long_as_we_are_asked_to():
    assert Patience().rest_after(Answer(Outcome.QUOTA, 900)).seconds == 900
    assert Patience().rest_after(Answer(Outcome.QUOTA, 1)).seconds == 60
