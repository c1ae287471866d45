"""What a bell says: the same for everybody, nothing of the notice but its id."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.gateways.push import (
    AddressKind,
    Platform,
    PushMessage,
    must_fit,
)

#: Bells are in the language of the country: who owns a phone is not known to those who look at it.
_LANGUAGE = "vi"

#: What waiting senders listen to (PostgreSQL).
CHANNEL = "handbook_bells"

#: The notice that trying a device rings for. It lies in nobody's inbox.
TEST_NOTICE = UUID("7e57be11-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Mould:
    """What all bells of an installation share."""

    title: str
    body: str
    test_title: str
    test_body: str
    #: Where the client lives; empty where no address is published.
    public_url: str

    def bell(
        self,
        notice_id: UUID,
        kind: AddressKind,
        address: str,
        platform: Platform,
        *,
        urgent: bool,
        until: datetime,
    ) -> PushMessage:
        """Return the bell that tells one device of one notice. until: FCM keeps it so long."""
        is_test = notice_id == TEST_NOTICE
        return PushMessage(
            kind=kind,
            address=address,
            platform=platform,
            notice_id=notice_id,
            title=self.test_title if is_test else self.title,
            body=self.test_body if is_test else self.body,
            seconds=max(0, int((until - clock.now()).total_seconds())),
            link=self._link(notice_id),
            urgent=urgent and not is_test,
            is_test=is_test,
        )

    def _link(self, notice_id: UUID) -> str:
        # Browsers and FCM take encrypted addresses only.
        if not self.public_url.startswith("https://"):
            return ""
        return f"{self.public_url}/thong-bao/{notice_id}"


def mould_of(content: Content, public_url: str = "") -> Mould:
    """Return the mould with the words of the content."""
    labels = content.messages(_LANGUAGE).labels
    return Mould(
        title=labels["push.title"],
        body=labels["push.body"],
        test_title=labels["push.test_title"],
        test_body=labels["push.test_body"],
        public_url=public_url,
    )


def must_be_sendable(mould: Mould, notice_id: UUID, until: datetime) -> None:
    """Return when FCM will take a bell for this notice on every platform. Raises PayloadUnfit."""
    for platform in Platform:
        address = "x" * 22
        must_fit(
            mould.bell(notice_id, AddressKind.FID, address, platform, urgent=True, until=until)
        )
