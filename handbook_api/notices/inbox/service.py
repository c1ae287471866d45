"""What somebody does with a notice of his own: receives, opens, confirms, answers, puts away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, NoticeAnswer, NoticeKind
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db.sealing import Place, key_id_of, keys_of
from handbook_api.notices.errors import (
    AnswerUnknown,
    NoticeOver,
    NoticeWithdrawn,
    ReasonNeeded,
)
from handbook_api.notices.inbox import queries
from handbook_api.notices.inbox.queries import InboxRow, VersionsMade
from handbook_api.notices.models import Answer, Notice, NoticeState, Reach, Recipient
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.reaching import raise_inbox, rise_to, turns_out_to_know


class Receipt(StrEnum):
    """What a phone tells of a notice."""

    DELIVERED = "delivered"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Received:
    """A phone tells that a notice came through, or was opened. at: by its clock."""

    notice_id: UUID
    what: Receipt
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answers. made_at: when he gave it, by his phone's clock; None: now."""

    answer: str
    reason: str | None = None
    made_at: datetime | None = None


def take_receipts(session: Session, actor: Identity, received: Sequence[Received]) -> int:
    """What came through is written down; return for how many notices that was news.

    What never was in the inbox is passed over: a phone tells what it knows. Who had opened a
    notice before his phone heard that it was cancelled is told of that, like others who know it.
    """
    POLICY.require(actor, NoticeAct.ANSWER, Subject(account_id=actor.account_id))
    revision = raise_inbox(session, _account(actor))
    rows = queries.own_by_id(session, actor, {one.notice_id for one in received})
    made = queries.versions_made(session, actor, rows.values())
    news = set()
    for one in received:
        row = rows.get(one.notice_id)
        if row is not None and _note_receipt(row, one, made):
            row.recipient.revision = revision
            news.add(one.notice_id)
    return len(news)


def confirm(
    session: Session, actor: Identity, content: Content, notice_id: UUID, made_at: datetime | None
) -> InboxRow:
    """It is written down that he has read the notice. Raises NoticeNotFound, NoticeOver,
    NoticeWithdrawn, AnswerUnknown where nobody asks for it."""
    row, kind = _open_row(session, actor, content, notice_id)
    if not kind.confirms:
        raise AnswerUnknown
    at = told_instant(row.recipient, made_at)
    row.recipient.confirmed_at = row.recipient.confirmed_at or at
    _open(row, at, queries.versions_made(session, actor, [row]))
    rise_to(row.recipient, Reach.CONFIRMED)
    return row


def answer(
    session: Session, actor: Identity, content: Content, notice_id: UUID, said: Answered
) -> InboxRow:
    """His answer is written down; of several the one he gave last counts, by his phone's clock.

    After the time to answer it is taken down as late. Raises NoticeNotFound, NoticeOver,
    NoticeWithdrawn, AnswerUnknown, ReasonNeeded.
    """
    row, kind = _open_row(session, actor, content, notice_id)
    require_answer(kind, said)
    at = told_instant(row.recipient, said.made_at)
    _open(row, at, queries.versions_made(session, actor, [row]))
    write_answer(session, row.notice, row.recipient, said, at, given_by=None)
    return row


def archive(session: Session, actor: Identity, notice_id: UUID, *, away: bool) -> InboxRow:
    """The notice is put away, or taken out again. Raises NoticeNotFound."""
    POLICY.require(actor, NoticeAct.ANSWER, Subject(account_id=actor.account_id))
    revision = raise_inbox(session, _account(actor))
    row = queries.get_own(session, actor, notice_id)
    row.recipient.archived_at = clock.now() if away else None
    row.recipient.revision = revision
    return row


def require_answer(kind: NoticeKind, said: Answered) -> NoticeAnswer:
    """Return the answer as the kind knows it. Raises AnswerUnknown, ReasonNeeded."""
    known = kind.answer(said.answer)
    if known is None:
        raise AnswerUnknown
    if known.needs_reason and not (said.reason or "").strip():
        raise ReasonNeeded
    return known


def write_answer(
    session: Session,
    notice: Notice,
    recipient: Recipient,
    said: Answered,
    at: datetime,
    *,
    given_by: UUID | None,
) -> None:
    """The answer stands among his answers, and counts unless he gave another one later.

    Said over again by the same person it stands there once.
    """
    reason = (said.reason or "").strip()
    if not _is_news(session, recipient, said, at, given_by):
        return
    id_, late = uuid4(), notice.answer_by is not None and at > notice.answer_by
    place = Place("notice_answers", "sealed", str(id_))
    sealed = keys_of(session).seal(reason, place) if reason else None
    session.add(
        Answer(
            id=id_,
            notice_id=recipient.notice_id,
            account_id=recipient.account_id,
            answer=said.answer,
            made_at=at,
            received_at=clock.now(),
            late=late,
            given_by=given_by,
            sealed=sealed,
            key_id=key_id_of(sealed) if sealed else None,
        )
    )
    # Without a time of its own it is given now, whatever another clock said before.
    if said.made_at is None or recipient.answered_at is None or at >= recipient.answered_at:
        recipient.answer, recipient.answered_at, recipient.answer_late = said.answer, at, late
    turns_out_to_know(recipient, Reach.ANSWERED)


def _is_news(
    session: Session, recipient: Recipient, said: Answered, at: datetime, given_by: UUID | None
) -> bool:
    """Whether it differs from the answer that came last, or changes which one counts."""
    known = recipient.answered_at
    counts = said.made_at is None or known is None or at >= known
    if counts and recipient.answer != said.answer:
        return True
    query = select(Answer).where(
        Answer.notice_id == recipient.notice_id, Answer.account_id == recipient.account_id
    )
    last = session.scalar(query.order_by(Answer.received_at.desc(), Answer.id.desc()).limit(1))
    if last is None or (last.answer, last.given_by) != (said.answer, given_by):
        return True
    return (reason_of(session, last) or "") != (said.reason or "").strip()


def reason_of(session: Session, answer: Answer) -> str | None:
    """Return the reason that came with an answer, opened."""
    if answer.sealed is None:
        return None
    return keys_of(session).open(answer.sealed, Place("notice_answers", "sealed", str(answer.id)))


def _open_row(
    session: Session, actor: Identity, content: Content, notice_id: UUID
) -> tuple[InboxRow, NoticeKind]:
    POLICY.require(actor, NoticeAct.ANSWER, Subject(account_id=actor.account_id))
    revision = raise_inbox(session, _account(actor))
    row = queries.get_own(session, actor, notice_id)
    require_open(row.notice)
    row.recipient.revision = revision
    return row, content.notice_kinds[row.notice.kind]


def require_open(notice: Notice) -> None:
    """Return while answers to the notice are taken. Raises NoticeOver, NoticeWithdrawn."""
    if notice.state == NoticeState.CANCELLED:
        raise NoticeWithdrawn
    out = notice.state in (NoticeState.SENDING, NoticeState.SENT) and notice.closed_at is None
    if not out or (notice.expires_at is not None and notice.expires_at < clock.now()):
        raise NoticeOver


def _note_receipt(row: InboxRow, told: Received, made: VersionsMade) -> bool:
    recipient, at = row.recipient, told_instant(row.recipient, told.at)
    if told.what == Receipt.OPENED:
        before = recipient.opened_version
        _open(row, at, made)
        return recipient.opened_version != before
    if recipient.delivered_at is not None or row.is_gone:
        return False
    recipient.delivered_at = at
    rise_to(recipient, Reach.DELIVERED)
    return True


def _open(row: InboxRow, at: datetime, made: VersionsMade) -> None:
    """He has read the words as they were at `at`: a receipt may come after a correction."""
    row.recipient.opened_at = row.recipient.opened_at or at
    corrected = made.get(row.recipient.notice_id, {})
    then = max((number for number, since in corrected.items() if since <= at), default=1)
    if row.is_gone:  # what his phone had kept does not say that it was cancelled
        then = min(then, row.notice.version - 1)
    row.recipient.opened_version = max(row.recipient.opened_version or 0, then)
    turns_out_to_know(row.recipient, Reach.OPENED)


def told_instant(recipient: Recipient, told: datetime | None) -> datetime:
    """Return the instant a phone tells of, as far as it can be right: its clock may be wrong."""
    now = clock.now()
    return now if told is None else max(recipient.in_inbox_at, min(told, now))


def _account(actor: Identity) -> UUID:
    if actor.account_id is None:
        raise RuntimeError("a policy lets in nobody without an account")
    return actor.account_id
