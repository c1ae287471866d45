"""The hours in which nothing rings, in Vietnamese time."""

from datetime import datetime, time, timedelta

from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock


def quiet_until(at: datetime, rules: NoticeRules) -> datetime | None:
    """Return when the quiet hours that `at` lies in are over (UTC); None when it lies in none."""
    local = at.astimezone(clock.VIETNAM)
    begin, end = time(rules.quiet_from_hour), time(rules.quiet_until_hour)
    if begin <= end:
        quiet, over_today = begin <= local.time() < end, True
    else:
        quiet = local.time() >= begin or local.time() < end
        over_today = local.time() < end
    if not quiet:
        return None
    day = local.date() if over_today else local.date() + timedelta(days=1)
    return datetime.combine(day, end, clock.VIETNAM).astimezone(at.tzinfo)
