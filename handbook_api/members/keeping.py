"""How long things are kept, counted in months."""

from datetime import datetime, time

from handbook_api.core import clock
from handbook_api.members.months import add_months


def months_ago(months: int) -> datetime:
    """Return the first instant of the Vietnamese day that lies `months` back."""
    day = add_months(clock.today(), -months)
    return datetime.combine(day, time(), clock.VIETNAM)
