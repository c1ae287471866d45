"""Terms of office, counted in days (Vietnam): first and last day, both included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_

from handbook_api.auth.appointments.errors import TermReversed
from handbook_api.auth.models import Appointment

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """From one day to another; until: None for an open end."""

    since: date
    until: date | None

    @property
    def last(self) -> date:
        """The last day, the last of all days for an open end."""
        return self.until or date.max

    def overlaps(self, other: "Term") -> bool:
        """Whether some day belongs to both."""
        return self.since <= other.last and other.since <= self.last

    def lies_within(self, outer: "Term") -> bool:
        """Whether every day belongs to `outer` too."""
        return outer.since <= self.since and self.last <= outer.last


def term_of(row: Appointment) -> Term:
    """Return the term of an appointment."""
    return Term(row.since, row.until)


def must_run_forward(term: Term) -> None:
    """Raise TermReversed when it ends before it begins."""
    if term.last < term.since:
        raise TermReversed


def most_at_once(terms: Iterable[Term], within: Term) -> int:
    """Return on how many of `terms` the busiest day of `within` lies."""
    meeting = [term for term in terms if term.overlaps(within)]
    # The count only rises on first days, so the busiest day is one of them.
    firsts = {max(term.since, within.since) for term in meeting}
    return max(
        (sum(term.since <= day <= term.last for term in meeting) for day in firsts), default=0
    )


def overlapping(term: Term) -> ColumnElement[bool]:
    """The condition that an appointment shares a day with `term`."""
    row = Appointment
    conditions = [
        or_(row.until.is_(None), row.until >= term.since),
        # One that was taken back before it counted ends before it begins.
        or_(row.until.is_(None), row.until >= row.since),
    ]
    if term.until is not None:
        conditions.append(row.since <= term.until)
    return and_(*conditions)


def lasting(on: date) -> ColumnElement[bool]:
    """The condition that an appointment counts on `on` or later."""
    return or_(Appointment.until.is_(None), Appointment.until >= on)
