"""The message as FCM reads it, and our own check of it before anything is queued.

One notice has one tag everywhere, so that a phone shows it once however often it rings: FCM knows
no idempotency key. Sources: firebase.google.com/docs/cloud-messaging (HTTP v1, size and lifetime
of a message), RFC 8030 (Topic, TTL, Urgency), developer.apple.com (headers of APNs).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import orjson

from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.gateways.push.shapes import Platform, PushMessage

#: FCM refuses more.
MOST_BYTES = 4_096
#: FCM keeps a message for at most four weeks.
LONGEST_SECONDS = 4 * 7 * 24 * 3600
_LONGEST_TOPIC = 32
_LONGEST_COLLAPSE_ID = 64
#: Keys of `data` that FCM keeps for itself, and beginnings of such keys.
_RESERVED = ("from", "message_type", "collapse_key", "notification")
_RESERVED_BEGINNINGS = ("google", "gcm.")

#: What makes Apple show a push of a web page by itself (Declarative Web Push). FCM has no place
#: for it at the top of what it hands on, so our service worker finds it among the data.
_WEB_PUSH = "8030"


class PayloadUnfit(HandbookError):
    """A bell cannot be built: `faults` says why. Nothing was queued."""

    status, code = 500, "push.payload_unfit"


def body_of(message: PushMessage) -> dict[str, Any]:
    """Return `message` as FCM's JSON, its address included."""
    place, part = _PARTS[message.platform]
    return {
        message.kind.value: message.address,
        "data": data_of(message),
        "notification": {"title": message.title, "body": message.body},
        place: part(message),
    }


def data_of(message: PushMessage) -> dict[str, str]:
    """Return what our own apps read: which notice, and whether it is one."""
    data = {
        "notice_id": str(message.notice_id),
        "about": "test" if message.is_test else "notice",
        "web_push": _WEB_PUSH,
    }
    return {**data, "navigate": message.link} if message.link else data


def tag_of(message: PushMessage) -> str:
    """Return what marks this notice everywhere: 32 characters."""
    return message.notice_id.hex


def channel_of(message: PushMessage) -> str:
    """Return the Android channel: people may silence one and keep the other."""
    return "urgent" if message.urgent else "notices"


def seconds_of(message: PushMessage) -> int:
    """Return for how long FCM is to keep it."""
    return max(0, min(message.seconds, LONGEST_SECONDS))


def expiration_of(message: PushMessage) -> str:
    """Return until when Apple is to keep it: seconds since 1970."""
    return str(int((clock.now() + timedelta(seconds=seconds_of(message))).timestamp()))


def _android(message: PushMessage) -> dict[str, Any]:
    # A phone asleep shows a message of normal priority hours later; ours is always shown.
    return {
        "collapse_key": tag_of(message),
        "priority": "high",
        "ttl": f"{seconds_of(message)}s",
        "notification": {"tag": tag_of(message), "channel_id": channel_of(message)},
    }


def _apns(message: PushMessage) -> dict[str, Any]:
    return {
        "headers": apns_headers_of(message),
        "payload": {"aps": {"sound": "default", "thread-id": channel_of(message)}},
    }


def apns_headers_of(message: PushMessage) -> dict[str, str]:
    """Return what Apple's service is told about the message."""
    return {
        "apns-collapse-id": tag_of(message),
        "apns-expiration": expiration_of(message),
        "apns-priority": "10",
        "apns-push-type": "alert",
    }


def _webpush(message: PushMessage) -> dict[str, Any]:
    webpush: dict[str, Any] = {
        "headers": webpush_headers_of(message),
        "notification": {
            "title": message.title,
            "body": message.body,
            "lang": "vi",
            "tag": tag_of(message),
            **({"navigate": message.link} if message.link else {}),
        },
    }
    if message.link:
        webpush["fcm_options"] = {"link": message.link}
    return webpush


def webpush_headers_of(message: PushMessage) -> dict[str, str]:
    """Return what a browser's push service is told (RFC 8030)."""
    return {
        "TTL": str(seconds_of(message)),
        "Topic": tag_of(message),
        "Urgency": "high" if message.urgent else "normal",
    }


_PARTS: Mapping[Platform, tuple[str, Callable[[PushMessage], dict[str, Any]]]] = {
    Platform.ANDROID: ("android", _android),
    Platform.IOS: ("apns", _apns),
    Platform.WEB: ("webpush", _webpush),
}


def must_fit(message: PushMessage) -> None:
    """Return when FCM will take `message`. Raises PayloadUnfit."""
    faults = faults_of(body_of(message))
    if faults:
        raise PayloadUnfit(faults=", ".join(faults))


def faults_of(body: dict[str, Any]) -> list[str]:
    """Return what FCM would refuse about the message itself; its address is not looked at."""
    return list(_faults(body))


def _faults(body: dict[str, Any]) -> Iterator[str]:
    carried = {key: part for key, part in body.items() if key not in ("fid", "token")}
    if len(orjson.dumps(carried)) > MOST_BYTES:
        yield "too_large"
    for key, value in body["data"].items():
        if key in _RESERVED or key.startswith(_RESERVED_BEGINNINGS):
            yield f"reserved_key:{key}"
        if not isinstance(value, str):
            yield f"not_text:{key}"
    if not body["notification"].get("title"):
        yield "no_title"
    webpush, apns = body.get("webpush", {}), body.get("apns", {})
    if len(webpush.get("headers", {}).get("Topic", "")) > _LONGEST_TOPIC:
        yield "topic_too_long"
    if len(apns.get("headers", {}).get("apns-collapse-id", "")) > _LONGEST_COLLAPSE_ID:
        yield "collapse_id_too_long"
    if not webpush.get("fcm_options", {}).get("link", "https://").startswith("https://"):
        yield "link_not_https"
