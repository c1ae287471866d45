"""Texts over HTTP: what is handed over, and what each answer of a provider means."""

import socket

import pytest

from handbook_api.core.settings import Settings, SettingsNotUnderstood, read_settings
from handbook_api.gateways.messages import (
    GatewayUnusable,
    Message,
    NullGateway,
    Outcome,
    text_gateway_for,
)
from tests.support.text_provider import Said, text_provider

MESSAGE = Message("m-1", "0912 345 678", "", "Có thông báo mới {to}.")


@pytest.fixture
def provider():
    with text_provider() as one:
        yield one


def outcome(provider, *script, message=MESSAGE, **settings):
    provider.script = list(script)
    (answer,) = gateway(provider, **settings).send([message])
    return answer


def gateway(provider, **settings):
    return text_gateway_for(Settings(sms_url=provider.url, sms_seconds=2, **settings))


def test_a_text_is_handed_over_in_the_words_of_the_provider(provider):
    body = (
        '{"Phone": "{to_home}", "n": ["{to_digits}", 7], "Content": "{text}", "RequestId": "{id}",'
        ' "ApiKey": "{token}"}'
    )

    answer = outcome(provider, sms_body=body, sms_token="secret")

    assert answer.outcome == Outcome.ACCEPTED
    assert provider.asked == [
        {
            "Phone": "0912345678",
            "n": ["84912345678", 7],
            "Content": "Có thông báo mới {to}.",
            "RequestId": "m-1",
            "ApiKey": "secret",
        }
    ]
    assert "Authorization" not in provider.headers[0]


def test_the_token_goes_into_the_head_where_the_body_has_no_place_for_it(provider):
    outcome(provider, sms_token="secret")

    assert provider.headers[0]["Authorization"] == "Bearer secret"
    assert provider.asked == [{"to": "+84912345678", "text": MESSAGE.text, "id": "m-1"}]


@pytest.mark.parametrize("written", ["+84912345678", "84912345678", "0912.345.678", "(091)2345678"])
def test_a_number_is_understood_however_it_is_written(provider, written):
    outcome(provider, message=Message("m", written, "", "Có thông báo mới."))

    assert provider.asked[0]["to"] == "+84912345678"


@pytest.mark.parametrize("written", ["", "gọi vợ", "912345678", "٠٩١٢٣٤٥٦٧٨", "+", "0912x345678"])
def test_what_is_no_number_is_refused_without_asking_anybody(provider, written):
    answer = outcome(provider, message=Message("m", written, "", "Có thông báo mới."))

    assert answer.outcome == Outcome.REFUSED
    assert provider.asked == []


@pytest.mark.parametrize(
    ("said", "meaning", "wait"),
    [
        (Said(200), Outcome.ACCEPTED, None),
        (Said(202, b"queued"), Outcome.ACCEPTED, None),
        (Said(400), Outcome.REFUSED, None),
        (Said(404), Outcome.REFUSED, None),
        (Said(422), Outcome.REFUSED, None),
        (Said(401), Outcome.ACCOUNT_REFUSED, None),
        (Said(402), Outcome.ACCOUNT_REFUSED, None),
        (Said(403), Outcome.ACCOUNT_REFUSED, None),
        (Said(302, headers={"Location": "http://127.0.0.1:1/"}), Outcome.ACCOUNT_REFUSED, None),
        (Said(429, headers={"Retry-After": "30"}), Outcome.QUOTA, 30),
        (Said(429, headers={"Retry-After": "9999999999"}), Outcome.QUOTA, 86400),
        (Said(503, headers={"Retry-After": "soon"}), Outcome.UNAVAILABLE, None),
        (Said(502, b"<html>Bad gateway</html>"), Outcome.UNAVAILABLE, None),
        (Said(cuts=True), Outcome.UNKNOWN, None),
    ],
)
def test_every_answer_means_one_thing(provider, said, meaning, wait):
    answer = outcome(provider, said)

    assert (answer.outcome, answer.retry_after) == (meaning, wait)
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        (b'{"CodeResult": "100", "SMSID": "x"}', Outcome.ACCEPTED),
        (b'{"CodeResult": 100}', Outcome.ACCEPTED),
        (b'{"CodeResult": "103", "ErrorMessage": "het tien"}', Outcome.UNAVAILABLE),
        (b'{"CodeResult": {"a": 1}}', Outcome.UNAVAILABLE),
        (b'{"Message": "ok"}', Outcome.UNKNOWN),
        (b"[100]", Outcome.UNKNOWN),
        (b"<html>Welcome</html>", Outcome.UNKNOWN),
        (b"{" * 100_000, Outcome.UNKNOWN),
    ],
)
def test_a_no_that_comes_with_200_is_not_taken_for_a_yes(provider, body, meaning):
    answer = outcome(provider, Said(200, body), sms_accepted="CodeResult=100")

    assert answer.outcome == meaning


def test_a_provider_that_does_not_answer_is_left(provider):
    provider.script = [Said(hangs=True)]
    opened = text_gateway_for(Settings(sms_url=provider.url, sms_seconds=0.3))

    (answer,) = opened.send([MESSAGE])

    assert answer.outcome == Outcome.UNKNOWN


def test_a_provider_that_is_not_there_took_nothing():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"

    (answer,) = text_gateway_for(Settings(sms_url=url)).send([MESSAGE])

    assert answer.outcome == Outcome.UNAVAILABLE


def test_one_refused_number_keeps_nobody_else_waiting(provider):
    others = [Message(str(n), f"091234567{n}", "", "Có thông báo mới.") for n in range(3)]
    provider.script = [Said(200), Said(400), Said(200)]

    answers = [one.outcome for one in gateway(provider).send(others)]

    assert answers == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]


def test_the_environment_cannot_send_texts_elsewhere(provider, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    assert outcome(provider).outcome == Outcome.ACCEPTED


def test_without_a_provider_nothing_is_delivered():
    nothing = text_gateway_for(Settings())

    assert isinstance(nothing, NullGateway)
    assert not nothing.delivers
    assert [one.outcome for one in nothing.send([MESSAGE])] == [Outcome.UNAVAILABLE]


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"sms_body": "to={to}&text={text}"}, "HANDBOOK_SMS_BODY"),
        ({"sms_body": '["{to}", "{text}"]'}, "HANDBOOK_SMS_BODY"),
        ({"sms_body": '{"to": "{to}"}'}, "HANDBOOK_SMS_BODY"),
        ({"sms_body": '{"text": "{text}"}'}, "HANDBOOK_SMS_BODY"),
        ({"sms_accepted": "CodeResult"}, "HANDBOOK_SMS_ACCEPTED"),
        ({"sms_accepted": "=100"}, "HANDBOOK_SMS_ACCEPTED"),
        ({"sms_hosts": "sms.example.vn, other.example.vn"}, "HANDBOOK_SMS_URL"),
    ],
)
def test_a_setting_of_no_use_is_named(settings, name):
    with pytest.raises(GatewayUnusable) as refusal:
        text_gateway_for(Settings(sms_url="https://elsewhere.example.vn/send", **settings))

    assert refusal.value.facts["name"] == name


def test_a_provider_on_the_list_of_hosts_is_used():
    told = Settings(sms_url="https://SMS.example.vn/send", sms_hosts=" a.vn, sms.example.vn ")

    assert text_gateway_for(told).delivers


@pytest.mark.parametrize("url", ["http://sms.example.vn/", "ftp://x.vn/", "sms.example.vn"])
def test_numbers_leave_this_machine_encrypted_only(url):
    with pytest.raises(SettingsNotUnderstood) as refusal:
        read_settings({"HANDBOOK_SMS_URL": url})

    assert refusal.value.facts["name"] == "HANDBOOK_SMS_URL"


def test_neither_number_nor_words_nor_token_are_logged(provider, capfd):
    for said in (Said(400), Said(503), Said(cuts=True), Said(200, b"secret-body")):
        outcome(provider, said, sms_token="secret-token", sms_accepted="CodeResult=100")

    written = "".join(capfd.readouterr())
    assert not any(word in written for word in ("912", "thông báo", "secret"))
