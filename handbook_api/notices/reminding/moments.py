"""When a notice is called to mind. The hours and how often: content/parameters/notices.toml."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from handbook_api.content_store import NoticeKind, NoticeRules
from handbook_api.notices.models import OPEN, Notice, Reach, Recipient


@dataclass(frozen=True, slots=True)
class Moment:
    """A time at which a notice is called to mind.

    insists: also to those who have answered, unless they said that they do not come.
    """

    at: datetime
    insists: bool


def moments_of(
    notice: Notice, kind: NoticeKind, rules: NoticeRules, since: datetime | None
) -> Sequence[Moment]:
    """Return the moments of a notice that has been sent, in order, that come after `since`.

    The silent are reminded so many hours after it was sent, again after as many, and not once the
    time to answer is over; before a meeting everybody is who may come.
    """
    if not kind.reminds or notice.sent_at is None or since is None:
        return ()
    end = min(filter(None, (notice.answer_by, notice.starts_at, notice.expires_at)), default=None)
    hours = timedelta(hours=rules.remind_unanswered_after_hours)
    times = (notice.sent_at + hours * number for number in range(1, rules.most_reminders + 1))
    moments = [Moment(at, insists=False) for at in times if end is None or at < end]
    if notice.starts_at is not None:
        before = notice.starts_at - timedelta(hours=rules.remind_before_event_hours)
        moments.append(Moment(before, insists=True))
    return sorted((one for one in moments if one.at > since), key=lambda one: one.at)


def whom_to_remind(
    kind: NoticeKind, rules: NoticeRules, *, insists: bool
) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on recipients that say who is reminded.

    Whoever was told otherwise, or has done what was asked, is not, unless a meeting is near; and
    nobody of whom it was all the same asked `most_reminders` times.
    """
    within_reach = Recipient.reach.not_in((Reach.UNREACHABLE, Reach.WITHDRAWN))
    if insists:
        away = [one.code for one in kind.answers if one.comes is False]
        coming = or_(Recipient.answer.is_(None), Recipient.answer.not_in(away))
        return (within_reach, coming)
    few = Recipient.reminders < rules.most_reminders
    if not kind.asks:
        return (Recipient.reach.in_(OPEN), few)
    silent = and_(
        Recipient.answer.is_(None), Recipient.confirmed_at.is_(None), Recipient.told_at.is_(None)
    )
    return (within_reach, silent, few)
