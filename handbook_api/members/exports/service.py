"""A list is given out: for a purpose, with the fields that one sees, and written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.gateways.table_writing import Column, Sheet, Value, write_workbook
from handbook_api.members import names, sealed
from handbook_api.members.exports import queries
from handbook_api.members.exports.errors import (
    ExportTooLong,
    FieldsNotSeen,
    FieldsUnknown,
    PurposeMissing,
    StatusesUnknown,
)
from handbook_api.members.exports.policy import ExportAct
from handbook_api.members.exports.scope import lines_above, paths_of
from handbook_api.members.exports.values import value_of
from handbook_api.members.queries import MemberAt
from handbook_api.members.relations import relations_of, seen_fields
from handbook_api.members.values import LINES, is_sealed
from handbook_api.members.views import STATUSES, TAKEN_OUT
from handbook_api.organisations.models import Organisation

LEAST_PURPOSE, MOST_PURPOSE = 10, 300
#: People in a list that is made while somebody waits for it.
MOST_AT_ONCE = 20_000
#: Cells whose people are read together.
_CELLS = 20
_SHEET, _NUMBER = "Đảng viên", "TT"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is to hold. fields: codes, in the order of the columns. organisation_id: a cell
    or a committee, None for wherever one serves. statuses: without any, all who have not left.
    most_rows: more people are refused.
    """

    purpose: str
    fields: Sequence[str]
    organisation_id: UUID | None = None
    statuses: Sequence[str] = ()
    most_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A list that was made. paths: of the organisations it is about; rows: how many people."""

    id: UUID
    wanted: Wanted
    paths: Sequence[str]
    rows: int


def export_members(
    session: Session,
    viewer: Identity,
    content: Content,
    wanted: Wanted,
    target: IO[bytes],
    folder: Path | None = None,
) -> Export:
    """`target` is a workbook with the people and fields wanted; memory does not grow with them.

    Written down it is not yet: see `write_down`, which must be done before anybody gets the list.
    Raises PurposeMissing, FieldsUnknown, StatusesUnknown, FieldsNotSeen, ExportTooLong,
    OrganisationNotFound, Forbidden, SecondFactorNeeded.
    """
    specs, purpose = _specs(content, wanted), _purpose(wanted)
    paths = paths_of(session, viewer, wanted.organisation_id)
    rows = _Rows(session, viewer, content, wanted, specs)
    sheet = Sheet(
        name=_SHEET,
        columns=[Column(_NUMBER), *(Column(_title(spec)) for spec in specs)],
        rows=rows.inside(paths),
        above=lines_above(session, viewer, content, paths, purpose),
    )
    write_workbook(target, [sheet], folder=folder)
    return Export(uuid4(), wanted, paths, rows.written)


def write_down(session: Session, viewer: Identity, export: Export) -> None:
    """The export is in the audit log: who, what for, which fields, how many people.

    Once for each organisation it is about: there its members find it among who opened their record.
    """
    facts: dict[str, audit.Fact] = {"purpose": _purpose(export.wanted), "rows": export.rows}
    if export.wanted.statuses:
        facts[STATUSES] = ",".join(export.wanted.statuses)
    for path in export.paths:
        audit.record(
            session,
            viewer,
            ExportAct.EXPORT,
            TAKEN_OUT,
            str(export.id),
            path=path,
            fields=export.wanted.fields,
            facts=facts,
        )


def _purpose(wanted: Wanted) -> str:
    purpose = names.tidy(wanted.purpose)
    if not LEAST_PURPOSE <= len(purpose) <= MOST_PURPOSE:
        raise PurposeMissing(least=LEAST_PURPOSE, most=MOST_PURPOSE)
    return purpose


def _specs(content: Content, wanted: Wanted) -> Sequence[FieldSpec]:
    codes = list(dict.fromkeys(wanted.fields))
    unknown = [code for code in codes if code not in content.member_fields]
    if unknown or not codes:
        raise FieldsUnknown(fields=", ".join(code[:40] for code in unknown) or "…")
    strange = [code for code in wanted.statuses if code not in content.member_statuses]
    if strange:
        raise StatusesUnknown(statuses=", ".join(code[:40] for code in strange))
    return [content.member_fields[code] for code in codes]


def _title(spec: FieldSpec) -> str:
    """Our own heading of the field: the one by which an import knows it again."""
    return spec.headers[0] if spec.headers else spec.name


class _Rows:
    """Reads the people of an export, some cells at a time."""

    def __init__(
        self,
        session: Session,
        viewer: Identity,
        content: Content,
        wanted: Wanted,
        specs: Sequence[FieldSpec],
    ) -> None:
        self._session, self._viewer, self._content = session, viewer, content
        self._wanted, self._specs = wanted, specs
        self._sealed = [spec.code for spec in specs if is_sealed(spec)]
        self._lists = [spec.code for spec in specs if spec.kind == LINES]
        #: What may not be seen of people at these places, worked out once for each.
        self._hidden: dict[object, str] = {}
        self.written = 0

    def inside(self, paths: Sequence[str]) -> Iterator[Sequence[Value]]:
        """Yield a row for each person in the cells inside `paths`, in the order of the tree."""
        found = queries.cells_inside(self._session, self._viewer, paths)
        coming = iter(sorted(found, key=_in_tree))
        while some := list(islice(coming, _CELLS)):
            yield from self._of_cells(some)

    def _of_cells(self, cells: Sequence[Organisation]) -> Iterator[Sequence[Value]]:
        people = queries.members_of_cells(self._session, self._viewer, cells, self._wanted.statuses)
        ids = [at.member.id for at in people]
        values = sealed.read_fields(self._session, ids, self._sealed) if self._sealed else {}
        lines = queries.lines_of_members(self._session, self._viewer, ids, self._lists)
        for at in people:
            self._must_be_seen(at)
            self._count()
            own = values.get(at.member.id, {}), lines.get(at.member.id, {})
            yield [
                self.written,
                *(value_of(self._content, spec, at, *own) for spec in self._specs),
            ]

    def _count(self) -> None:
        self.written += 1
        most = self._wanted.most_rows
        if most is not None and self.written > most:
            raise ExportTooLong(limit=most)

    def _must_be_seen(self, at: MemberAt) -> None:
        """Return when every field wanted is one that the viewer sees of this person."""
        is_own = at.member.account_id == self._viewer.account_id
        place = (at.paths, is_own)
        if place not in self._hidden:
            relations = relations_of(self._content, self._viewer, at)
            seen = seen_fields(self._content, relations)
            hidden = [spec.name for spec in self._specs if spec.code not in seen]
            self._hidden[place] = ", ".join(hidden)
        if self._hidden[place]:
            raise FieldsNotSeen(fields=self._hidden[place])


def _in_tree(cell: Organisation) -> tuple[str, str, str]:
    """Cells of one committee stand together, in the order of their names."""
    return cell.path.rpartition(cell.key)[0], cell.sort_name, cell.id.hex
