"""Long work on a notice is done in pieces: what one needs to find its place, and to go on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.jobs import LONGEST_WAIT
from handbook_api.jobs import Again
from handbook_api.notices.models import Notice, NoticeState
from handbook_api.notices.service.laying import Stretch

#: How long after its last step a notice that nobody carries on is looked for.
LATE = timedelta(hours=1)
_FARTHEST = LONGEST_WAIT - timedelta(days=1)


def locked_notice(session: Session, payload: Mapping[str, Any]) -> Notice | None:
    """Return the notice a job is about, nobody else's before this transaction ends; or None."""
    query = select(Notice).where(Notice.id == UUID(payload["notice_id"])).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def within_wait(at: datetime) -> datetime:
    """Return `at`, or a time before it to which a job can be put off: it then waits on."""
    return min(at, clock.now() + _FARTHEST)


def account_after(payload: Mapping[str, Any]) -> UUID | None:
    """Return the account that the last piece ended with; None for the first."""
    after = payload.get("after")
    return None if after is None else UUID(after)


def go_on_after(stretch: Stretch, payload: Mapping[str, Any]) -> Again | None:
    """Return how to go on after this piece; None when it was the last."""
    if stretch.until is None:
        return None
    return Again(payload={**payload, "after": str(stretch.until)})


def is_over(notice: Notice) -> bool:
    """Whether the matter of a notice that waits for its hour is past."""
    ends = notice.expires_at or notice.starts_at or notice.answer_by
    return notice.state == NoticeState.SCHEDULED and ends is not None and ends < clock.now()
