"""Somebody who is to get a record, and everything that must be true of him before he does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.members import names
from handbook_api.members.errors import (
    DateInFuture,
    DateNotOfStatus,
    DatesOutOfOrder,
    FieldUnknown,
    LastDayNeeded,
    NameMissing,
    PersonRefused,
    StatusCannotBegin,
    TooYoung,
    UnknownChoice,
)
from handbook_api.members.lines import NewLine, faults_of_line
from handbook_api.members.statuses import PROBATIONARY, PROSPECT
from handbook_api.members.values import (
    COLUMNS,
    FULL_NAME,
    STATUS,
    day_of_field,
    day_of_text,
    is_sealed,
    text_of_field,
)

#: Fields of a person that are legal days, in the only order that they can come in.
DATES = ("birth_date", "admission_decided_on", "joined_on", "official_on")
#: Fields of a person that are words or codes.
TEXTS = tuple(sorted(COLUMNS - {*DATES, FULL_NAME}))

#: Days that somebody of this status cannot have.
NOT_YET = {
    PROSPECT: ("admission_decided_on", "joined_on", "official_on"),
    PROBATIONARY: ("official_on",),
}

#: How a stay in a cell began.
LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Somebody who is to have a record, an account and a place in a cell.

    Fields that take a choice hold its code. sealed: values of sealed fields by code.
    status_since: the first day of the status; None: the day that brought it, or today.
    in_cell_since: his first day in the cell; None: the day he joined, or today.
    how: how he came into the cell: listed (taken over from a list), admitted, transferred.
    """

    cell_id: UUID
    full_name: str
    status: str
    sex: str | None = None
    birth_date: date | None = None
    joined_on: date | None = None
    admission_decided_on: date | None = None
    official_on: date | None = None
    status_since: date | None = None
    status_until: date | None = None
    decision: str | None = None
    decided_on: date | None = None
    occupation: str | None = None
    general_education: str | None = None
    qualification: str | None = None
    political_theory: str | None = None
    languages: str | None = None
    reachable_by: str | None = None
    sealed: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[NewLine] = ()
    in_cell_since: date | None = None
    how: str = LISTED
    id: UUID = field(default_factory=uuid4)
    account_id: UUID = field(default_factory=uuid4)


def person_of(cell_id: UUID, status: str, fields: Mapping[str, str], **rest: Any) -> NewMember:
    """Return the person whose fields, by code, were typed so; days as year-month-day.

    rest: other parts of NewMember. Raises NameMissing, DateNotUnderstood.
    """
    given: dict[str, Any] = {}
    for code in (*DATES, *TEXTS):
        if code in fields:
            given[code] = day_of_text(code, fields[code]) if code in DATES else fields[code]
    if FULL_NAME not in fields:
        raise NameMissing(field=FULL_NAME)
    sealed = {
        code: text for code, text in fields.items() if code not in given and code != FULL_NAME
    }
    return NewMember(
        cell_id=cell_id,
        full_name=fields[FULL_NAME],
        status=status,
        sealed=sealed,
        **given,
        **rest,
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with person number `index` of a batch, at `field`."""

    index: int
    field: str
    refusal: PersonRefused


@dataclass(frozen=True, slots=True)
class Tidied:
    """A person with every value in its one spelling, ready to be stored."""

    person: NewMember
    name: names.Name
    texts: Mapping[str, str]
    sealed: Mapping[str, str]


class Checker:
    """Checks one person after the other against the rules of a day; keeps nothing of them."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._today = clock.today()
        self._youngest = content.membership(self._today).admission_age_from_years

    def check(self, person: NewMember) -> tuple[Tidied, list[PersonRefused]]:
        """Return the person tidied, and everything that is wrong, each refusal with its field."""
        given = {code: getattr(person, code) for code in DATES}
        faults = [*faults_of_dates(given, self._today, self._youngest), *self._status(person)]
        for line in person.lines:
            faults += faults_of_line(self._content, line, self._today)
        name = names.read(self._text(FULL_NAME, person.full_name, faults))
        typed = {code: text for code in TEXTS if (text := getattr(person, code)) is not None}
        texts = {code: self._text(code, text, faults) for code, text in typed.items()}
        sealed = {code: self._sealed(code, text, faults) for code, text in person.sealed.items()}
        return Tidied(person, name, texts, sealed), faults

    def _text(self, code: str, text: str, faults: list[PersonRefused]) -> str:
        try:
            return text_of_field(self._content, self._content.member_fields[code], text)
        except PersonRefused as refusal:
            faults.append(refusal)
            return ""

    def _sealed(self, code: str, text: str, faults: list[PersonRefused]) -> str:
        spec = self._content.member_fields.get(code)
        if spec is None or not is_sealed(spec):
            faults.append(FieldUnknown(field=code))
            return ""
        return self._text(code, text, faults)

    def _status(self, person: NewMember) -> Iterator[PersonRefused]:
        if person.status not in self._content.member_statuses:
            yield UnknownChoice(field=STATUS)
            return
        status = self._content.member_statuses[person.status]
        if not status.may_begin:
            yield StatusCannotBegin(field=STATUS, status=status.name)
        if status.needs_until and person.status_until is None:
            yield LastDayNeeded(field=STATUS, status=status.name)
        for code in NOT_YET.get(person.status, ()):
            if getattr(person, code) is not None:
                yield DateNotOfStatus(field=code)
        yield from self._days_of_status(person)

    def _days_of_status(self, person: NewMember) -> Iterator[PersonRefused]:
        begun = [day for day in (person.status_since, person.in_cell_since) if day]
        happened = [*begun, person.decided_on] if person.decided_on else begun
        if any(day > self._today for day in happened):
            yield DateInFuture(field=STATUS)
        if person.birth_date and any(day < person.birth_date for day in happened):
            yield DatesOutOfOrder(field=STATUS, before="birth_date")
        since, until = person.status_since, person.status_until
        if until and since and until < since:
            yield DatesOutOfOrder(field="until", before="on")


def faults_of_dates(
    given: Mapping[str, date | None], today: date, youngest: int
) -> Iterator[PersonRefused]:
    """Yield what cannot be of somebody's legal days.

    given: by the codes of DATES. youngest: years at which one may join.
    """
    days = []
    for code in DATES:
        day = given.get(code)
        if day is not None:
            try:
                days.append((code, day_of_field(code, day, today)))
            except PersonRefused as refusal:
                yield refusal
    for (before, first), (code, then) in pairwise(days):
        if then < first:
            yield DatesOutOfOrder(field=code, before=before)
    good = dict(days)
    born, joined = good.get("birth_date"), good.get("admission_decided_on", good.get("joined_on"))
    if born and joined and is_younger(born, joined, youngest):
        yield TooYoung(field="joined_on", years=youngest)


def is_younger(born: date, on: date, years: int) -> bool:
    """Whether somebody had not lived `years` by the month of `on`: age counts by months."""
    return (on.year - born.year, on.month) < (years, born.month)
