"""The real Firebase client, untouched, against a server that speaks FCM HTTP v1."""

import pytest

from handbook_api.gateways.push import (
    AddressKind,
    Answer,
    Outcome,
    Platform,
    body_of,
)
from tests.gateways.push.messages import NOTICE, a_message


def test_a_message_that_fcm_takes_is_accepted(client, fcm):
    assert client.send([a_message()]) == [Answer(Outcome.ACCEPTED)]
    assert fcm.seen() == [("ok-1", str(NOTICE), "ok")]


@pytest.mark.parametrize("kind", AddressKind)
@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("urgent", [True, False])
def test_what_the_client_writes_is_what_our_own_check_looked_at(
    client, fcm, kind, platform, urgent
):
    message = a_message(
        kind=kind,
        platform=platform,
        urgent=urgent,
        link=f"https://so-tay.example.vn/thong-bao/{NOTICE}",
    )
    expected = body_of(message)

    client.send([message])

    (came,) = fcm.bodies()
    for one in (expected, came["message"]):
        # Seconds since 1970: the second may have passed.
        one.get("apns", {}).get("headers", {}).pop("apns-expiration", None)
    assert came["message"] == expected


def test_the_client_earns_its_token_with_the_key_of_the_service_account(client, fcm):
    client.send([a_message(f"ok-{number}") for number in range(20)])

    assert 1 <= fcm.tokens() <= 20
    assert {script for _, _, script in fcm.seen()} == {"ok"}


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("unregistered", Outcome.UNREGISTERED),
        ("malformed", Outcome.MALFORMED_ADDRESS),
        ("malformedfield", Outcome.MALFORMED_ADDRESS),
        ("badpayload", Outcome.BAD_PAYLOAD),
        ("proxysaysno", Outcome.UNKNOWN),
        ("wrongsender", Outcome.WRONG_SENDER),
        ("quota", Outcome.QUOTA),
        ("platformkey", Outcome.PLATFORM_KEY_BROKEN),
        ("unauthenticated", Outcome.CREDENTIALS_REFUSED),
        ("denied", Outcome.CREDENTIALS_REFUSED),
        ("noproject", Outcome.CREDENTIALS_REFUSED),
        ("html502", Outcome.UNAVAILABLE),
        ("notjson", Outcome.UNKNOWN),
        ("nameless", Outcome.UNKNOWN),
        ("reset", Outcome.UNKNOWN),
        ("hang", Outcome.UNKNOWN),
    ],
)
def test_every_answer_of_fcm_is_one_of_ours_and_says_nothing_of_its_neighbours(
    client, script, outcome
):
    answers = client.send([a_message("ok-1"), a_message(f"{script}-2"), a_message("ok-3")])

    assert [answer.outcome for answer in answers] == [
        Outcome.ACCEPTED,
        outcome,
        Outcome.ACCEPTED,
    ]


@pytest.mark.parametrize("script", ["unavailable", "internal"])
def test_a_server_in_trouble_is_tried_again_by_the_client_itself_and_then_by_us(
    client, fcm, script
):
    assert client.send([a_message(f"{script}-1")]) == [Answer(Outcome.UNAVAILABLE)]
    assert len(fcm.seen()) == 5


def test_how_long_fcm_asks_us_to_wait_is_heard(client, fcm):
    fcm.says(retry_after=1)

    assert client.send([a_message("quota-1")]) == [Answer(Outcome.QUOTA, 1)]
    assert len(fcm.seen()) == 5


def test_a_message_that_is_too_large_is_no_fault_of_its_device(client):
    (answer,) = client.send([a_message("malformed-1", body="ê" * 3_000)])

    assert answer == Answer(Outcome.BAD_PAYLOAD)


def test_a_service_account_that_was_taken_away_is_told_apart_from_a_server_that_is_away(
    client, fcm
):
    fcm.says(token_mode="refused")
    refused = client.send([a_message()])
    fcm.says(token_mode="down")
    away = client.send([a_message()])

    assert refused == [Answer(Outcome.CREDENTIALS_REFUSED)]
    assert away == [Answer(Outcome.UNAVAILABLE)]
    assert fcm.seen() == []


def test_a_message_that_the_client_would_not_write_down_is_our_fault(client, fcm):
    link = "http://not-encrypted.example.vn"
    assert client.send([a_message(platform=Platform.WEB, link=link)]) == [
        Answer(Outcome.BAD_PAYLOAD)
    ]
    assert fcm.seen() == []


def test_nothing_to_send_is_nothing_sent(client, fcm):
    assert client.send([]) == []


def test_more_than_a_hundred_at_a_time_are_not_taken(client):
    with pytest.raises(ValueError, match="100"):
        client.send([a_message(f"ok-{number}") for number in range(101)])


def test_trying_the_way_sends_to_nobody(client, fcm):
    assert client.check() == (Answer(Outcome.ACCEPTED), "")
    assert [only_validated for _, only_validated in fcm.heads()] == [True]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"mode": "denied"}, Outcome.CREDENTIALS_REFUSED),
        ({"token_mode": "refused"}, Outcome.CREDENTIALS_REFUSED),
        ({"mode": "html502"}, Outcome.UNAVAILABLE),
    ],
)
def test_trying_the_way_says_what_is_wrong_with_it(client, fcm, said, outcome):
    fcm.says(**said)

    answer, failure = client.check()

    assert answer.outcome is outcome
    assert failure.endswith("Error")
