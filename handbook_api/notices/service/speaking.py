"""Notices that the handbook itself makes: saved searches, digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.notices.audiences import Audience
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeState, Priority
from handbook_api.notices.service.asking_to_send import schedule_by_system
from handbook_api.notices.service.drafts import Link
from handbook_api.notices.service.noting import note
from handbook_api.notices.service.wording import folded


@dataclass(frozen=True, slots=True)
class Said:
    """What the handbook says. kind: one that only it makes. once_key: said once for ever."""

    kind: str
    title: str
    text: str
    audience: Audience
    once_key: str
    links: Sequence[Link] = ()
    send_at: datetime | None = None


def send_by_system(session: Session, said: Said) -> UUID | None:
    """The handbook says this to its audience as soon as a worker comes by; None: it has been said.

    Return the id of the notice. Call it where nobody else says the same at the same moment (a job).
    """
    if session.scalar(select(Notice.id).where(Notice.once_key == said.once_key)) is not None:
        return None
    now = clock.now()
    notice = Notice(
        id=uuid4(),
        kind=said.kind,
        priority=Priority.NORMAL,
        state=NoticeState.SCHEDULED,
        title=said.title,
        text=said.text,
        folded=folded(said.title, said.text),
        template_values={},
        links=[{"document_id": one.document_id, "anchor": one.anchor} for one in said.links],
        audience=said.audience.written(),
        people=0,
        version=1,
        rounds=0,
        revision=0,
        send_at=said.send_at,
        once_key=said.once_key,
        created_at=now,
        updated_at=now,
    )
    session.add(notice)
    session.flush()
    note(session, notice, Happened.COMPOSED)
    schedule_by_system(session, notice)
    return notice.id
