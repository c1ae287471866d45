"""When the silent are to be called."""

from datetime import datetime, time, timedelta

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.notices.models import Notice, Priority


def call_from(content: Content, notice: Notice, sent_at: datetime) -> datetime:
    """Return from when on the silent are to be called.

    Some hours after sending; for a meeting at the latest the evening before.
    """
    rules = content.notices(clock.today())
    urgent = notice.priority == Priority.URGENT
    hours = rules.urgent_call_list_after_hours if urgent else rules.call_list_after_hours
    after = sent_at + timedelta(hours=hours)
    if notice.starts_at is None:
        return after
    day_before = notice.starts_at.astimezone(clock.VIETNAM).date() - timedelta(days=1)
    evening = datetime.combine(day_before, time(rules.call_list_evening_hour), clock.VIETNAM)
    return max(sent_at, min(after, evening))
