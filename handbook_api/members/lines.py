"""Lines of the record's lists: positions, schooling, awards, discipline, yearly ratings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.db.sealing import KeyRing, Place, keys_of
from handbook_api.members import names
from handbook_api.members.bulk import insert_rows
from handbook_api.members.errors import (
    DateInFuture,
    DatesOutOfOrder,
    FieldUnknown,
    PersonRefused,
    UnknownChoice,
    ValueNotUnderstood,
    ValueTooLong,
)
from handbook_api.members.models import RecordLine
from handbook_api.members.sealed_rows import texts_of
from handbook_api.members.values import LINES

LONGEST_TEXT = 500
_TEXT, _CODE = "text", "code"


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be written. list: the field it belongs to. code: of that list's closed list.

    text: in words, sealed when kept. since, until: days, both inclusive; a rating of a year has
    its last day as both.
    """

    list: str
    code: str | None = None
    text: str | None = None
    since: date | None = None
    until: date | None = None


def faults_of_line(content: Content, line: NewLine, today: date) -> Iterator[PersonRefused]:
    """Yield what is wrong with `line`."""
    spec = content.member_fields.get(line.list)
    if spec is None or spec.kind != LINES:
        yield FieldUnknown(field=line.list)
        return
    known = not spec.choices or line.code is None or line.code in content.lists[spec.choices]
    if not known:
        yield UnknownChoice(field=line.list)
    text = names.tidy(line.text or "")
    if len(text) > LONGEST_TEXT:
        yield ValueTooLong(field=line.list, longest=LONGEST_TEXT)
    if not text and line.code is None:
        yield ValueNotUnderstood(field=line.list, hint=spec.hint or "…")
    if line.since is not None and line.since > today:
        yield DateInFuture(field=line.list)
    if line.since is not None and line.until is not None and line.until < line.since:
        yield DatesOutOfOrder(field=line.list, before=line.list)


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line of one of the record's lists, opened. code: of that list's closed list."""

    line: RecordLine
    code: str | None
    text: str | None


def open_line(session: Session, line: RecordLine) -> LineSeen:
    """Return what a line says."""
    texts = texts_of(session, line)
    return LineSeen(line, line.code or texts.get(_CODE), texts.get(_TEXT))


def write_lines(
    session: Session, content: Content, lines: Iterable[tuple[UUID, NewLine]]
) -> Sequence[UUID]:
    """Each line stands in the record of its member; return the lines' ids in that order.

    In a sensitive list the code is sealed with the words: it says as much as they do.
    """
    keys, fields = keys_of(session), content.member_fields
    rows = [_row(keys, id_, line, sealed=fields[line.list].sensitive) for id_, line in lines]
    insert_rows(session, RecordLine, rows)
    return [row["id"] for row in rows]


def _row(keys: KeyRing, member_id: UUID, line: NewLine, *, sealed: bool) -> dict[str, Any]:
    row_id = uuid4()
    said = {_TEXT: names.tidy(line.text or ""), _CODE: line.code if sealed else None}
    given = {name: text for name, text in said.items() if text}
    words = orjson.dumps(given).decode() if given else None
    place = Place(RecordLine.__tablename__, "sealed", str(row_id))
    return {
        "id": row_id,
        "member_id": member_id,
        "list": line.list,
        "code": None if sealed else line.code,
        "since": line.since,
        "until": line.until,
        "sealed": keys.seal(words, place) if words else None,
        "key_id": keys.current if words else None,
    }
