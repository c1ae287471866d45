"""E-mail over SMTP: encrypted, plain words, and what each answer of a server means."""

import email
import email.policy
import socket

import pytest

from handbook_api.core.settings import Settings, SettingsNotUnderstood, read_settings
from handbook_api.gateways.messages import (
    GatewayUnusable,
    Message,
    NullGateway,
    Outcome,
    mail_gateway_for,
)
from tests.support.mail_server import certificate_for, mail_server

MESSAGE = Message("m-1", "thu@example.vn", "Có thông báo mới", "Xin mở sổ tay để xem.\n")


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    file = certificate_for(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.fixture
def plain():
    with mail_server() as one:
        yield one


def gateway(mail, **settings):
    told = {"smtp_host": "localhost", "smtp_port": mail.port, "smtp_from": "sotay@example.vn"}
    return mail_gateway_for(Settings(**told, smtp_seconds=2, **settings))


def outcomes(mail, *messages, security="none", **settings):
    opened = gateway(mail, smtp_security=security, **settings)
    return [answer.outcome for answer in opened.send(messages or [MESSAGE])]


@pytest.mark.parametrize(("security", "tls"), [("starttls", False), ("tls", True)])
def test_a_letter_goes_out_encrypted_and_signed_in(certificate, security, tls):
    with mail_server(certificate, tls=tls) as mail:
        found = outcomes(
            mail, security=security, smtp_user="sotay", smtp_password="secret-password"
        )

    assert found == [Outcome.ACCEPTED]
    assert mail.encrypted == [True]
    assert mail.receivers == ["thu@example.vn"]
    assert "AUTH" in mail.commands


def test_a_letter_says_who_writes_and_that_a_machine_did(plain):
    outcomes(plain)

    letter = email.message_from_string(plain.letters[0], policy=email.policy.default)
    assert letter["From"] == "sotay@example.vn"
    assert letter["To"] == "thu@example.vn"
    assert letter["Subject"] == "Có thông báo mới"
    assert letter["Message-ID"] == "<m-1@example.vn>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().strip() == "Xin mở sổ tay để xem."


def test_a_server_that_cannot_encrypt_is_told_nothing(plain):
    assert outcomes(plain, security="starttls", smtp_user="sotay") == [Outcome.UNAVAILABLE]
    assert not {"AUTH", "MAIL", "DATA"} & set(plain.commands)


def test_a_server_with_a_strange_certificate_is_told_nothing(tmp_path):
    with mail_server(certificate_for(tmp_path)) as mail:
        assert outcomes(mail, security="starttls", smtp_user="sotay") == [Outcome.UNAVAILABLE]

    assert not {"AUTH", "MAIL", "DATA"} & set(mail.commands)


@pytest.mark.parametrize(
    ("verb", "said", "meaning"),
    [
        ("RCPT", "550 no such user", Outcome.REFUSED),
        ("RCPT", "451 greylisted", Outcome.UNAVAILABLE),
        ("MAIL", "550 not you", Outcome.ACCOUNT_REFUSED),
        ("MAIL", "452 full", Outcome.UNAVAILABLE),
        ("DATA", "554 spam", Outcome.REFUSED),
        ("LETTER", "552 too big", Outcome.REFUSED),
        ("LETTER", "421 later", Outcome.UNAVAILABLE),
        ("LETTER", None, Outcome.UNKNOWN),
    ],
)
def test_every_answer_means_one_thing(plain, verb, said, meaning):
    plain.says = {verb: [said]}

    assert outcomes(plain) == [meaning]
    assert plain.letters == []


def test_a_refused_password_stops_everybody(certificate):
    with mail_server(certificate) as mail:
        mail.says = {"AUTH": ["535 no"]}
        found = outcomes(
            mail, MESSAGE, MESSAGE, security="starttls", smtp_user="a", smtp_password="b"
        )

    assert found == [Outcome.ACCOUNT_REFUSED] * 2


def test_one_refused_address_keeps_nobody_else_waiting(plain):
    plain.says = {"RCPT": ["250 fine", "550 no such user", "250 fine"]}

    found = outcomes(plain, MESSAGE, MESSAGE, MESSAGE)

    assert found == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]
    assert len(plain.letters) == 2


def test_after_the_line_went_dead_the_rest_waits_for_another_day(plain):
    plain.says = {"LETTER": [None]}

    assert outcomes(plain, MESSAGE, MESSAGE) == [Outcome.UNKNOWN, Outcome.UNAVAILABLE]


@pytest.mark.parametrize("to", ["thu@example.vn\nBcc: all@example.vn", "", "đảng@example.vn", "x"])
def test_an_address_no_letter_can_carry_goes_nowhere_else(plain, to):
    found = outcomes(plain, Message("m", to, "Có thông báo", "Xin xem."), MESSAGE)

    assert found == [Outcome.REFUSED, Outcome.ACCEPTED]
    assert plain.receivers == ["thu@example.vn"]


def test_a_server_that_is_not_there_took_nothing():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = Settings(
        smtp_host="localhost", smtp_port=port, smtp_from="a@example.vn", smtp_security="none"
    )

    assert [one.outcome for one in mail_gateway_for(told).send([MESSAGE])] == [Outcome.UNAVAILABLE]


def test_nothing_to_send_asks_nobody(plain):
    assert list(gateway(plain, smtp_security="none").send([])) == []
    assert plain.commands == []


def test_without_a_server_nothing_is_delivered():
    assert isinstance(mail_gateway_for(Settings()), NullGateway)


def test_a_sender_is_needed():
    with pytest.raises(GatewayUnusable) as refusal:
        mail_gateway_for(Settings(smtp_host="mail.example.vn"))

    assert refusal.value.facts["name"] == "HANDBOOK_SMTP_FROM"


def test_only_a_server_on_this_machine_may_do_without_encryption():
    with pytest.raises(SettingsNotUnderstood) as refusal:
        read_settings({"HANDBOOK_SMTP_HOST": "mail.example.vn", "HANDBOOK_SMTP_SECURITY": "none"})

    assert refusal.value.facts["name"] == "HANDBOOK_SMTP_SECURITY"


def test_neither_address_nor_words_nor_password_are_logged(certificate, capfd):
    with mail_server(certificate) as mail:
        mail.says = {"RCPT": ["550 no such user thu@example.vn"]}
        outcomes(mail, security="starttls", smtp_user="a", smtp_password="secret-password")
    with mail_server(certificate) as mail:
        mail.says = {"AUTH": ["535 secret-password is wrong"]}
        outcomes(mail, security="starttls", smtp_user="a", smtp_password="secret-password")

    written = "".join(capfd.readouterr())
    assert not any(word in written for word in ("thu@", "thông báo", "secret"))
