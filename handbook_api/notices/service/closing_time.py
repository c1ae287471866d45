"""When a notice that is out closes by itself."""

from datetime import datetime, timedelta

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.notices.models import Notice


def closes_at(content: Content, notice: Notice) -> datetime:
    """Return when the matter of the notice is over; where it does not say, some weeks after it was
    sent, and no meeting before it is held."""
    if notice.expires_at is not None:
        return notice.expires_at
    days = content.notices(clock.today()).close_after_days
    end = (notice.sent_at or clock.now()) + timedelta(days=days)
    return max(filter(None, (end, notice.starts_at, notice.ends_at)))
