"""The gateways that the settings ask for."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from handbook_api.core.settings import Settings
from handbook_api.gateways.messages.errors import GatewayUnusable
from handbook_api.gateways.messages.mail import MailServer, SmtpGateway
from handbook_api.gateways.messages.shapes import Gateway, NullGateway
from handbook_api.gateways.messages.texts import HttpTextGateway, TextProvider

_PLACES_OF_NUMBERS = ("{to}", "{to_digits}", "{to_home}")


def text_gateway_for(settings: Settings) -> Gateway:
    """Return what texts go through here. Raises GatewayUnusable where it is set up wrongly."""
    if not settings.sms_url:
        return NullGateway()
    allowed = {one.strip().lower() for one in settings.sms_hosts.split(",") if one.strip()}
    if allowed and urlsplit(settings.sms_url).hostname not in allowed:
        raise GatewayUnusable(name="HANDBOOK_SMS_URL", reason="máy này không có trong danh sách")
    token = settings.sms_token.get_secret_value() if settings.sms_token else ""
    return HttpTextGateway(
        TextProvider(
            url=settings.sms_url,
            token=token,
            body=_body(settings.sms_body),
            accepted=_accepted(settings.sms_accepted),
            seconds=settings.sms_seconds,
        )
    )


def mail_gateway_for(settings: Settings) -> Gateway:
    """Return what e-mails go through here. Raises GatewayUnusable where it is set up wrongly."""
    if not settings.smtp_host:
        return NullGateway()
    if "@" not in settings.smtp_from:
        raise GatewayUnusable(name="HANDBOOK_SMTP_FROM", reason="cần địa chỉ thư người gửi")
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
    return SmtpGateway(
        MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            password=password,
            sender=settings.smtp_from,
            security=settings.smtp_security,
            seconds=settings.smtp_seconds,
        )
    )


def _body(written: str) -> Mapping[str, Any]:
    try:
        body = orjson.loads(written)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise GatewayUnusable(name="HANDBOOK_SMS_BODY", reason="cần một đối tượng JSON")
    if "{text}" not in written or not any(place in written for place in _PLACES_OF_NUMBERS):
        reason = "cần có {text} và một trong {to}, {to_digits}, {to_home}"
        raise GatewayUnusable(name="HANDBOOK_SMS_BODY", reason=reason)
    return body


def _accepted(written: str) -> tuple[str, str] | None:
    if not written:
        return None
    name, sign, value = written.partition("=")
    if not sign or not name or not value:
        raise GatewayUnusable(name="HANDBOOK_SMS_ACCEPTED", reason="viết như CodeResult=100")
    return name, value
