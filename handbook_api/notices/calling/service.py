"""Recipients are called, told, written down; what was written down wrongly is taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.notices import queries
from handbook_api.notices.calling.errors import ContactStands
from handbook_api.notices.calling.queries import get_contact, last_told
from handbook_api.notices.calling.timing import require_time_to_tell
from handbook_api.notices.calling.vocabulary import How, Outcome
from handbook_api.notices.inbox.service import (
    Answered,
    require_answer,
    require_open,
    told_instant,
    write_answer,
)
from handbook_api.notices.models import OPEN, Contact, NoticeState, Reach, Recipient
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow, RecipientRow
from handbook_api.notices.reaching import raise_inbox, turns_out_to_know
from handbook_api.notices.service.noting import record


@dataclass(frozen=True, slots=True)
class Tried:
    """Somebody was tried to be reached. at: by the phone's clock of whoever did it; None: now."""

    how: How
    outcome: Outcome
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What was written down about which notice, and how the recipient stands then."""

    row: NoticeRow
    found: RecipientRow
    contact: Contact


@dataclass(frozen=True, slots=True)
class Answering:
    """A recipient of a notice for whom somebody answered."""

    row: NoticeRow
    found: RecipientRow


def note_contact(
    session: Session,
    actor: Identity,
    content: Content,
    notice_id: UUID,
    member_id: UUID,
    tried: Tried,
) -> Noted:
    """The try is written down; whoever was told counts as reached, and his phone hears of it.

    Of a cancelled notice, too: he was told that it is off, or it is heard now that he knew of it.
    Raises NoticeNotFound, RecipientNotFound, Forbidden, NoticeOver.
    """
    row, found = _to_change(session, actor, notice_id, member_id)
    require_time_to_tell(content, row.notice)
    recipient = found.recipient
    contact = Contact(
        id=uuid4(),
        notice_id=recipient.notice_id,
        account_id=recipient.account_id,
        at=told_instant(recipient, tried.at),
        by=actor.account_id,
        how=tried.how,
        outcome=tried.outcome,
    )
    session.add(contact)
    if tried.outcome == Outcome.TOLD:
        if recipient.told_at is None or contact.at >= recipient.told_at:
            _tell(recipient, contact)
        turns_out_to_know(recipient, Reach.TOLD)
    _record(session, actor, row, found, how=tried.how, outcome=tried.outcome)
    session.flush()
    return Noted(row, found, contact)


def answer_for(
    session: Session,
    actor: Identity,
    content: Content,
    notice_id: UUID,
    member_id: UUID,
    said: Answered,
) -> Answering:
    """What somebody answered by mouth or on paper is written down as his, and by whom.

    Of several answers the one given last counts. Raises NoticeNotFound, RecipientNotFound,
    Forbidden, NoticeOver, NoticeWithdrawn, AnswerUnknown, ReasonNeeded.
    """
    row, found = _to_change(session, actor, notice_id, member_id)
    require_open(row.notice)
    require_answer(content.notice_kinds[row.notice.kind], said)
    at = told_instant(found.recipient, said.made_at)
    write_answer(session, row.notice, found.recipient, said, at, given_by=actor.account_id)
    _record(session, actor, row, found, answered=True)
    return Answering(row, found)


def take_back(
    session: Session,
    actor: Identity,
    content: Content,
    notice_id: UUID,
    member_id: UUID,
    contact_id: UUID,
) -> RecipientRow:
    """A try that was written down by mistake is gone; how far the notice came is told anew.

    Raises NoticeNotFound, RecipientNotFound, Forbidden, NoticeOver, ContactNotFound,
    ContactStands.
    """
    row, found = _to_change(session, actor, notice_id, member_id)
    require_time_to_tell(content, row.notice)
    contact = get_contact(session, actor, found, contact_id)
    day = contact.at.astimezone(clock.VIETNAM).date()
    if contact.by is None or contact.by != actor.account_id or day != clock.today():
        raise ContactStands
    if contact.outcome == Outcome.TOLD:
        # As it is now that his inbox is ours: it may have been cancelled since it was read.
        session.refresh(row.notice, ["state"])
        _tell(found.recipient, last_told(session, actor, found, besides=contact.id))
        if row.notice.state == NoticeState.CANCELLED and found.recipient.reach in OPEN:
            found.recipient.reach = Reach.WITHDRAWN
    session.delete(contact)
    _record(session, actor, row, found, taken_back=True)
    return found


def _to_change(
    session: Session, actor: Identity, notice_id: UUID, member_id: UUID
) -> tuple[NoticeRow, RecipientRow]:
    """Return a recipient whom `actor` looks after, nobody else's before the transaction ends."""
    row = queries.get_notice(session, actor, notice_id)
    seen = queries.get_recipient(session, actor, row, member_id)
    path = seen.place.path if seen.place else None
    POLICY.require(actor, NoticeAct.TELL, Subject(path))
    # The inbox first, as everywhere: two that change it at once wait for each other.
    revision = raise_inbox(session, seen.recipient.account_id)
    found = queries.get_recipient(session, actor, row, member_id, to_change=True)
    found.recipient.revision = revision
    return row, found


def _tell(recipient: Recipient, contact: Contact | None) -> None:
    """The recipient was told by `contact` last; by None: not at all."""
    if contact is not None:
        recipient.told_at, recipient.told_how = contact.at, contact.how
        recipient.told_by = contact.by
        return
    recipient.told_at = recipient.told_how = recipient.told_by = None
    if recipient.reach == Reach.TOLD:
        recipient.reach = _without_telling(recipient)


def _without_telling(recipient: Recipient) -> Reach:
    if recipient.delivered_at is not None:
        return Reach.DELIVERED
    return Reach.HANDED if recipient.handed_at is not None else Reach.IN_INBOX


def _record(
    session: Session,
    actor: Identity,
    row: NoticeRow,
    found: RecipientRow,
    **facts: str | bool,
) -> None:
    path = found.place.path if found.place else row.path
    member = str(found.member.id)
    record(session, actor, NoticeAct.TELL, row.notice, path, member=member, **facts)
