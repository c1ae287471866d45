"""When somebody of the demo was born, joined and became official, and how he stands today."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from handbook_api.demo.days import Calendar, a_day, years_after
from handbook_api.demo.lists import Setting, lists
from handbook_api.members.badges import round_after
from handbook_api.members.statuses import OFFICIAL, PROBATIONARY

EXEMPT, TEMPORARILY_EXEMPT, SUSPENDED = "exempt", "temporarily_exempt", "suspended"

_OF_AGE = 18
#: Nobody is admitted later.
_LATEST_ADMISSION = 60
#: Out of all who are not exempt for good.
_TEMPORARILY, _SUSPENDED = 0.012, 0.0006
#: Days: rounds of awards lie further apart than that.
_BETWEEN_ROUNDS = 60
#: Nobody is exempt right after he was recognised.
_YEARS_BEFORE_EXEMPTION = 5


class Part(Enum):
    """Somebody the demo needs to have, so that every sort of life is seen in a small one."""

    ANYBODY = auto()
    #: A steady official member of working age.
    STEADY = auto()
    NEWCOMER = auto()
    BADGE_DUE = auto()
    EXEMPT = auto()
    ON_LEAVE = auto()


@dataclass(frozen=True, slots=True)
class Life:
    """Dates of one life. status_since, status_until: of a status that hides the base one."""

    born_on: date
    decided_on: date
    joined_on: date
    official_on: date | None
    status: str
    status_since: date | None = None
    status_until: date | None = None

    def age(self, today: date) -> int:
        """Return his age in whole years."""
        had_birthday = (today.month, today.day) >= (self.born_on.month, self.born_on.day)
        return today.year - self.born_on.year - (not had_birthday)


def draw_life(thrown: Random, calendar: Calendar, setting: Setting, part: Part) -> Life:
    """Return a life that keeps every rule of the record, lived in a cell of this setting."""
    if part is Part.BADGE_DUE:
        life = _with_badge_due(thrown, calendar)
    else:
        age = _age(thrown, setting, part)
        # At least two months past the birthday: an eighteen-year-old has time to be admitted.
        born_on = years_after(calendar.today, -age) - timedelta(thrown.randint(60, 360))
        decided_on = _decision(thrown, calendar.today, born_on, part)
        life = _joined(thrown, calendar.today, born_on, decided_on)
    return _as_of_today(thrown, calendar.today, life, part)


def _age(thrown: Random, setting: Setting, part: Part) -> int:
    fixed = {
        Part.STEADY: (34, 52),
        Part.NEWCOMER: (19, 30),
        Part.EXEMPT: (82, 90),
        Part.ON_LEAVE: (30, 58),
    }.get(part)
    return thrown.randint(*fixed) if fixed else setting.ages.draw(thrown)


def _decision(thrown: Random, today: date, born_on: date, part: Part) -> date:
    of_age = years_after(born_on, _OF_AGE) + timedelta(1)
    if part is Part.NEWCOMER:
        return a_day(thrown, today - timedelta(300), today - timedelta(60))
    # Most are admitted in their twenties, fewer and fewer later.
    waited = timedelta(min(thrown.gammavariate(3, 3.1), _LATEST_ADMISSION - _OF_AGE) * 365)
    latest = today - timedelta(600 if part in (Part.STEADY, Part.ON_LEAVE) else 12)
    if of_age + waited <= latest:
        return of_age + waited
    return a_day(thrown, of_age, latest)


def _joined(thrown: Random, today: date, born_on: date, decided_on: date) -> Life:
    joined_on = min(decided_on + timedelta(thrown.randint(5, 40)), today)
    official_on = years_after(joined_on, 1) + timedelta(thrown.randint(0, 45))
    if official_on > today:
        return Life(born_on, decided_on, joined_on, None, PROBATIONARY)
    return Life(born_on, decided_on, joined_on, official_on, OFFICIAL)


def _with_badge_due(thrown: Random, calendar: Calendar) -> Life:
    """Somebody who gets his first badge in the coming round, and not in the one before."""
    coming = round_after(calendar.badges, calendar.today + timedelta(1))
    full_on = a_day(thrown, coming - timedelta(_BETWEEN_ROUNDS), coming)
    decided_on = years_after(full_on, -calendar.badges.years[0])
    born_on = years_after(decided_on, -thrown.randint(21, 27)) - timedelta(thrown.randint(1, 360))
    return _joined(thrown, calendar.today, born_on, decided_on)


def _as_of_today(thrown: Random, today: date, life: Life, part: Part) -> Life:
    if part in (Part.STEADY, Part.NEWCOMER, Part.BADGE_DUE):
        return life
    official_on = life.official_on
    chance = thrown.random()
    if official_on and part is not Part.ON_LEAVE:
        exempt = chance < lists().exempt_share(life.age(today))
        earliest = years_after(official_on, _YEARS_BEFORE_EXEMPTION)
        if (exempt or part is Part.EXEMPT) and earliest < today:
            # Exempt since some day of the last years, old age or illness having set in.
            since = a_day(thrown, max(earliest, years_after(today, -8)), today - timedelta(20))
            return replace(life, status=EXEMPT, status_since=since)
    chance = thrown.random()
    if chance < _TEMPORARILY or part is Part.ON_LEAVE:
        since = max(life.joined_on, today - timedelta(thrown.randint(10, 330)))
        until = since + timedelta(thrown.randint(180, 360))
        return replace(life, status=TEMPORARILY_EXEMPT, status_since=since, status_until=until)
    if official_on and chance < _TEMPORARILY + _SUSPENDED:
        since = max(official_on, today - timedelta(thrown.randint(5, 90)))
        return replace(life, status=SUSPENDED, status_since=since)
    return life
