"""Taking the next messages of one way into one's hands, and seeing which are still wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.gateways.messages import Message
from handbook_api.members import sealed
from handbook_api.members.models import Member
from handbook_api.notices.delivering.models import Delivery, DeliveryState, Way
from handbook_api.notices.models import OPEN, Notice, NoticeState, Recipient
from handbook_api.notices.second_ways.ways import FIELDS


@dataclass(frozen=True, slots=True)
class Words:
    """What is said to everybody: that there is something, never what."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in this carrier's hands. address: “” where the record holds none any more."""

    notice_id: UUID
    account_id: UUID
    attempts: int
    give_up_at: datetime
    message: Message

    def is_row(self, way: Way) -> ColumnElement[bool]:
        """The condition that finds its delivery."""
        return and_(
            Delivery.notice_id == self.notice_id,
            Delivery.target_id == self.account_id,
            Delivery.way == way.value,
            Delivery.round == 0,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What one carrier took at a time. seen: how many rows were looked at, wanted or not."""

    lease: UUID
    letters: Sequence[Letter]
    seen: int


def claim(session: Session, way: Way, words: Words, *, most: int, lease_seconds: float) -> Claim:
    """Up to `most` due messages are in the caller's hands until its lease is over.

    What is no longer wanted, or has no address any more, is dropped on the way.
    """
    now, lease = clock.now(), uuid4()
    rows = session.execute(_due(way, now).limit(most)).all()
    addresses = _addresses(session, way, rows)
    letters = []
    for row in rows:
        address = addresses.get(row.account_id, "")
        letter = _letter(row, way, address, words)
        reason = _unwanted(row, now) or (None if address else "no_address")
        if reason is None:
            letters.append(letter)
            until = now + timedelta(seconds=lease_seconds)
            values = {
                "state": DeliveryState.SENDING,
                "lease": lease,
                "due_at": until,
                "attempts": letter.attempts,
            }
        else:
            state = DeliveryState.FAILED if reason == "given_up" else DeliveryState.DROPPED
            values = {"state": state, "reason": reason, "due_at": None, "finished_at": now}
        session.execute(update(Delivery).where(letter.is_row(way)).values(values))
    return Claim(lease, letters, len(rows))


def _due(way: Way, now: datetime) -> Any:
    return (
        select(
            *(Delivery.notice_id, Delivery.account_id, Delivery.attempts, Delivery.give_up_at),
            *(Notice.state, Notice.expires_at, Recipient.reach),
            Member.id.label("member_id"),
        )
        .join(Notice, Notice.id == Delivery.notice_id)
        .outerjoin(
            Recipient,
            and_(
                Recipient.notice_id == Delivery.notice_id,
                Recipient.account_id == Delivery.account_id,
            ),
        )
        .outerjoin(Member, Member.account_id == Delivery.account_id)
        .where(Delivery.way == way.value, Delivery.due_at.is_not(None), Delivery.due_at <= now)
        .order_by(Delivery.rank, Delivery.due_at)
        .with_for_update(of=Delivery, skip_locked=True)
    )


def _addresses(session: Session, way: Way, rows: Sequence[Row[Any]]) -> Mapping[UUID, str]:
    field = FIELDS[way]
    of_members = {row.member_id: row.account_id for row in rows if row.member_id is not None}
    found = sealed.read_fields(session, of_members.keys(), [field])
    return {of_members[member]: values[field] for member, values in found.items()}


def _letter(row: Row[Any], way: Way, address: str, words: Words) -> Letter:
    # The same for every try, and nothing that the other side can look anybody up by.
    name = uuid5(row.notice_id, f"{way}/{row.account_id}").hex
    message = Message(name, address, words.subject, words.text)
    return Letter(row.notice_id, row.account_id, row.attempts + 1, row.give_up_at, message)


def _unwanted(row: Row[Any], now: datetime) -> str | None:
    if row.give_up_at <= now:
        return "given_up"
    if row.state != NoticeState.SENT:
        return "cancelled" if row.state == NoticeState.CANCELLED else "closed"
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    return None if row.reach in OPEN else "opened"
