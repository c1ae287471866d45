"""Messages for tests."""

from uuid import UUID

from handbook_api.gateways.push import AddressKind, Platform, PushMessage

NOTICE = UUID("6f0d1a52-8f2c-4d0a-9f5b-0d9c3a6b7e11")


def a_message(address="ok-1", **said) -> PushMessage:
    return PushMessage(
        **{
            "kind": AddressKind.FID,
            "address": address,
            "platform": Platform.ANDROID,
            "notice_id": NOTICE,
            "title": "Bạn có thông báo mới",
            "body": "Mở sổ tay để xem.",
            "seconds": 3600,
            **said,
        }
    )
