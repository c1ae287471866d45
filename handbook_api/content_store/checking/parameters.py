"""The files of rules: what a schema cannot say of one file, and what one says of another."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from handbook_api.content_store.checking import catalogues, entries_twice, record_fields, rules
from handbook_api.content_store.checking import notice_kinds as notices
from handbook_api.content_store.checking import transfer_flow as flow
from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.templates import template_problems
from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import (
    HOLIDAYS,
    MEMBER_FIELDS,
    MEMBER_LISTS,
    MEMBER_STATUSES,
    NOTICE_KINDS,
    ORGANISATION_KINDS,
    PARAMETER_SCHEMAS,
    PARAMETERS,
    PHONES,
    ROLES,
    TRANSFERS,
    table_of,
)
from handbook_api.content_store.parameters.book import RULE_FILES, parameters_of
from handbook_api.content_store.parameters.choices import choice_lists_of
from handbook_api.content_store.parameters.fields import member_fields_of, viewer_classes_of
from handbook_api.content_store.parameters.holidays import holiday_list_of
from handbook_api.content_store.parameters.notice_kinds import notice_kinds_of
from handbook_api.content_store.parameters.organisation_kinds import organisation_kinds_of
from handbook_api.content_store.parameters.phones import phones_of
from handbook_api.content_store.parameters.roles import roles_of
from handbook_api.content_store.parameters.statuses import member_statuses_of
from handbook_api.content_store.parameters.transfers import transfer_flow_of

T = TypeVar("T")


def parameter_problems(
    folder: Path, faulty: frozenset[str], today: date | None
) -> Iterator[Problem]:
    """Yield what is wrong with the rules. `faulty` files were spoken of already."""
    yield from _strays(folder)
    for file in PARAMETER_SCHEMAS.keys() - faulty:
        table = table_of(folder, file)
        yield from entries_twice.repetition_problems(file, table)
        yield from rules.vouching_problems(file, table, today)
    shelf = _Shelf(folder, faulty)
    for file in RULE_FILES:
        parameters = shelf.read(file, partial(parameters_of, file=file))
        yield from rules.order_problems(file, parameters or ())
    if (kinds := shelf.read(ORGANISATION_KINDS, organisation_kinds_of)) is not None:
        yield from catalogues.kind_problems(kinds)
    if (roles := shelf.read(ROLES, roles_of)) is not None:
        yield from catalogues.role_problems(roles)
    if (statuses := shelf.read(MEMBER_STATUSES, member_statuses_of)) is not None:
        yield from catalogues.status_problems(statuses)
    if (holidays := shelf.read(HOLIDAYS, holiday_list_of)) is not None:
        yield from catalogues.holiday_problems(holidays)
    if (transfers := shelf.read(TRANSFERS, transfer_flow_of)) is not None:
        yield from flow.flow_problems(transfers)
    yield from notices.phone_problems(shelf.read(PHONES, phones_of) or {})
    told = shelf.read(NOTICE_KINDS, notice_kinds_of)
    yield from notices.notice_kind_problems(told or {})
    yield from template_problems(folder, faulty, told, today)
    lists = shelf.read(MEMBER_LISTS, choice_lists_of)
    yield from record_fields.list_problems(lists or {})
    fields = shelf.read(MEMBER_FIELDS, member_fields_of)
    viewers = shelf.read(MEMBER_FIELDS, viewer_classes_of)
    if fields is not None and viewers is not None:
        yield from record_fields.field_problems(fields, viewers, lists)
    yield from shelf.problems


class _Shelf:
    """Reads what can be read; a file that cannot is a problem once and then left alone."""

    def __init__(self, folder: Path, faulty: frozenset[str]) -> None:
        self._folder = folder
        self._faulty = set(faulty)
        self.problems: list[Problem] = []

    def read(self, file: str, reader: Callable[[Path], T]) -> T | None:
        if file in self._faulty:
            return None
        try:
            return reader(self._folder)
        except ContentUnreadable as fault:
            self._faulty.add(file)
            self.problems.append(Problem(file, "", str(fault.facts["problem"])))
            return None


def _strays(folder: Path) -> Iterator[Problem]:
    for path in sorted((folder / PARAMETERS).glob("*")):
        name = str(PurePosixPath(PARAMETERS) / path.name)
        if name not in PARAMETER_SCHEMAS and not path.name.startswith("."):
            yield Problem(name, "", "tệp lạ; không quy tắc nào của sổ tay đọc tệp này")
