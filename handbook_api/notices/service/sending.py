"""The worker's part: a notice comes to its hour and goes into inboxes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content, NoticeRules
from handbook_api.core import clock
from handbook_api.db.jobs import Payload, enqueue
from handbook_api.jobs import Again
from handbook_api.notices.audiences import Audience
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeState, Priority, Recipient
from handbook_api.notices.service.calling_time import call_from
from handbook_api.notices.service.checking import meant_now
from handbook_api.notices.service.closing_time import closes_at
from handbook_api.notices.service.counting import count_people
from handbook_api.notices.service.laying import lay, next_stretch, recipients_of
from handbook_api.notices.service.noting import note
from handbook_api.notices.service.pieces import (
    LATE,
    account_after,
    go_on_after,
    is_over,
    locked_notice,
    within_wait,
)
from handbook_api.notices.service.ringing import ring
from handbook_api.notices.service.versions import version_of
from handbook_api.organisations.models import Organisation
from handbook_api.runtime import Runtime

#: What is to be done with a notice that has gone out. Who does it stands in the registry.
RING, CLOSE, REMIND, SECOND_WAY = (
    "notices.ring",
    "notices.close",
    "notices.remind",
    "notices.second_way",
)


def send(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One piece of sending: some thousand inboxes have it. To be called again until all have.

    Stopped or already sent meanwhile, nothing is done.
    """
    notice = locked_notice(session, payload)
    if notice is None:
        return None
    if notice.state == NoticeState.SCHEDULED:
        if notice.send_at is not None and notice.send_at > clock.now():
            return Again(at=within_wait(notice.send_at))
        if not _begin(session, runtime.content, notice):
            return None
    if notice.state != NoticeState.SENDING:
        return None
    people = _people(session, runtime.content, notice)
    stretch = lay(session, notice, people, account_after(payload))
    if stretch.until is not None:
        notice.leaves_at = clock.now() + LATE
        return go_on_after(stretch, payload)
    _finish(session, runtime.content, notice)
    return None


def ring_first(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """One piece of ringing for a notice that lies in all inboxes: these come before any bell."""
    notice = locked_notice(session, payload)
    if notice is None or notice.state != NoticeState.SENT:
        return None
    stretch = next_stretch(session, recipients_of(notice.id), account_after(payload))
    ring(session, runtime, notice, stretch)
    return go_on_after(stretch, payload)


def _begin(session: Session, content: Content, notice: Notice) -> bool:
    """Sending begins; False: its matter is past, or it goes to more people than it was let go for
    by one person."""
    now, rules = clock.now(), content.notices(clock.today())
    if is_over(notice):
        notice.state, notice.leaves_at = NoticeState.LAPSED, None
        note(session, notice, Happened.LAPSED)
        return False
    if notice.organisation_id is not None and notice.released_at is None:
        notice.people = count_people(session, _people(session, content, notice))
        if notice.people > rules.release_above_people:
            notice.state = NoticeState.AWAITING_RELEASE
            notice.leaves_at = now + timedelta(hours=rules.release_within_hours)
            note(session, notice, Happened.RELEASE_ASKED, people=notice.people)
            return False
    notice.state, notice.sent_at, notice.leaves_at = NoticeState.SENDING, now, now + LATE
    session.add(version_of(notice, None, notice.author_id))
    note(session, notice, Happened.SENDING)
    return True


def _finish(session: Session, content: Content, notice: Notice) -> None:
    now, rules = clock.now(), content.notices(clock.today())
    sent_at = notice.sent_at or now
    notice.people = _count(session, notice)
    notice.state, notice.in_inboxes_at = NoticeState.SENT, now
    notice.call_from = call_from(content, notice, sent_at)
    notice.leaves_at = closes_at(content, notice)
    note(session, notice, Happened.IN_INBOXES, people=notice.people)
    payload: Payload = {"notice_id": str(notice.id), "version": notice.version}
    for kind, at in (
        (RING, now),
        (CLOSE, notice.leaves_at),
        (REMIND, now),
        (SECOND_WAY, sent_at + timedelta(hours=_second_way_hours(notice, rules))),
    ):
        enqueue(session, kind, payload, run_at=within_wait(at), once_key=f"{kind}:{notice.id}")


def _second_way_hours(notice: Notice, rules: NoticeRules) -> int:
    if notice.priority == Priority.URGENT:
        return rules.urgent_second_way_after_hours
    return rules.second_way_after_hours


def _people(session: Session, content: Content, notice: Notice) -> Select[UUID, UUID]:
    organisation = None
    if notice.organisation_id is not None:
        organisation = session.get_one(Organisation, notice.organisation_id)
    return meant_now(session, content, organisation, Audience.read(notice.audience)).people


def _count(session: Session, notice: Notice) -> int:
    query = select(func.count()).select_from(Recipient).where(Recipient.notice_id == notice.id)
    return session.scalar(query) or 0
