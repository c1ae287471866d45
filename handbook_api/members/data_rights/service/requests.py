"""Requests about one's own data: asked, answered within the time of the law, carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.auth.guarding import require_unlocked
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.core.working_days import add_working_days
from handbook_api.db import audit
from handbook_api.members import queries as members
from handbook_api.members.data_rights import queries
from handbook_api.members.data_rights.errors import (
    AskedAlready,
    NotYetAnswered,
    ReceivedInFuture,
    RequestDone,
    TooManyWaiting,
    UnknownRequestKind,
)
from handbook_api.members.data_rights.models import DataRequest
from handbook_api.members.data_rights.policy import POLICY, DataAct
from handbook_api.members.data_rights.queries import RequestRow
from handbook_api.members.errors import MemberNotFound
from handbook_api.members.queries import MemberAt
from handbook_api.members.sealed_rows import seal_texts, texts_of

RECEIVED, ANSWERED, CARRIED_OUT, WITHDRAWN = "received", "answered", "carried_out", "withdrawn"
REFUSED = "refused"

#: One's own requests that wait for an answer at once; one's own requests in one answer.
MOST_WAITING, MOST_SHOWN = 10, 100


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked. kind: a code of content/parameters/data_protection.toml."""

    kind: str
    text: str


def ask(session: Session, actor: Identity, content: Content, said: NewRequest) -> RequestRow:
    """The actor's request stands in the queue of his committee; its clock runs from today.

    Raises MemberNotFound for whoever has no record here, UnknownRequestKind, AskedAlready,
    TooManyWaiting.
    """
    at = _own(session, actor)
    POLICY.require(actor, DataAct.ASK, _subject(at))
    # Two sendings of one request wait for each other here.
    members.get_member_to_change(session, actor, at.member.id)
    _must_be_new(session, actor, at, said)
    row = _enter(session, actor, content, at, said, clock.today(), on_paper=False)
    _note(session, actor, DataAct.ASK, row)
    return row


def enter_paper(
    session: Session,
    actor: Identity,
    content: Content,
    member_id: UUID,
    said: NewRequest,
    received_on: date,
) -> RequestRow:
    """A request that came on paper stands in the queue; its clock runs from `received_on`.

    Raises MemberNotFound, UnknownRequestKind, ReceivedInFuture.
    """
    at = members.get_member(session, actor, member_id)
    POLICY.require(actor, DataAct.ENTER, _subject(at))
    if received_on > clock.today():
        raise ReceivedInFuture
    row = _enter(session, actor, content, at, said, received_on, on_paper=True)
    _note(session, actor, DataAct.ENTER, row)
    return row


def withdraw(session: Session, actor: Identity, request_id: UUID) -> None:
    """Nobody has to answer any more. Raises RequestNotFound, RequestDone."""
    row = queries.get_request(session, actor, request_id, to_change=True)
    POLICY.require(actor, DataAct.ASK, _subject(row))
    if row.request.state != RECEIVED:
        raise RequestDone
    _close(row.request, WITHDRAWN)
    _note(session, actor, DataAct.ASK, row)


def answer(
    session: Session,
    actor: Identity,
    content: Content,
    request_id: UUID,
    outcome: str,
    text: str,
) -> RequestRow:
    """The member finds the answer; the clock stands still.

    outcome: agreed, partly or refused. What was agreed to and changes the record is left to be
    carried out; anything else is done. Raises RequestNotFound, RequestDone.
    """
    row = queries.get_request(session, actor, request_id, to_change=True)
    POLICY.require(actor, DataAct.ANSWER, _subject(row))
    request = row.request
    if request.state != RECEIVED:
        raise RequestDone
    request.outcome, request.due_on = outcome, None
    request.answered_at, request.answered_by = clock.now(), actor.account_id
    seal_texts(session, request, **{**texts_of(session, request), "answer": text})
    kind = content.request_kinds.get(request.kind)
    if outcome != REFUSED and kind is not None and kind.changes_data:
        request.state = ANSWERED
    else:
        _close(request, ANSWERED)
    _note(session, actor, DataAct.ANSWER, row)
    return row


def note_carried_out(session: Session, actor: Identity, request_id: UUID) -> RequestRow:
    """What was agreed to has been done. Raises RequestNotFound, NotYetAnswered, RequestDone."""
    row = queries.get_request(session, actor, request_id, to_change=True)
    POLICY.require(actor, DataAct.ANSWER, _subject(row))
    if row.request.closed_at is not None:
        raise RequestDone
    if row.request.state != ANSWERED:
        raise NotYetAnswered
    _close(row.request, CARRIED_OUT)
    _note(session, actor, DataAct.ANSWER, row)
    return row


def read_request(session: Session, actor: Identity, request_id: UUID) -> RequestRow:
    """Return a visible request whose words are about to be shown; it is written down who looks."""
    row = queries.get_request(session, actor, request_id)
    if row.member.account_id == actor.account_id:
        require_unlocked(actor)
    else:
        POLICY.require(actor, DataAct.ANSWER, _subject(row))
        _note(session, actor, "data_rights.read", row)
    return row


def own_requests(session: Session, actor: Identity) -> Sequence[RequestRow]:
    """Return the actor's own requests, the last first and so many. Raises MemberNotFound."""
    at = _own(session, actor)
    POLICY.require(actor, DataAct.ASK, _subject(at))
    return queries.requests_of_member(session, actor, at.member.id, limit=MOST_SHOWN)


def _must_be_new(session: Session, actor: Identity, at: MemberAt, said: NewRequest) -> None:
    """Return when none of few waiting requests says the same. A phone sends twice what it does not
    know to have arrived; each would have a clock of its own."""
    mine = queries.requests_of_member(session, actor, at.member.id, limit=MOST_SHOWN)
    waiting = [row.request for row in mine if row.request.state == RECEIVED]
    same = (said.kind, said.text)
    if any((one.kind, texts_of(session, one).get("text")) == same for one in waiting):
        raise AskedAlready
    if len(waiting) >= MOST_WAITING:
        raise TooManyWaiting(limit=MOST_WAITING)


def _own(session: Session, actor: Identity) -> MemberAt:
    require_unlocked(actor)
    if actor.account_id is None:
        raise MemberNotFound
    return members.get_member_of_account(session, actor, actor.account_id)


def _enter(  # noqa: PLR0913  # the parts of one row
    session: Session,
    actor: Identity,
    content: Content,
    at: MemberAt,
    said: NewRequest,
    received_on: date,
    *,
    on_paper: bool,
) -> RequestRow:
    if said.kind not in content.request_kinds:
        raise UnknownRequestKind(known=", ".join(content.request_kinds))
    limit = content.data_protection(received_on).request_answer_working_days
    request = DataRequest(
        id=uuid4(),
        member_id=at.member.id,
        kind=said.kind,
        state=RECEIVED,
        on_paper=on_paper,
        entered_by=actor.account_id,
        received_on=received_on,
        entered_at=clock.now(),
        due_on=add_working_days(received_on, limit, content.holidays),
    )
    seal_texts(session, request, text=said.text)
    session.add(request)
    session.flush()
    return RequestRow(request, at.member, at.home)


def _close(request: DataRequest, state: str) -> None:
    request.state, request.due_on, request.closed_at = state, None, clock.now()


def _subject(row: RequestRow | MemberAt) -> Subject:
    cell = row.cell if isinstance(row, RequestRow) else row.home
    return Subject(cell.path, row.member.account_id)


def _note(session: Session, actor: Identity, act: str, row: RequestRow) -> None:
    request = row.request
    facts = {"request": str(request.id), "kind": request.kind, "state": request.state}
    audit.record(session, actor, act, "member", str(row.member.id), path=row.cell.path, facts=facts)
