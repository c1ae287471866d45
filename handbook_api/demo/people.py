"""Members of the demo: everything that stands in a record, and nothing of anybody real.

What could be mistaken for somebody's number cannot be one: citizen numbers begin with 000 (no
province), telephones with 010 (given to no operator), card numbers with 00.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from handbook_api.demo.days import Calendar, a_day
from handbook_api.demo.dice import drawn_id
from handbook_api.demo.history import lines_of
from handbook_api.demo.lists import lists
from handbook_api.demo.lives import EXEMPT, TEMPORARILY_EXEMPT, Life, Part, draw_life
from handbook_api.demo.names import draw_name
from handbook_api.members.people import NewMember

CARD_PREFIX, PHONE_PREFIX, CITIZEN_PREFIX, RECORD_SUFFIX = "00", "010", "000", "MH"
_EMAIL_DOMAIN = "minhhoa.example"

_RETIRED_FROM = 61
#: Shares of those who have or do something, 0 to 1.
_WITHOUT_PHONE = {"app": 0.0, "phone": 0.0, "in_person": 0.45}
_WITH_EMAIL, _WITH_BIRTH_PLACE, _WITH_OTHER_NAMES = 0.3, 0.2, 0.015
_MOVED_CELL, _WITH_CONTACT = 0.45, 0.5

_CONTACTS = ("Con trai", "Con gái", "Vợ", "Chồng", "Cháu nội", "Hàng xóm")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as far as its people care. since: the first day on which anybody was in it."""

    cell_id: UUID
    setting: str
    locality: str
    since: date


def draw_member(
    thrown: Random,
    calendar: Calendar,
    place: Place,
    serial: int,
    part: Part = Part.ANYBODY,
) -> NewMember:
    """Return member number `serial` of the demo; no other serial shares a number with him."""
    setting = lists().settings[place.setting]
    sex = "female" if thrown.random() < setting.women else "male"
    life = draw_life(thrown, calendar, setting, part)
    name = draw_name(thrown, sex, life.born_on.year)
    age = life.age(calendar.today)
    reached = "app" if part is Part.STEADY else lists().reachable_by.at(age).turn(thrown)
    sealed = dict(_numbers(thrown, life, serial, sex, reached))
    sealed |= _circumstances(thrown, place, life, name.family, reached, serial)
    return NewMember(
        id=drawn_id(thrown),
        account_id=drawn_id(thrown),
        cell_id=place.cell_id,
        full_name=name.full,
        sex=sex,
        birth_date=life.born_on,
        admission_decided_on=life.decided_on,
        joined_on=life.joined_on,
        official_on=life.official_on,
        status=life.status,
        status_since=life.status_since,
        status_until=life.status_until,
        decision=_decision(thrown) if life.status_since else None,
        decided_on=life.status_since,
        occupation=thrown.choice(lists().retired if age >= _RETIRED_FROM else setting.occupations),
        general_education=lists().general_education.at(life.born_on.year).turn(thrown),
        qualification=setting.qualifications.turn(thrown) or None,
        political_theory=lists().political_theory.at(life.born_on.year).turn(thrown),
        languages=lists().wheels["languages"].turn(thrown) or None,
        reachable_by=reached,
        sealed=sealed,
        lines=tuple(lines_of(thrown, calendar, life)),
        in_cell_since=_in_cell_since(thrown, calendar.today, place, life),
    )


def _numbers(
    thrown: Random, life: Life, serial: int, sex: str, reached: str
) -> Iterator[tuple[str, str]]:
    if life.official_on is not None:
        yield "card_number", f"{CARD_PREFIX}{serial:06d}"
    yield "record_number", f"{serial:06d}{RECORD_SUFFIX}"
    # As real ones are made: a digit for sex and century, the year of birth, a serial.
    century = (sex == "female") + 2 * (life.born_on.year >= 2000)
    yield "citizen_id", f"{CITIZEN_PREFIX}{century}{life.born_on:%y}{serial:06d}"
    if thrown.random() >= _WITHOUT_PHONE[reached]:
        yield "phone", f"{PHONE_PREFIX}{serial:07d}"
    if reached == "app" and thrown.random() < _WITH_EMAIL:
        yield "email", f"dangvien{serial}@{_EMAIL_DOMAIN}"


def _circumstances(
    thrown: Random, place: Place, life: Life, family: str, reached: str, serial: int
) -> Iterator[tuple[str, str]]:
    home = f"thôn Ví Dụ {thrown.randint(1, 20)}, {place.locality}"
    yield "home_town", home
    yield "residence", f"Số {thrown.randint(1, 300)}, {home}"
    yield "ethnicity", lists().ethnic_group(thrown, family)
    if religion := lists().wheels["religions"].turn(thrown):
        yield "religion", religion
    if thrown.random() < _WITH_BIRTH_PLACE:
        yield "birth_place", f"Trạm Y tế Giả Định, {place.locality}"
    if thrown.random() < _WITH_OTHER_NAMES:
        yield "other_names", f"Bí danh Ví Dụ {serial}"
    if reached != "app" and thrown.random() < _WITH_CONTACT:
        # Nobody's number: serials of members end far below.
        yield "contact_person", f"{thrown.choice(_CONTACTS)}, {PHONE_PREFIX}{9_000_000 + serial}"
    if life.status == EXEMPT:
        yield "exemption_reason", "old_age" if thrown.random() < 0.8 else "long_treatment"
    elif life.status == TEMPORARILY_EXEMPT:
        yield "exemption_reason", lists().wheels["temporary_reasons"].turn(thrown)


def _decision(thrown: Random) -> str:
    return f"Quyết định số {thrown.randint(1, 400)}-QĐ/ĐU"


def _in_cell_since(thrown: Random, today: date, place: Place, life: Life) -> date:
    """Half have been there from the start, the others came some time later."""
    first = max(life.joined_on, place.since)
    if thrown.random() < _MOVED_CELL:
        return (
            a_day(thrown, first, today - timedelta(30)) if first < today - timedelta(60) else first
        )
    return first


def parts_of_shown_cell(size: int) -> Sequence[Part]:
    """Return who is in the cell that is shown to guests: leaders, and one of every sort."""
    parts = (
        *[Part.STEADY] * 4,
        Part.NEWCOMER,
        Part.BADGE_DUE,
        Part.EXEMPT,
        Part.ON_LEAVE,
    )
    return (*parts, *[Part.ANYBODY] * max(0, size - len(parts)))[:size]
