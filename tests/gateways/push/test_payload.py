"""What is sent to Google: little, discreet, and checked before it is queued."""

import pytest

from handbook_api.gateways.push import PayloadUnfit, Platform, body_of, faults_of, must_fit
from tests.gateways.push.messages import NOTICE, a_message

_LINK = f"https://so-tay.example.vn/thong-bao/{NOTICE}"


@pytest.mark.parametrize("platform", Platform)
def test_every_bell_of_a_notice_has_one_tag_so_that_a_phone_shows_it_once(platform):
    body = body_of(a_message(platform=platform, link=_LINK))
    tags = {
        Platform.ANDROID: lambda b: {
            b["android"]["collapse_key"],
            b["android"]["notification"]["tag"],
        },
        Platform.IOS: lambda b: {b["apns"]["headers"]["apns-collapse-id"]},
        Platform.WEB: lambda b: {
            b["webpush"]["headers"]["Topic"],
            b["webpush"]["notification"]["tag"],
        },
    }[platform](body)

    assert tags == {NOTICE.hex}
    assert body["data"]["notice_id"] == str(NOTICE)


def test_a_bell_is_kept_for_a_phone_that_is_off_until_the_notice_is_over_and_four_weeks_at_most():
    short = body_of(a_message(seconds=600))
    long = body_of(a_message(seconds=10**9, platform=Platform.WEB))
    over = body_of(a_message(seconds=-5))

    assert short["android"]["ttl"] == "600s"
    assert long["webpush"]["headers"]["TTL"] == "2419200"
    assert over["android"]["ttl"] == "0s"


def test_urgent_bells_have_a_channel_of_their_own():
    channels = [
        body_of(a_message(urgent=urgent))["android"]["notification"]["channel_id"]
        for urgent in (True, False)
    ]
    urgencies = [
        body_of(a_message(urgent=urgent, platform=Platform.WEB))["webpush"]["headers"]["Urgency"]
        for urgent in (True, False)
    ]

    assert channels == ["urgent", "notices"]
    assert urgencies == ["high", "normal"]


def test_an_iphone_shows_and_sounds_it():
    apns = body_of(a_message(platform=Platform.IOS))["apns"]

    assert apns["headers"]["apns-push-type"] == "alert"
    assert apns["headers"]["apns-priority"] == "10"
    assert apns["payload"]["aps"]["sound"] == "default"


def test_a_browser_finds_what_it_needs_to_show_it_and_where_a_tap_leads():
    body = body_of(a_message(platform=Platform.WEB, link=_LINK))

    shown = body["webpush"]["notification"]
    assert {"title", "body", "lang", "tag", "navigate"} == set(shown)
    assert shown["navigate"] == body["webpush"]["fcm_options"]["link"] == _LINK
    assert body["data"]["web_push"] == "8030"


@pytest.mark.parametrize("platform", Platform)
def test_a_bell_is_far_below_what_fcm_takes(platform):
    must_fit(a_message(platform=platform, link=_LINK))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"title": ""}, "no_title"),
        ({"body": "ê" * 2_100}, "too_large"),
        ({"platform": Platform.WEB, "link": "http://so-tay.example.vn/"}, "link_not_https"),
    ],
)
def test_a_bell_that_fcm_would_refuse_is_refused_before_anything_is_queued(said, fault):
    with pytest.raises(PayloadUnfit) as refused:
        must_fit(a_message(**said))

    assert refused.value.facts == {"faults": fault}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda b: b["data"].update({"from": "x"}), "reserved_key:from"),
        (lambda b: b["data"].update({"gcm.x": "x"}), "reserved_key:gcm.x"),
        (lambda b: b["data"].update({"count": 1}), "not_text:count"),
        (lambda b: b["webpush"]["headers"].update(Topic="x" * 33), "topic_too_long"),
    ],
)
def test_our_check_knows_what_else_fcm_refuses(change, fault):
    body = body_of(a_message(platform=Platform.WEB))
    change(body)

    assert faults_of(body) == [fault]


def test_our_check_knows_how_long_apple_lets_a_tag_be():
    body = body_of(a_message(platform=Platform.IOS))
    body["apns"]["headers"]["apns-collapse-id"] = "x" * 65

    assert faults_of(body) == ["collapse_id_too_long"]


def test_a_long_address_does_not_count():
    assert faults_of(body_of(a_message("x" * 4_000))) == []
