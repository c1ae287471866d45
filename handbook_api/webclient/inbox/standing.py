"""How a notice stands with its reader, as one word says it; and what corrections changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from handbook_api.core import clock
from handbook_api.notices.inbox.schemas import InboxItemOut, InboxNoticeOut
from handbook_api.notices.schemas.notices import NoticeVersionOut


class Standing(StrEnum):
    """Where a notice stands with its reader."""

    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    CONFIRMED = "confirmed"
    #: Nobody takes an answer any more.
    OVER = "over"
    #: The time to answer is over; an answer is still taken, as late.
    OVERDUE = "overdue"
    WAITING = "waiting"
    UNREAD = "unread"
    READ = "read"


#: States in which the reader can still answer for the first time.
OWING = (Standing.WAITING, Standing.OVERDUE)


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in the list. corrected_since: since he last read it."""

    item: InboxItemOut
    standing: Standing
    unread: bool
    corrected_since: bool

    @property
    def owing(self) -> bool:
        """Whether somebody waits for his answer."""
        return self.standing in OWING


def line_of(item: InboxItemOut) -> Line:
    """Return a notice as the list shows it now."""
    behind = item.opened_version is None or item.opened_version < item.version
    return Line(
        item,
        standing_of(item),
        unread=item.opened_at is None or (item.cancelled_at is not None and behind),
        corrected_since=item.opened_at is not None and item.cancelled_at is None and behind,
    )


def standing_of(item: InboxItemOut) -> Standing:
    """Return where a notice stands now."""
    if item.cancelled_at is not None:
        return Standing.WITHDRAWN
    if item.answer is not None:
        return Standing.ANSWERED_LATE if item.answer_late else Standing.ANSWERED
    if item.confirmed_at is not None:
        return Standing.CONFIRMED
    if item.asks.answers or item.asks.confirm:
        return _owing(item)
    return Standing.READ if item.opened_at else Standing.UNREAD


def is_open(item: InboxItemOut) -> bool:
    """Whether answers are still taken; the service has the last word."""
    over = item.expires_at is not None and item.expires_at < clock.now()
    return item.cancelled_at is None and item.closed_at is None and not over


def is_late(item: InboxItemOut) -> bool:
    """Whether an answer given now comes after the time for it."""
    return item.answer_by is not None and item.answer_by < clock.now()


def _owing(item: InboxItemOut) -> Standing:
    if not is_open(item):
        return Standing.OVER
    return Standing.OVERDUE if is_late(item) else Standing.WAITING


@dataclass(frozen=True, slots=True)
class Correction:
    """The words since a correction and before it, and which of `_COMPARED` it changed."""

    now: NoticeVersionOut
    before: NoticeVersionOut
    fields: Sequence[str]
    #: Not yet read by him before he opened it now.
    is_new: bool


#: What is compared, in the order of the page.
_COMPARED = ("title", "starts_at", "ends_at", "place", "answer_by", "text")


def corrections_of(notice: InboxNoticeOut, last_seen: int | None) -> Sequence[Correction]:
    """Return the corrections of a notice, the last one first."""
    return list(_corrections(notice, last_seen))[::-1]


def _corrections(notice: InboxNoticeOut, last_seen: int | None) -> Iterator[Correction]:
    versions = sorted(notice.versions, key=lambda one: one.number)
    for before, now in pairwise(versions):
        if notice.cancelled_at is not None and now.number == notice.version:
            return  # with being cancelled, the words stay
        changed = [one for one in _COMPARED if getattr(before, one) != getattr(now, one)]
        is_new = last_seen is not None and last_seen < now.number
        yield Correction(now, before, changed, is_new)
