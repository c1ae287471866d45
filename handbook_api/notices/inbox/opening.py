"""Somebody opens a notice of his own on a page: with that he knows of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.notices.inbox import queries, service
from handbook_api.notices.inbox.queries import InboxRow
from handbook_api.notices.inbox.service import Receipt, Received


@dataclass(frozen=True, slots=True)
class Opened:
    """A notice that was opened. last_seen: the version he had read before, None: none."""

    row: InboxRow
    last_seen: int | None


def open_own(session: Session, actor: Identity, notice_id: UUID) -> Opened:
    """The notice counts as opened as it reads now. Raises NoticeNotFound.

    Opened once more it changes nothing: neither the inbox nor its number.
    """
    row = queries.get_own(session, actor, notice_id)
    last_seen = row.recipient.opened_version
    if last_seen is None or last_seen < row.notice.version:
        service.take_receipts(session, actor, [Received(notice_id, Receipt.OPENED)])
        row = queries.get_own(session, actor, notice_id)
    return Opened(row, last_seen)
