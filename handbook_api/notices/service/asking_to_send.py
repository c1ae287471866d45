"""From a draft to its hour: counted, released by a second person where many get it, scheduled."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import enqueue
from handbook_api.notices import queries
from handbook_api.notices.audiences import Audience
from handbook_api.notices.errors import (
    AudienceEmpty,
    NoticeNotFound,
    SecondPersonNeeded,
    TimesOutOfOrder,
)
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeState, Priority
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.service.checking import meant_now
from handbook_api.notices.service.composing import (
    draft_to_change,
    require_revision,
    require_state,
)
from handbook_api.notices.service.counting import count_people
from handbook_api.notices.service.noting import note, record
from handbook_api.notices.service.pieces import within_wait

#: The job that lays a notice into inboxes.
SEND = "notices.send"

#: How long after its hour a scheduled notice that nobody took up is looked for.
_LATE = timedelta(hours=1)


def ask_to_send(
    session: Session, actor: Identity, content: Content, notice_id: UUID, revision: int
) -> NoticeRow:
    """The draft waits for its hour, or for a second person where it goes to many.

    Until then it can be stopped. Raises NotOpen, ChangedMeanwhile, AudienceEmpty,
    TimesOutOfOrder when its time has passed meanwhile.
    """
    row = draft_to_change(session, actor, notice_id, revision)
    notice = row.notice
    notice.people = _people(session, content, row)
    rules = content.notices(clock.today())
    record(session, actor, NoticeAct.COMPOSE, notice, row.path, people=notice.people)
    if notice.people > rules.release_above_people:
        within = clock.now() + timedelta(hours=rules.release_within_hours)
        notice.state, notice.leaves_at = NoticeState.AWAITING_RELEASE, _before_end(notice, within)
        note(session, notice, Happened.RELEASE_ASKED, actor.account_id, people=notice.people)
    else:
        _schedule(session, actor, content, notice)
    return row


def release(
    session: Session, actor: Identity, content: Content, notice_id: UUID, revision: int
) -> NoticeRow:
    """A second person stands behind it: it waits for its hour. Raises as `ask_to_send`, and
    SecondPersonNeeded for whoever wrote it."""
    row = _awaiting(session, actor, notice_id, revision)
    row.notice.people = _people(session, content, row)
    row.notice.released_by, row.notice.released_at = actor.account_id, clock.now()
    note(session, row.notice, Happened.RELEASED, actor.account_id)
    record(session, actor, NoticeAct.RELEASE, row.notice, row.path, people=row.notice.people)
    _schedule(session, actor, content, row.notice)
    return row


def send_back(
    session: Session, actor: Identity, content: Content, notice_id: UUID, revision: int
) -> NoticeRow:
    """The second person does not stand behind it: it is a draft again."""
    row = _awaiting(session, actor, notice_id, revision)
    _draft_again(content, row.notice)
    note(session, row.notice, Happened.SENT_BACK, actor.account_id)
    return row


def stop(
    session: Session, actor: Identity, content: Content, notice_id: UUID, revision: int
) -> NoticeRow:
    """What waited for its hour or its release is a draft again: nobody has got it."""
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.CANCEL, Subject(row.path))
    require_state(row.notice, NoticeState.SCHEDULED, NoticeState.AWAITING_RELEASE)
    require_revision(row.notice, revision)
    _draft_again(content, row.notice)
    note(session, row.notice, Happened.STOPPED, actor.account_id)
    record(session, actor, NoticeAct.CANCEL, row.notice, row.path)
    return row


def schedule_by_system(session: Session, notice: Notice) -> None:
    """What the handbook itself says goes out at once, or at its hour."""
    _wait_for_hour(session, notice, notice.send_at or clock.now())


def _awaiting(session: Session, actor: Identity, notice_id: UUID, revision: int) -> NoticeRow:
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.RELEASE, Subject(row.path))
    require_state(row.notice, NoticeState.AWAITING_RELEASE)
    require_revision(row.notice, revision)
    if None in (row.notice.author_id, actor.account_id):
        raise SecondPersonNeeded
    if row.notice.author_id == actor.account_id:
        raise SecondPersonNeeded
    return row


def _people(session: Session, content: Content, row: NoticeRow) -> int:
    if row.organisation is None:
        raise NoticeNotFound
    said = Audience.read(row.notice.audience)
    # What was let in is counted as the worker will find it, whatever the actor sees of it.
    meant = meant_now(session, content, row.organisation, said)
    people = count_people(session, meant.people)
    if not people:
        raise AudienceEmpty
    return people


def _schedule(session: Session, actor: Identity, content: Content, notice: Notice) -> None:
    rules = content.notices(clock.today())
    undo = timedelta(seconds=0 if notice.priority == Priority.URGENT else rules.undo_seconds)
    send_at = max(notice.send_at or clock.now(), clock.now() + undo)
    over = min(filter(None, (notice.answer_by, notice.starts_at, notice.expires_at)), default=None)
    if over is not None and over <= send_at:
        raise TimesOutOfOrder(field="send_at")
    _wait_for_hour(session, notice, send_at)
    note(session, notice, Happened.SCHEDULED, actor.account_id, people=notice.people)


def _wait_for_hour(session: Session, notice: Notice, send_at: datetime) -> None:
    notice.state, notice.send_at = NoticeState.SCHEDULED, send_at
    notice.leaves_at = send_at + _LATE
    once = f"{SEND}:{notice.id}:{notice.revision}"
    run_at = within_wait(send_at)
    enqueue(session, SEND, {"notice_id": str(notice.id)}, run_at=run_at, once_key=once)


def _draft_again(content: Content, notice: Notice) -> None:
    days = content.notices(clock.today()).draft_days
    notice.state = NoticeState.DRAFT
    notice.leaves_at = clock.now() + timedelta(days=days)
    notice.released_by = notice.released_at = None


def _before_end(notice: Notice, within: datetime) -> datetime:
    ends = filter(None, (within, notice.answer_by, notice.starts_at, notice.expires_at))
    return min(ends)
