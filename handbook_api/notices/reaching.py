"""How far a notice came with one person: written down under the number of his inbox."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from handbook_api.notices.models import Inbox, Reach, Recipient

#: From least to most. Hearing of it oneself is more than having been told.
_ORDER = (
    Reach.IN_INBOX,
    Reach.HANDED,
    Reach.DELIVERED,
    Reach.TOLD,
    Reach.OPENED,
    Reach.CONFIRMED,
    Reach.ANSWERED,
)


def rise_to(recipient: Recipient, reach: Reach) -> None:
    """The notice came at least as far as `reach`; what is closed or withdrawn stays so."""
    now = Reach(recipient.reach)
    if now in _ORDER and _ORDER.index(now) < _ORDER.index(reach):
        recipient.reach = reach


def turns_out_to_know(recipient: Recipient, reach: Reach) -> None:
    """The notice had come as far as `reach`, as is heard only now: if it was cancelled meanwhile,
    it lies in his inbox again, to tell him so."""
    if recipient.reach == Reach.WITHDRAWN:
        recipient.reach = reach
    rise_to(recipient, reach)


def raise_inbox(session: Session, account_id: UUID) -> int:
    """Return the new number of an inbox that nobody else changes before this transaction ends.

    0 when nothing ever came there.
    """
    raised = (
        update(Inbox)
        .where(Inbox.account_id == account_id)
        .values(revision=Inbox.revision + 1)
        .returning(Inbox.revision)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(raised) or 0
