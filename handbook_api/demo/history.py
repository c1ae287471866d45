"""Lines of a record of the demo: ratings, badges and awards, posts held, the odd penalty."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from handbook_api.demo.days import Calendar, a_day, years_after
from handbook_api.demo.lists import lists
from handbook_api.demo.lives import EXEMPT, Life
from handbook_api.members.badges import round_after
from handbook_api.members.lines import NewLine

#: How far back ratings go.
_RATED_YEARS = 2
#: Of badges the latest; the record of a real one would list them all.
_LATEST_BADGES = 2
#: Shares of members who have such a line, 0 to 1.
_COMMENDED, _PENALISED, _HELD_A_POST = 0.08, 0.006, 0.1

_POSTS = (
    "Bí thư chi đoàn",
    "Phó bí thư chi đoàn",
    "Trưởng ban công tác Mặt trận",
    "Chi hội trưởng Hội Cựu chiến binh",
    "Chi hội trưởng Hội Phụ nữ",
    "Tổ trưởng công đoàn",
    "Bí thư chi bộ",
)


def lines_of(thrown: Random, calendar: Calendar, life: Life) -> Iterator[NewLine]:
    """Yield what the record of this life lists."""
    yield from _ratings(thrown, calendar, life)
    yield from _badges(calendar, life)
    if thrown.random() < _COMMENDED:
        given_on = a_day(thrown, life.joined_on, calendar.today)
        yield NewLine("awards", lists().wheels["awards"].turn(thrown), since=given_on)
    if thrown.random() < _PENALISED and life.official_on is not None:
        on = a_day(thrown, life.official_on, calendar.today)
        yield NewLine("discipline", lists().wheels["disciplines"].turn(thrown), since=on)
    if thrown.random() < _HELD_A_POST and life.official_on is not None:
        since = a_day(thrown, life.official_on, calendar.today - timedelta(30))
        until = min(years_after(since, 5), calendar.today)
        yield NewLine("positions", text=thrown.choice(_POSTS), since=since, until=until)


def _ratings(thrown: Random, calendar: Calendar, life: Life) -> Iterator[NewLine]:
    for year in range(calendar.today.year - _RATED_YEARS, calendar.today.year):
        last = date(year, 12, 31)
        exempt = life.status == EXEMPT and life.status_since and life.status_since <= last
        if life.joined_on <= date(year, 6, 30) and not exempt:
            rating = lists().wheels["ratings"].turn(thrown)
            yield NewLine("yearly_ratings", rating, since=last, until=last)


def _badges(calendar: Calendar, life: Life) -> Iterator[NewLine]:
    """Each badge was given in the first round after its years were full."""
    if life.official_on is None:
        return
    earned = [
        (years, round_after(calendar.badges, years_after(life.decided_on, years)))
        for years in calendar.badges.years
    ]
    given = [(years, on) for years, on in earned if on <= calendar.today]
    for years, on in given[-_LATEST_BADGES:]:
        yield NewLine("awards", f"badge_{years}", since=on)
