"""What is seen of recipients' sealed words and numbers, and written down as seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.db import audit
from handbook_api.members import queries as members
from handbook_api.members import sealed
from handbook_api.members.models import Member
from handbook_api.members.relations import relations_of, seen_fields
from handbook_api.notices import queries
from handbook_api.notices.calling.devices import Heard, heard_of
from handbook_api.notices.calling.queries import (
    CallFilter,
    CallRow,
    Sent,
    answers_of,
    contacts_of,
    messages_of,
    page_to_call,
)
from handbook_api.notices.calling.timing import is_time_to_call
from handbook_api.notices.inbox.service import reason_of
from handbook_api.notices.models import Answer, Contact
from handbook_api.notices.offices import LOOKING_AFTER
from handbook_api.notices.queries import NoticeRow, RecipientRow
from handbook_api.organisations.models import Organisation

PHONE, REACHED_BY = "phone", "reachable_by"
#: What reading is called in the audit log.
READ_RECIPIENT, READ_CALL_LIST = "notices.read_recipient", "notices.read_call_list"


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """An answer with its reason, opened."""

    answer: Answer
    reason: str | None


@dataclass(frozen=True, slots=True)
class RecipientSeen:
    """All that is known of one recipient of one notice."""

    row: NoticeRow
    found: RecipientRow
    answers: Sequence[AnswerSeen]
    contacts: Sequence[Contact]
    messages: Sequence[Sent]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the call list. phone, reachable_by: None too where the viewer does not see it."""

    call: CallRow
    phone: str | None
    reachable_by: str | None
    heard: Heard


@dataclass(frozen=True, slots=True)
class Part:
    """Which page of a call list. within: only at this path and below."""

    within: str | None = None
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class CallList:
    """A page of whom to call. begun: whether it is time to call at all."""

    row: NoticeRow
    begun: bool
    lines: Sequence[Line]
    next_cursor: str | None


def read_recipient(
    session: Session, viewer: Identity, notice_id: UUID, member_id: UUID
) -> RecipientSeen:
    """Return all that is known of a recipient, and write down that it was read.

    Raises NoticeNotFound, RecipientNotFound.
    """
    row = queries.get_notice(session, viewer, notice_id)
    found = queries.get_recipient(session, viewer, row, member_id)
    opens = _looks_after_now(session, viewer, found.member)
    answers = [
        AnswerSeen(one, reason_of(session, one) if opens else None)
        for one in answers_of(session, viewer, found)
    ]
    contacts = contacts_of(session, viewer, found)
    path = found.place.path if found.place else row.path
    # About him, not the notice: so he finds it among who opened his record.
    facts: dict[str, audit.Fact] = {
        "notice": str(row.notice.id),
        "reasons": sum(1 for one in answers if one.reason),
    }
    audit.record(session, viewer, READ_RECIPIENT, "member", str(member_id), path=path, facts=facts)
    messages = messages_of(session, viewer, found)
    return RecipientSeen(row, found, answers, contacts, messages)


def _looks_after_now(session: Session, viewer: Identity, member: Member) -> bool:
    """Whether reasons are for `viewer`: whoever looks after the person where he is today."""
    query = select(Organisation.path).where(
        Organisation.id.in_((member.host_cell_id, member.cell_id))
    )
    return viewer.sees_everything or any(
        viewer.holds_over(role, path) for path in session.scalars(query) for role in LOOKING_AFTER
    )


def read_call_list(
    session: Session,
    viewer: Identity,
    content: Content,
    notice_id: UUID,
    part: Part,
) -> CallList:
    """Return whom to call about a notice, with their numbers, and write down that they were read.

    Empty before its time, and once the notice is over. Raises NoticeNotFound.
    """
    row = queries.get_notice(session, viewer, notice_id)
    notice = row.notice
    begun = is_time_to_call(content, notice)
    page: Page[CallRow] = Page([], None)
    if begun:
        kind = content.notice_kinds.get(notice.kind)
        wanted = kind is not None and bool(kind.answers)
        calls = CallFilter(wanted, part.within)
        page = page_to_call(session, viewer, row, calls, limit=part.limit, cursor=part.cursor)
    lines = _lines(session, viewer, content, page.rows)
    _write_down(session, viewer, row, lines)
    return CallList(row, begun, lines, page.next_cursor)


def _lines(
    session: Session, viewer: Identity, content: Content, calls: Sequence[CallRow]
) -> Sequence[Line]:
    ids = [one.found.member.id for one in calls]
    seen = _seen_of(session, viewer, content, ids)
    open_to = [id_ for id_ in ids if PHONE in seen.get(id_, ())]
    phones = sealed.read_fields(session, open_to, [PHONE]) if open_to else {}
    accounts = [one.found.recipient.account_id for one in calls]
    heard = heard_of(session, viewer, content, accounts) if accounts else {}
    return [
        Line(
            call=one,
            phone=phones.get(one.found.member.id, {}).get(PHONE),
            reachable_by=_reached_by(one, seen),
            heard=heard[one.found.recipient.account_id],
        )
        for one in calls
    ]


def _reached_by(call: CallRow, seen: Mapping[UUID, Collection[str]]) -> str | None:
    member = call.found.member
    return member.reachable_by if REACHED_BY in seen.get(member.id, ()) else None


def _seen_of(
    session: Session, viewer: Identity, content: Content, ids: Sequence[UUID]
) -> Mapping[UUID, Collection[str]]:
    """Return which fields of each record the viewer sees; of a record he does not see, none."""
    return {
        at.member.id: seen_fields(content, relations_of(content, viewer, at)).keys()
        for at in members.members_by_id(session, viewer, ids)
    }


def _write_down(session: Session, viewer: Identity, row: NoticeRow, lines: Sequence[Line]) -> None:
    numbers = sum(1 for line in lines if line.phone)
    if not lines:
        return
    places = {one.call.found.place.path for one in lines if one.call.found.place}
    path = places.pop() if len(places) == 1 else row.path
    fields = [PHONE] if numbers else []
    facts = {"people": len(lines), "numbers": numbers}
    audit.record(
        *(session, viewer, READ_CALL_LIST, "notice", str(row.notice.id)),
        path=path,
        fields=fields,
        facts=facts,
    )
