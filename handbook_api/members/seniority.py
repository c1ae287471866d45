"""Membership age and badge of a record, from its dates, its steps and its lines."""

from collections.abc import Iterable, Sequence
from datetime import date

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.members.badges import Age, Badge, Break, Penalty, age_on, counted_from, next_badge
from handbook_api.members.lines import LineSeen
from handbook_api.members.models import Member, StatusChange
from handbook_api.members.statuses import OFFICIAL, PROSPECT, base_of

#: Fields of the record that decide it.
AWARDS, DISCIPLINE, COUNTS_FROM = "awards", "discipline", "admission_decided_on"

#: Awards whose code says which badge it was.
_BADGE = "badge_"


def age_of(content: Content, member: Member, statuses: Sequence[StatusChange]) -> Age | None:
    """Return a member's membership age today; None until it counts, or where nobody knows.

    statuses: all steps, the latest first.
    """
    start = counts_from(content, member, statuses)
    return age_on(start, clock.today()) if start else None


def counts_from(content: Content, member: Member, statuses: Sequence[StatusChange]) -> date | None:
    """Return from when membership counts; None until it is official, or where nobody knows.

    statuses: all steps, the latest first. Rule: 294-QĐ/TW, points 4.5.1 and 4.5.2.
    """
    official = base_of(member, member.status, statuses) == OFFICIAL
    counted = content.member_statuses[member.status].is_member and official
    if not counted or member.admission_decided_on is None:
        return None
    return counted_from(member.admission_decided_on, _breaks(content, statuses))


def _breaks(content: Content, statuses: Sequence[StatusChange]) -> Sequence[Break]:
    """Times outside the Party: from leaving it to being admitted again.

    Who was restored, instead of admitted again, was a member all the while.
    """
    gaps, left_on = [], None
    for step in reversed(statuses):
        state = content.member_statuses.states.get(step.to_status)
        if state is not None and state.ends_membership and state.returns_card:
            left_on = step.on
        elif left_on is not None and step.to_status != PROSPECT:
            if step.from_status == PROSPECT:
                gaps.append(Break(left_on, step.on))
            left_on = None
    return gaps


def badge_of(
    content: Content,
    member: Member,
    statuses: Sequence[StatusChange],
    lines: Iterable[LineSeen],
) -> Badge | None:
    """Return the next badge of a member; None where membership does not count (yet).

    lines: of awards and discipline. A penalty counts from the first day of its line.
    """
    start, today = counts_from(content, member, statuses), clock.today()
    if start is None:
        return None
    held, penalties = set(), []
    for seen in lines:
        line, code = seen.line, seen.code or ""
        if line.list == AWARDS and code.startswith(_BADGE):
            held.add(int(code.removeprefix(_BADGE)))
        elif line.list == DISCIPLINE and line.since is not None:
            penalties.append(Penalty(code, line.since))
    return next_badge(content.badges(today), start, today, held=held, penalties=penalties)
