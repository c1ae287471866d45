"""Every data file against its JSON Schema in _schemas/."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import orjson
from jsonschema import Draft202012Validator, FormatChecker

from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.wording import place_of, sentence
from handbook_api.content_store.documents import summary_name
from handbook_api.content_store.errors import ContentUnreadable
from handbook_api.content_store.files import (
    ABBREVIATION_COLUMNS,
    ABBREVIATIONS,
    ISSUERS,
    PARAMETER_SCHEMAS,
    SCHEMAS,
    SYNONYM_COLUMNS,
    SYNONYMS,
    TOPICS,
    Row,
    document_names,
    message_names,
    rows_of,
    table_of,
    template_names,
    text_of,
)

_FORMATS = FormatChecker(formats=())


class _Day(str):
    """A TOML date on its way through JSON Schema, which knows only strings."""

    __slots__ = ()


@_FORMATS.checks("date")
def _is_day(value: object) -> bool:
    return isinstance(value, _Day)


def shape_problems(folder: Path) -> Iterator[Problem]:
    """Yield what cannot be read or does not follow its schema. The rest may then be loaded."""
    yield from _tables(folder, "document", document_names(folder))
    yield from _tables(folder, "issuers", (ISSUERS,))
    yield from _tables(folder, "topics", (TOPICS,))
    for name, schema in PARAMETER_SCHEMAS.items():
        yield from _tables(folder, schema, (name,))
    yield from _tables(folder, "notice_template", template_names(folder))
    yield from _tables(folder, "messages", message_names(folder))
    yield from _summaries(folder)
    yield from _rows(folder, "abbreviations", ABBREVIATIONS, ABBREVIATION_COLUMNS)
    yield from _rows(folder, "synonyms", SYNONYMS, SYNONYM_COLUMNS)


def _tables(folder: Path, schema: str, names: tuple[str, ...]) -> Iterator[Problem]:
    try:
        judge = _judge(folder, schema)
    except ContentUnreadable as fault:
        yield _unreadable(fault)
        return
    for name in names:
        try:
            told = _plain(table_of(folder, name))
        except ContentUnreadable as fault:
            yield _unreadable(fault)
        else:
            yield from map(partial(_shape_problem, name), judge.iter_errors(told))


def _summaries(folder: Path) -> Iterator[Problem]:
    for name in map(summary_name, document_names(folder)):
        try:
            if (folder / name).is_file():
                text_of(folder, name)
        except ContentUnreadable as fault:
            yield _unreadable(fault)


def _shape_problem(name: str, fault: object) -> Problem:
    return Problem(name, place_of(fault.absolute_path), sentence(fault))  # type: ignore[attr-defined,arg-type]


def _rows(folder: Path, schema: str, name: str, columns: Row) -> Iterator[Problem]:
    try:
        judge = _judge(folder, schema)
        for line, cells in rows_of(folder, name, columns):
            for fault in judge.iter_errors(dict(zip(columns, cells, strict=True))):
                column = place_of(fault.absolute_path)
                yield Problem(name, f"dòng {line}, cột {column}", sentence(fault))
    except ContentUnreadable as fault:
        yield _unreadable(fault)


def _judge(folder: Path, schema: str) -> Draft202012Validator:
    name = f"{SCHEMAS}/{schema}.schema.json"
    try:
        rules = orjson.loads(text_of(folder, name))
    except orjson.JSONDecodeError as fault:
        raise ContentUnreadable(file=name, problem=f"JSON viết sai: {fault}") from None
    return Draft202012Validator(rules, format_checker=_FORMATS)


def _unreadable(fault: ContentUnreadable) -> Problem:
    return Problem(str(fault.facts["file"]), "", str(fault.facts["problem"]))


def _plain(value: object) -> object:
    """Return `value` with TOML dates as the strings JSON Schema can look at."""
    match value:
        case datetime():
            return value.isoformat()
        case date():
            return _Day(value.isoformat())
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return value
