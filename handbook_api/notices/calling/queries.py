"""Who is to be called, and what was tried with whom: as far as a viewer looks after them."""

import base64
import binascii
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.core.paging import CursorNotUnderstood, Page
from handbook_api.db.sealing import KeyUnknown, Place, SealBroken, keys_of
from handbook_api.members.models import Member
from handbook_api.members.queries import sees_as
from handbook_api.members.relations import roles_seeing
from handbook_api.notices.calling.errors import ContactNotFound
from handbook_api.notices.calling.vocabulary import CallGroup, Outcome
from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.notices.models import (
    OPEN,
    REACHED,
    Answer,
    Contact,
    Notice,
    NoticeState,
    NoticeVersion,
    Reach,
    Recipient,
)
from handbook_api.notices.queries import NoticeRow, RecipientRow, visible_recipients
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

_PLACE = Place("notice_recipients", "cursor", "")
_GROUPS = (CallGroup.UNREACHED, CallGroup.UNANSWERED, CallGroup.OUTDATED)
_IN_PERSON = "in_person"


#: Answers and tries of one person that are shown: nobody has more to do with one notice.
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Try:
    """The last of `count` tries to reach somebody."""

    count: int
    at: datetime
    how: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody to be called. last: None while nobody has tried."""

    found: RecipientRow
    group: CallGroup
    last: Try | None


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Whom the list is about. answers_wanted: whether the notice asks for an answer at all.

    within: only at this path and below.
    """

    answers_wanted: bool
    within: str | None = None


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """For whom papers are made: these members; without any, the unreached told in person."""

    member_ids: Collection[UUID] = ()
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages of one way to somebody stand where, and when the last one came to rest."""

    way: str
    state: str
    count: int
    last_at: datetime | None


def page_to_call(
    session: Session,
    viewer: Identity,
    row: NoticeRow,
    wanted: CallFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[CallRow]:
    """Return whom to call: the unreached, then those who have opened it and not answered, then
    those who know it only as it was before it was corrected. Of a cancelled one: those alone who
    have not heard that it is.

    Of each the never tried first, then those who did not pick up, then the rest; each in the order
    of Vietnamese lists.
    """
    outdated = _knows_old_words(row.notice)
    group = case((Recipient.reach.in_(OPEN), 0), (outdated, 2), else_=1)
    outcome = _last_outcome()
    rank = case((outcome.is_(None), 0), (outcome == Outcome.NO_ANSWER, 1), else_=2)
    order = (group, rank, Member.sort_name, Member.id)
    # Only what it is sorted by: of a province it is much.
    query = (
        visible_recipients(viewer, row)
        .with_only_columns(Recipient.account_id, *order)
        .where(_is_to_be_called(row.notice, wanted), *_inside(wanted.within))
    )
    if cursor is not None:
        query = query.where(_after(session, cursor, order))
    found = session.execute(query.order_by(*order).limit(limit + 1)).all()
    next_cursor = _cursor_after(session, found[limit - 1]) if len(found) > limit else None
    return Page(_call_rows(session, viewer, row, found[:limit]), next_cursor)


def people_on_paper(
    session: Session,
    viewer: Identity,
    content: Content,
    row: NoticeRow,
    wanted: PaperFilter,
    *,
    limit: int,
) -> Sequence[RecipientRow]:
    """Return at most `limit` recipients for whom a paper is made, in the order of lists.

    Where nobody is named, only those of whom the viewer sees that they are told in person.
    """
    if wanted.member_ids:
        meant: ColumnElement[bool] = Member.id.in_(wanted.member_ids)
    else:
        known = sees_as(viewer, roles_seeing(content, "reachable_by"))
        meant = and_(Recipient.reach.in_(OPEN), Member.reachable_by == _IN_PERSON, known)
    query = visible_recipients(viewer, row).where(meant, *_inside(wanted.within))
    found = session.execute(query.order_by(Member.sort_name, Member.id).limit(limit))
    return [RecipientRow(*one) for one in found]


def contacts_of(session: Session, viewer: Identity, found: RecipientRow) -> Sequence[Contact]:
    """Return the last tries to reach a recipient `viewer` was shown, in their order."""
    del viewer
    query = select(Contact).where(_of(Contact, found.recipient))
    newest = query.order_by(Contact.at.desc(), Contact.id.desc()).limit(_MOST_SHOWN)
    return session.scalars(newest).all()[::-1]


def get_contact(
    session: Session, viewer: Identity, found: RecipientRow, contact_id: UUID
) -> Contact:
    """Return one try to reach a recipient `viewer` was shown. Raises ContactNotFound."""
    del viewer
    mine = _of(Contact, found.recipient)
    contact = session.scalar(select(Contact).where(mine, Contact.id == contact_id))
    if contact is None:
        raise ContactNotFound
    return contact


def last_told(
    session: Session, viewer: Identity, found: RecipientRow, besides: UUID
) -> Contact | None:
    """Return the last try by which a recipient was told, `besides` left out."""
    del viewer
    told = and_(_of(Contact, found.recipient), Contact.outcome == Outcome.TOLD)
    query = select(Contact).where(told, Contact.id != besides)
    return session.scalar(query.order_by(Contact.at.desc(), Contact.id.desc()).limit(1))


def answers_of(session: Session, viewer: Identity, found: RecipientRow) -> Sequence[Answer]:
    """Return the last answers of a recipient `viewer` was shown, in the order of coming."""
    del viewer
    query = select(Answer).where(_of(Answer, found.recipient))
    newest = query.order_by(Answer.received_at.desc(), Answer.id.desc()).limit(_MOST_SHOWN)
    return session.scalars(newest).all()[::-1]


def messages_of(session: Session, viewer: Identity, found: RecipientRow) -> Sequence[Sent]:
    """Return what became of the bells, texts and e-mails to a recipient `viewer` was shown."""
    del viewer
    recipient = found.recipient
    devices = select(PushDevice.id).where(PushDevice.account_id == recipient.account_id)
    targets = [*session.scalars(devices), recipient.account_id]
    query = (
        select(Delivery.way, Delivery.state, func.count(), func.max(Delivery.finished_at))
        .where(Delivery.notice_id == recipient.notice_id, Delivery.target_id.in_(targets))
        .group_by(Delivery.way, Delivery.state)
        .order_by(Delivery.way, Delivery.state)
    )
    return [Sent(*one) for one in session.execute(query)]


def _of(model: type[Answer] | type[Contact], recipient: Recipient) -> ColumnElement[bool]:
    return and_(model.notice_id == recipient.notice_id, model.account_id == recipient.account_id)


def _is_to_be_called(notice: Notice, wanted: CallFilter) -> ColumnElement[bool]:
    outdated = _knows_old_words(notice)
    if notice.state == NoticeState.CANCELLED:
        return outdated
    return or_(_waits(answers_wanted=wanted.answers_wanted), outdated)


def _waits(*, answers_wanted: bool) -> ColumnElement[bool]:
    unreached = Recipient.reach.in_(OPEN)
    if not answers_wanted:
        return unreached
    silent = and_(
        Recipient.reach == Reach.OPENED, Recipient.answer.is_(None), Recipient.told_at.is_(None)
    )
    return or_(unreached, silent)


def _knows_old_words(notice: Notice) -> ColumnElement[bool]:
    """It came through to him, but neither opening it, nor being told, nor answering since it was
    last corrected, or was cancelled."""
    if notice.version == 1:
        return false()
    made = select(NoticeVersion.made_at).where(
        NoticeVersion.notice_id == notice.id, NoticeVersion.number == notice.version
    )
    since = made.scalar_subquery()
    told, answered = Recipient.told_at, Recipient.answered_at
    return and_(
        Recipient.reach.in_(REACHED),
        or_(Recipient.opened_version.is_(None), Recipient.opened_version < notice.version),
        or_(told.is_(None), told < since),
        or_(answered.is_(None), answered < since),
    )


def _inside(within: str | None) -> Sequence[ColumnElement[bool]]:
    return () if within is None else (inside(Organisation.path, within),)


def _last_outcome() -> ColumnElement[Any]:
    """What came of the last try to reach a recipient; NULL: there was none."""
    mine = and_(
        Contact.notice_id == Recipient.notice_id, Contact.account_id == Recipient.account_id
    )
    latest = select(Contact.outcome).where(mine).order_by(Contact.at.desc(), Contact.id.desc())
    return latest.limit(1).correlate(Recipient).scalar_subquery()


def _tries(session: Session, notice_id: UUID, accounts: Sequence[UUID]) -> Mapping[UUID, Try]:
    """Return the last try with each of `accounts`, and how many there were."""
    person, latest_first = Contact.account_id, (Contact.at.desc(), Contact.id.desc())
    numbered = (
        select(
            person,
            func.count().over(partition_by=person).label("tries"),
            Contact.at,
            Contact.how,
            Contact.outcome,
            func.row_number().over(partition_by=person, order_by=latest_first).label("place"),
        )
        .where(Contact.notice_id == notice_id, person.in_(accounts))
        .subquery()
    )
    found = session.execute(select(numbered).where(numbered.c.place == 1))
    return {one[0]: Try(*one[1:5]) for one in found}


def _call_rows(
    session: Session, viewer: Identity, row: NoticeRow, found: Sequence[Sequence[Any]]
) -> Sequence[CallRow]:
    accounts = [one[0] for one in found]
    query = visible_recipients(viewer, row).where(Recipient.account_id.in_(accounts))
    rows = {one[0].account_id: RecipientRow(*one) for one in session.execute(query)}
    tries = _tries(session, row.notice.id, accounts)
    return [CallRow(rows[one[0]], _GROUPS[one[1]], tries.get(one[0])) for one in found]


def _cursor_after(session: Session, last: Sequence[Any]) -> str:
    """Return where the list goes on; sealed, since addresses are logged and a name is in it."""
    _, group, rank, sort_name, id_ = last
    key = orjson.dumps([group, rank, sort_name, id_.hex]).decode()
    return base64.urlsafe_b64encode(keys_of(session).seal(key, _PLACE)).decode().rstrip("=")


def _after(session: Session, cursor: str, order: Sequence[Any]) -> ColumnElement[bool]:
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        group, rank, sort_name, id_ = orjson.loads(keys_of(session).open(sealed, _PLACE))
    except (binascii.Error, ValueError, SealBroken, KeyUnknown) as error:
        raise CursorNotUnderstood from error
    last = literal(group), literal(rank), literal(sort_name), literal(UUID(id_), Member.id.type)
    return tuple_(*order) > tuple_(*last)
