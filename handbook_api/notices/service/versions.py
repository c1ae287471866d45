"""The words of a notice, kept as they were."""

from uuid import UUID

from handbook_api.core import clock
from handbook_api.notices.models import Notice, NoticeVersion


def version_of(notice: Notice, reason: str | None, made_by: UUID | None) -> NoticeVersion:
    """Return the words of `notice` as they are now, to be kept."""
    return NoticeVersion(
        notice_id=notice.id,
        number=notice.version,
        title=notice.title,
        text=notice.text,
        links=notice.links,
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        place=notice.place,
        answer_by=notice.answer_by,
        reason=reason,
        made_by=made_by,
        made_at=clock.now(),
    )
