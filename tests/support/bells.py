"""People with phones, and notices in their inboxes: written straight to the tables, in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import insert

from handbook_api.auth.models import Account, DeviceSession
from handbook_api.core import clock
from handbook_api.core.identity import Strength
from handbook_api.db.sealing import Place, keys_of
from handbook_api.gateways.push import Answer, Outcome, PushMessage
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.notices.delivering.planning import plan_bells
from handbook_api.notices.models import Inbox, Notice, NoticeState, Reach, Recipient

#: In every field that must not reach Google.
CANARY = "CHIM-HOANG-YEN"


@dataclass(frozen=True)
class Phone:
    """Somebody's phone."""

    id: UUID
    account_id: UUID
    session_id: UUID
    address: str


def some_phones(
    session,
    how_many: int,
    *,
    each: int = 1,
    prefix: str = "ok",
    platform: str = "android",
    kind: str = "fid",
) -> Sequence[Phone]:
    """As many people, each with `each` phones; what the stand-in answers is in the prefix."""
    now = clock.now()
    accounts = [uuid4() for _ in range(how_many)]
    phones = [
        Phone(uuid4(), account, uuid4(), f"{prefix}-{uuid4().hex}")
        for account in accounts
        for _ in range(each)
    ]
    keys = keys_of(session)
    session.execute(insert(Account), [_account(account, now) for account in accounts])
    session.execute(insert(DeviceSession), [_signed_in(phone, now) for phone in phones])
    rows = [
        {
            "id": phone.id,
            "account_id": phone.account_id,
            "session_id": phone.session_id,
            "kind": kind,
            "platform": platform,
            "address_blind": sha256(phone.address.encode()).digest()[:16],
            "sealed": keys.seal(phone.address, Place("push_devices", "sealed", str(phone.id))),
            "key_id": keys.current,
            "registered_at": now,
            "refreshed_at": now,
        }
        for phone in phones
    ]
    session.execute(insert(PushDevice), rows)
    return phones


def a_notice(session, phones: Iterable[Phone], **said) -> Notice:
    """A notice that is being sent, and lies in the inboxes of the owners of `phones`."""
    now = clock.now()
    notice = Notice(
        **{
            "id": uuid4(),
            "kind": "meeting",
            "state": NoticeState.SENT,
            "title": f"Họp {CANARY}",
            "text": f"Mời họp {CANARY}",
            "folded": "hop",
            "template_values": {},
            "links": [],
            "audience": {},
            "sent_at": now,
            "leaves_at": now + timedelta(days=30),
            "created_at": now,
            "updated_at": now,
            **said,
        }
    )
    session.add(notice)
    session.flush()
    accounts = sorted({phone.account_id for phone in phones})
    if accounts:
        known = set(session.scalars(Inbox.__table__.select().with_only_columns(Inbox.account_id)))
        new = [{"account_id": one, "revision": 1} for one in accounts if one not in known]
        if new:
            session.execute(insert(Inbox), new)
        session.execute(
            insert(Recipient),
            [
                {
                    "notice_id": notice.id,
                    "account_id": one,
                    "revision": 1,
                    "reach": Reach.IN_INBOX,
                    "in_inbox_at": now,
                }
                for one in accounts
            ],
        )
    return notice


def ring(session, content, phones: Iterable[Phone], **said) -> Notice:
    """A notice to the owners of `phones`, with its bells planned."""
    notice = a_notice(session, phones, **said)
    plan_bells(session, content, notice, 0)
    return notice


class Recorder:
    """A transport that remembers what it was given, and answers as told."""

    rings = True

    def __init__(self, answer=None) -> None:
        self.sent: list[PushMessage] = []
        self.answer = answer or (lambda message: Answer(Outcome.ACCEPTED))

    def send(self, messages):
        self.sent += messages
        return [self.answer(message) for message in messages]


def _account(account: UUID, now: datetime) -> dict:
    return {
        "id": account,
        "display_name": f"Nguyễn Văn {CANARY}",
        "state": "active",
        "activated_at": now,
        "created_at": now,
    }


def _signed_in(phone: Phone, now: datetime) -> dict:
    return {
        "id": phone.session_id,
        "account_id": phone.account_id,
        "device": f"Máy {CANARY}",
        "strength": int(Strength.PASSWORD),
        "access_digest": phone.session_id.bytes * 2,
        "access_expires_at": now,
        "access_epoch": 1,
        "family_digest": phone.session_id.bytes + phone.id.bytes,
        "refresh_digest": phone.id.bytes * 2,
        "rotated_at": now,
        "created_at": now,
        "last_used_at": now,
        "expires_at": now + timedelta(days=90),
    }
