"""The status machine as shipped: which steps there are, and what follows from each state."""

import pytest

from handbook_api.content_store.parameters.wordings import bare_words
from tests.content_store.test_real_content import CONTENT

STATUSES = CONTENT.member_statuses


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("prospect", "probationary"),
        ("probationary", "official"),
        ("probationary", "struck_off"),
        ("official", "exempt"),
        ("temporarily_exempt", "temporarily_exempt"),
        ("exempt", "official"),
        ("official", "expelled"),
        ("resigned", "prospect"),
        ("official", "deceased"),
    ],
)
def test_a_step_of_the_statute_may_be_taken(start, end):
    assert STATUSES.transition_allowed(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("prospect", "official"),
        ("official", "probationary"),
        ("probationary", "expelled"),
        ("deceased", "official"),
        ("official", "official"),
        ("official", "no_such_state"),
        ("expelled", "probationary"),
    ],
)
def test_a_step_the_statute_does_not_know_may_not(start, end):
    assert not STATUSES.transition_allowed(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("official", "transferred_out"),
        ("official", "temporary_elsewhere"),
        ("temporary_elsewhere", "official"),
    ],
)
def test_only_a_transfer_moves_somebody(start, end):
    assert not STATUSES.transition_allowed(start, end)
    assert STATUSES.transition_allowed(start, end, by_transfer=True)


@pytest.mark.parametrize("side", ["temporarily_exempt", "suspended"])
def test_a_side_state_gives_way_to_the_base_beneath_it_alone(side):
    assert STATUSES.transition_allowed(side, "probationary", base="probationary")
    assert not STATUSES.transition_allowed(side, "official", base="probationary")
    assert not STATUSES.transition_allowed(side, "probationary", base="official")


def test_a_side_state_opens_no_way_its_base_does_not_have():
    assert STATUSES.transition_allowed("suspended", "expelled", base="official")
    assert not STATUSES.transition_allowed("suspended", "expelled", base="probationary")
    assert not STATUSES.transition_allowed("temporarily_exempt", "exempt", base="probationary")


def test_what_may_come_next_is_listed_without_the_steps_of_transfers():
    ends = {step.end for step in STATUSES.next_from("official")}

    assert {"exempt", "expelled", "deceased"} <= ends
    assert not ends & {"transferred_out", "temporary_elsewhere"}


@pytest.mark.parametrize("step", STATUSES.steps.values(), ids=lambda s: f"{s.start}-{s.end}")
def test_whoever_is_put_out_or_taken_in_has_a_decision(step):
    grave = {"struck_off", "expelled", "resigned", "suspended", "exempt"}

    assert step.needs_decision or step.end not in grave
    assert step.needs_date


def test_exempt_members_are_members_but_in_no_denominator():
    exempt = STATUSES["exempt"]

    assert exempt.is_member and exempt.may_sign_in and not exempt.counted
    assert STATUSES.counted == {"probationary", "official"}


def test_a_card_is_for_official_members_and_comes_back_from_those_put_out():
    assert not STATUSES["probationary"].may_hold_card
    assert STATUSES["deceased"].may_hold_card
    returned = {code for code, state in STATUSES.states.items() if state.returns_card}
    assert returned == {"struck_off", "expelled", "resigned"}


def test_whoever_has_left_does_not_sign_in():
    ended = {code for code, state in STATUSES.states.items() if state.ends_membership}

    assert ended == {"transferred_out", "struck_off", "expelled", "resigned", "deceased"}
    assert not ended & STATUSES.members
    assert not any(STATUSES[code].may_sign_in for code in ended)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Chính thức", "official"),
        ("DỰ BỊ", "probationary"),
        ("mien sinh hoat", "exempt"),
        ("Tạm miễn", "temporarily_exempt"),
        ("Đã từ trần", "deceased"),
    ],
)
def test_lists_write_a_status_in_their_own_words(written, code):
    assert STATUSES.meant_by(written).code == code


def test_what_no_list_means_by_a_status_is_none():
    assert STATUSES.meant_by("không rõ") is None


def test_no_wording_means_two_statuses():
    wordings = [
        bare_words(text)
        for state in STATUSES.states.values()
        for text in dict.fromkeys(map(bare_words, (state.name, *state.synonyms)))
    ]

    assert len(wordings) == len(set(wordings))
