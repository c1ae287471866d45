"""Words of closed lists, in any of the ways that lists write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.members.imports import faults
from handbook_api.members.imports.values.days import day_in
from handbook_api.members.statuses import OFFICIAL, PROBATIONARY

_MOST_OFFERED = 8
_UNTIL = re.compile(r"^(.*?)[\s,(:]*(?:đến|tới)(?: hết)?(?: ngày)?[\s:]+(.*\d)\)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A status, and its last day where it is for a time. said: the list says it in words."""

    code: str
    until: date | None = None
    said: bool = False


def choice_in(content: Content, spec: FieldSpec, text: str) -> str:
    """Return the code that a list means by `text`. Raises WordUnknown, which offers the names."""
    known = content.lists[spec.choices]
    found = known.meant_by(text)
    if found is None:
        raise faults.WordUnknown(known=_offer(one.name for one in known.choices.values()))
    return found.code


def standing_in(content: Content, text: str) -> Standing:
    """Return the status in `text`: “Chính thức”, “Tạm miễn đến 31/12/2026”.

    Raises WordUnknown, StatusOfLeavers, LastDayUnsaid, and as `day_in`.
    """
    timed = _UNTIL.match(text)
    words = timed[1] if timed else text
    statuses = content.member_statuses
    found = statuses.meant_by(words)
    if found is None:
        begin = (one.name for one in statuses.states.values() if one.may_begin)
        raise faults.WordUnknown(known=_offer(begin))
    if not found.may_begin:
        raise faults.StatusOfLeavers(status=found.name)
    until = day_in(timed[2]) if timed else None
    if found.needs_until and until is None:
        raise faults.LastDayUnsaid(status=found.name)
    return Standing(found.code, until, said=True)


def standing_from(joined_on: date | None, official_on: date | None) -> Standing:
    """Return the status that follows from the days when none is written.

    Raises StatusUnclear when there is no day either.
    """
    if official_on is not None:
        return Standing(OFFICIAL)
    if joined_on is not None:
        return Standing(PROBATIONARY)
    raise faults.StatusUnclear


def _offer(names: Iterable[str]) -> str:
    offered = list(names)
    more = ", …" if len(offered) > _MOST_OFFERED else ""
    return ", ".join(offered[:_MOST_OFFERED]) + more
