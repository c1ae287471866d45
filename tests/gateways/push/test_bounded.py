"""Calls that take too long are left to themselves, one at a time."""

from threading import Event, active_count

import pytest

from handbook_api.gateways.push import Answer, BoundedCalls, CallAbandoned, Outcome, StillBusy
from tests.gateways.push.messages import a_message


class _Slow:
    """A transport that answers when it is let."""

    rings = True

    def __init__(self) -> None:
        self.may = Event()

    def send(self, messages):
        self.may.wait(30)
        return [Answer(Outcome.ACCEPTED) for _ in messages]


class _Broken:
    rings = True

    def send(self, messages):
        raise OSError("no")


def _nothing():
    pass


def test_answers_come_back_in_time():
    slow = _Slow()
    slow.may.set()

    assert BoundedCalls(slow, 5).send([a_message()], _nothing, 1) == [Answer(Outcome.ACCEPTED)]


def test_a_call_that_takes_too_long_is_left_and_no_other_is_begun_until_it_is_over():
    slow = _Slow()
    calls = BoundedCalls(slow, 0.05)
    with pytest.raises(CallAbandoned):
        calls.send([a_message()], _nothing, 1)
    before = active_count()

    for _ in range(20):
        with pytest.raises(StillBusy):
            calls.send([a_message()], _nothing, 1)

    assert calls.is_busy
    assert active_count() <= before
    slow.may.set()
    calls._abandoned.over.wait(5)
    assert not calls.is_busy
    assert calls.send([a_message()], _nothing, 1) == [Answer(Outcome.ACCEPTED)]


def test_the_caller_is_called_while_he_waits():
    slow, beats = _Slow(), []

    def meanwhile():
        beats.append(1)
        if len(beats) == 3:
            slow.may.set()

    BoundedCalls(slow, 10).send([a_message()], meanwhile, 0.01)

    assert len(beats) >= 3


def test_what_the_transport_raises_reaches_the_caller():
    with pytest.raises(OSError, match="no"):
        BoundedCalls(_Broken(), 5).send([a_message()], _nothing, 1)
