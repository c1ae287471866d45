"""Transfers as shipped: every kind can be finished, nothing can get stuck."""

import pytest

from tests.content_store.test_real_content import CONTENT

FLOW = CONTENT.transfer_flow


def reachable(kind):
    """Every state a transfer of `kind` can come to."""
    found, ahead = set(), [None]
    while ahead:
        for step in FLOW.steps_from(kind, ahead.pop()):
            if step.end not in found:
                found.add(step.end)
                ahead.append(step.end)
    return found


@pytest.mark.parametrize("kind", FLOW.kinds)
def test_every_kind_can_be_completed(kind):
    assert "completed" in reachable(kind)


@pytest.mark.parametrize("kind", FLOW.kinds)
def test_no_transfer_stays_without_a_next_step_or_a_clock(kind):
    for code in reachable(kind):
        state = FLOW.states[code]
        assert state.done or (FLOW.steps_from(kind, code) and state.overdue_rule)


@pytest.mark.parametrize("kind", FLOW.kinds.values(), ids=lambda kind: kind.code)
def test_only_a_temporary_stay_comes_to_an_end_after_completion(kind):
    after = {step.code for step in FLOW.steps_from(kind.code, "completed")}

    assert after == ({"end"} if kind.temporary else set())


def test_an_ordinary_transfer_goes_through_four_hands():
    state, hands = None, []
    for code in ("request", "agree", "send", "receive", "complete"):
        step = FLOW.step(code, "official_internal", state)
        hands.append(sorted(step.by))
        state = step.end

    assert state == "completed"
    assert hands == [
        ["member", "sending_cell"],
        ["sending_cell"],
        ["sending_committee"],
        ["receiving_committee"],
        ["receiving_cell"],
    ]


def test_a_step_out_of_turn_is_not_there():
    assert FLOW.step("complete", "official_internal", "requested") is None
    assert FLOW.step("receive", "official_out", "sent") is None
    assert FLOW.step("withdraw", "official_internal", "sent") is None


@pytest.mark.parametrize("step", [one for one in FLOW.steps if one.code == "return"])
def test_whoever_returns_a_transfer_says_why(step):
    assert step.needs_reason


@pytest.mark.parametrize("code", [code for code, one in FLOW.states.items() if not one.done])
def test_every_waiting_state_has_a_limit_in_working_days(code):
    rules = CONTENT.transfers(max(CONTENT.holidays))

    assert rules.working_days(FLOW.states[code].overdue_rule) > 0


def test_the_step_that_leads_on_stands_before_those_that_lead_back():
    waiting = [
        (kind, code)
        for kind in FLOW.kinds
        for code in reachable(kind)
        if not FLOW.states[code].done
    ]

    assert {FLOW.next_step(*one).code for one in waiting} == {
        "agree",
        "send",
        "receive",
        "complete",
        "confirm",
    }
