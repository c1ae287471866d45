"""When a notice that is out closes by itself."""

from datetime import datetime, timedelta

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.notices.models import Notice, NoticeState


def closes_at(content: Content, notice: Notice) -> datetime:
    """Return when the matter of the notice is over; where it does not say, some weeks after it was
    sent, and no meeting before it is held."""
    if notice.expires_at is not None:
        return notice.expires_at
    days = content.notices(clock.today()).close_after_days
    end = (notice.sent_at or clock.now()) + timedelta(days=days)
    return max(filter(None, (end, notice.starts_at, notice.ends_at)))


def is_still_to_be_told(content: Content, notice: Notice) -> bool:
    """Whether the matter of a cancelled notice is not over: who counts on it has to hear."""
    held = notice.ends_at or notice.starts_at
    ends = min(filter(None, (notice.expires_at, held)), default=None) or closes_at(content, notice)
    return notice.state == NoticeState.CANCELLED and ends > clock.now()
