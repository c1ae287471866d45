"""A notice is called to mind: by the clock, or because its sender asks for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, NoticeKind
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db.jobs import enqueue
from handbook_api.jobs import Again
from handbook_api.notices import queries
from handbook_api.notices.errors import NobodyToRemind
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeState, Recipient
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.reminding.moments import moments_of, whom_to_remind
from handbook_api.notices.service.composing import require_revision, require_state
from handbook_api.notices.service.laying import change, next_stretch, recipients_of
from handbook_api.notices.service.noting import note, record
from handbook_api.notices.service.pieces import account_after, locked_notice, within_wait
from handbook_api.notices.service.ringing import Turn, ring
from handbook_api.runtime import Runtime

#: The job of a reminder that somebody asked for.
REMIND_NOW = "notices.remind_now"

#: What a job that keeps the moments of a notice knows from the first to the last.
_KEPT = ("notice_id", "version", "since")
#: A moment that no worker kept is let pass after this.
_TOO_LATE = timedelta(hours=12)


def ask_to_remind(
    session: Session, actor: Identity, content: Content, notice_id: UUID, revision: int
) -> NoticeRow:
    """The silent are reminded within moments.

    How often somebody may be reminded of one notice stays as the rules say. Raises NotOpen,
    ChangedMeanwhile, NobodyToRemind, Forbidden.
    """
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.REMIND, Subject(row.path))
    require_state(row.notice, NoticeState.SENT)
    require_revision(row.notice, revision)
    kind = content.notice_kinds[row.notice.kind]
    whom = whom_to_remind(kind, content.notices(clock.today()), insists=False)
    if not _count(session, row.notice, whom):
        raise NobodyToRemind
    record(session, actor, NoticeAct.REMIND, row.notice, row.path)
    row.notice.revision += 1
    once = f"{REMIND_NOW}:{notice_id}:{row.notice.revision}"
    enqueue(session, REMIND_NOW, {"notice_id": str(notice_id)}, once_key=once)
    return row


def remind_now(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One piece of a reminder that was asked for."""
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.SENT:
        return None
    return _remind_some(session, runtime, notice, payload, insists=False)


def remind(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Wait for the next moment of a notice, or do one piece of reminding at it.

    Corrected since, the notice has other moments, and another job that keeps them.
    """
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.SENT or _is_outdated(notice, payload):
        return None
    rules = runtime.content.notices(clock.today())
    number = int(payload.get("moment", 0))
    since = datetime.fromisoformat(payload["since"]) if "since" in payload else notice.sent_at
    moments = moments_of(notice, _kind(runtime, notice), rules, since)
    if number >= len(moments):
        return None
    moment, now = moments[number], clock.now()
    kept = {name: payload[name] for name in _KEPT if name in payload}
    next_one = {**kept, "moment": number + 1}
    if moment.at > now:
        return Again(at=within_wait(moment.at))
    if "round" not in payload and moment.at < now - _TOO_LATE:
        return Again(payload=next_one)
    again = _remind_some(session, runtime, notice, payload, insists=moment.insists)
    return again or Again(payload=next_one)


def _remind_some(
    session: Session,
    runtime: Runtime,
    notice: Notice,
    payload: Mapping[str, Any],
    *,
    insists: bool,
) -> Again | None:
    rules = runtime.content.notices(clock.today())
    whom = whom_to_remind(_kind(runtime, notice), rules, insists=insists)
    number = payload.get("round")
    if number is None:
        notice.rounds += 1
        number = notice.rounds
        note(session, notice, Happened.REMINDED, people=_count(session, notice, whom))
    # Whom it concerned when it began: those who have been reminded once more are not left out of
    # the next piece, which lies further on.
    stretch = next_stretch(session, recipients_of(notice.id, *whom), account_after(payload))
    ring(session, runtime, notice, stretch, Turn(number, insists, whom))
    change(session, notice.id, stretch, {Recipient.reminders: Recipient.reminders + 1}, *whom)
    if stretch.until is None:
        return None
    return Again(payload={**payload, "round": number, "after": str(stretch.until)})


def _count(session: Session, notice: Notice, whom: Sequence[ColumnElement[bool]]) -> int:
    counted = select(func.count()).select_from(Recipient)
    return session.scalar(counted.where(Recipient.notice_id == notice.id, *whom)) or 0


def _is_outdated(notice: Notice, payload: Mapping[str, Any]) -> bool:
    return int(payload["version"]) != notice.version


def _kind(runtime: Runtime, notice: Notice) -> NoticeKind:
    return runtime.content.notice_kinds[notice.kind]
