"""What a transfer is measured by: when a step is late, how long a stay may be."""

from datetime import date, timedelta

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.working_days import add_working_days
from handbook_api.members.months import add_months
from handbook_api.members.transfers.errors import DaysNeeded, StayLength

_ONE_DAY = timedelta(days=1)


def due_on(content: Content, state: str, since: date) -> date | None:
    """Return the last day on which a transfer in `state` since `since` is not late.

    None where no clock runs. Days in Vietnam; weekends and public holidays are not counted.
    Rule: content/parameters/transfers.toml.
    """
    rule = content.transfer_flow.states[state].overdue_rule
    if not rule:
        return None
    count = content.transfers(since).working_days(rule)
    return add_working_days(since, count, content.holidays)


def started_late(content: Content, changed_on: date, started_on: date) -> bool:
    """Whether a transfer made necessary on `changed_on` was begun after its time."""
    limit = content.transfers(changed_on).start_within_working_days
    return started_on > add_working_days(changed_on, limit, content.holidays)


def require_stay(
    content: Content, since: date | None, until: date | None, *, for_study: bool
) -> None:
    """Return when a temporary stay from `since` to `until` (both inclusive) may be so long.

    Raises DaysNeeded, StayLength. Rule: content/parameters/transfers.toml, as it is today.
    """
    if since is None or until is None or until < since:
        raise DaysNeeded
    rules, after = content.transfers(clock.today()), until + _ONE_DAY
    if for_study:
        least, most = rules.study_from_months, rules.study_to_months
        fits = add_months(since, least) <= after <= add_months(since, most)
    else:
        least, most = rules.temporary_from_months, rules.temporary_below_months
        fits = add_months(since, least) <= after < add_months(since, most)
    if not fits:
        raise StayLength(least=least, most=most)
