"""The real thing: firebase-admin's synchronous `send_each`, untouched.

Its asynchronous twin deadlocks for ever after a hundred answers of 500 or 503 (7.7.0: every
retried response keeps a stream of the connection), ignores proxies and works in one event loop.

Hosts it talks to: fcm.googleapis.com, oauth2.googleapis.com, and in the background, for rules we do
not use, iamcredentials.googleapis.com, which may stay blocked.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import firebase_admin
from firebase_admin import credentials, exceptions, messaging

from handbook_api.core.settings import Settings
from handbook_api.gateways.push import payload
from handbook_api.gateways.push.answers import answer_to, answer_to_all
from handbook_api.gateways.push.errors import ClientChanged, CredentialsUnreadable
from handbook_api.gateways.push.shapes import (
    MOST_MESSAGES,
    AddressKind,
    Answer,
    Outcome,
    Platform,
    PushMessage,
)

_SEND = "/v1/projects/{0}/messages:send"
#: Nobody listens to it: FCM looks at everything but the listeners.
_CHECKED_TOPIC = "handbook-check"


def open_fcm(settings: Settings) -> "FcmTransport":
    """Return the transport for these settings; nothing has been asked of FCM yet.

    Raises CredentialsUnreadable, ClientChanged.
    """
    path = settings.fcm_credentials_file
    try:
        credential = credentials.Certificate(str(path))
    except (OSError, ValueError) as error:
        raise CredentialsUnreadable(path=str(path)) from error
    return FcmTransport(
        credential,
        project=settings.fcm_project_id or credential.project_id,
        base_url=settings.fcm_base_url,
        request_seconds=settings.fcm_request_seconds,
    )


class FcmTransport:
    """Messages go to Firebase Cloud Messaging with one project's credentials."""

    rings = True

    def __init__(
        self,
        credential: credentials.Base,
        *,
        project: str,
        base_url: str = "",
        request_seconds: float = 10.0,
    ) -> None:
        if base_url:
            _point_at(base_url)
        options = {"projectId": project, "httpTimeout": request_seconds}
        self._app = firebase_admin.initialize_app(credential, options, name=f"push-{uuid4()}")

    def send(self, messages: Sequence[PushMessage]) -> Sequence[Answer]:
        """Return one answer for each of at most MOST_MESSAGES messages, in their order.

        May take minutes: the client waits as long as FCM asks it to.
        """
        if len(messages) > MOST_MESSAGES:
            raise ValueError(f"at most {MOST_MESSAGES} messages")
        return self._send(messages, list(_built(messages))) if messages else []

    def check(self) -> tuple[Answer, str]:
        """Return what FCM says to a message that goes nowhere, and the kind of failure if any."""
        message = messaging.Message(topic=_CHECKED_TOPIC, data={"about": "check"})
        try:
            response = messaging.send_each([message], dry_run=True, app=self._app).responses[0]
        except exceptions.FirebaseError as error:
            return answer_to_all(error), type(error.cause or error).__name__
        failed = response.exception
        return answer_to(response, fits=True), type(failed).__name__ if failed else ""

    def close(self) -> None:
        """The client holds nothing any more."""
        firebase_admin.delete_app(self._app)

    def _send(self, messages: Sequence[PushMessage], built: list[Any]) -> Sequence[Answer]:
        try:
            batch = messaging.send_each(built, app=self._app)
        except exceptions.FirebaseError as error:
            return [answer_to_all(error)] * len(messages)
        except ValueError:  # the client would not even write it down
            return [Answer(Outcome.BAD_PAYLOAD)] * len(messages)
        return [
            answer_to(
                response, fits=response.success or not payload.faults_of(payload.body_of(one))
            )
            for one, response in zip(messages, batch.responses, strict=True)
        ]


def _point_at(base_url: str) -> None:
    """The client sends to `base_url` instead of to Google. Raises ClientChanged."""
    service: Any = getattr(messaging, "_MessagingService", None)
    if not isinstance(getattr(service, "FCM_URL", None), str):
        raise ClientChanged(attribute="messaging._MessagingService.FCM_URL")
    service.FCM_URL = base_url.rstrip("/") + _SEND


def _built(messages: Iterable[PushMessage]) -> Iterable[Any]:
    """Yield the client's messages; what is the same for many devices is built once."""
    parts: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in messages:
        same = (one.notice_id, one.platform, one.seconds, one.title, one.urgent, one.is_test)
        shared = parts.get(same)
        if shared is None:
            shared = parts[same] = _shared(one)
        message = messaging.Message(**shared)
        # Set rather than passed: the client warns of every token, and most apps still have one.
        message.fid = one.address if one.kind is AddressKind.FID else None
        message.token = one.address if one.kind is AddressKind.TOKEN else None
        yield message


def _shared(one: PushMessage) -> dict[str, Any]:
    return {
        "data": payload.data_of(one),
        "notification": messaging.Notification(title=one.title, body=one.body),
        **_PARTS[one.platform](one),
    }


def _android(one: PushMessage) -> dict[str, Any]:
    tag = payload.tag_of(one)
    shown = messaging.AndroidNotification(tag=tag, channel_id=payload.channel_of(one))
    return {
        "android": messaging.AndroidConfig(
            collapse_key=tag,
            priority="high",
            ttl=timedelta(seconds=payload.seconds_of(one)),
            notification=shown,
        )
    }


def _apns(one: PushMessage) -> dict[str, Any]:
    aps = messaging.Aps(sound="default", thread_id=payload.channel_of(one))
    headers = payload.apns_headers_of(one)
    return {"apns": messaging.APNSConfig(headers=headers, payload=messaging.APNSPayload(aps))}


def _webpush(one: PushMessage) -> dict[str, Any]:
    link = {"navigate": one.link} if one.link else None
    return {
        "webpush": messaging.WebpushConfig(
            headers=payload.webpush_headers_of(one),
            notification=messaging.WebpushNotification(
                title=one.title,
                body=one.body,
                language="vi",
                tag=payload.tag_of(one),
                custom_data=link,
            ),
            fcm_options=messaging.WebpushFCMOptions(link=one.link) if one.link else None,
        )
    }


_PARTS = {Platform.ANDROID: _android, Platform.IOS: _apns, Platform.WEB: _webpush}
