"""A line in the timeline of a notice, and one in the audit log."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Act
from handbook_api.db import audit
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeEvent

#: What the handbook does by itself on its clock is told by the timeline alone.
KIND = "notice"


def note(
    session: Session, notice: Notice, what: Happened, by: UUID | None = None, **facts: str | int
) -> None:
    """The timeline of `notice` tells that this happened now."""
    notice.updated_at = clock.now()
    notice.revision += 1
    session.add(
        NoticeEvent(
            notice_id=notice.id,
            number=notice.revision,
            at=clock.now(),
            what=what,
            by=by,
            facts=dict(facts),
        )
    )


def record(
    session: Session,
    actor: Identity,
    act: Act | str,
    notice: Notice,
    path: str | None,
    **facts: str | int | bool | None,
) -> None:
    """The audit log tells that `actor` did this to `notice`."""
    audit.record(session, actor, str(act), KIND, str(notice.id), path=path, facts=facts)
