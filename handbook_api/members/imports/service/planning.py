"""What taking over a list would do, before it does it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.gateways.table_reading import Table
from handbook_api.members.imports import targets
from handbook_api.members.imports.errors import ListTooLong, NobodyInList
from handbook_api.members.imports.home_cells import HomeCells
from handbook_api.members.imports.judging import Judge, Judged, PassedOver
from handbook_api.members.imports.mapping import ColumnMapping
from handbook_api.members.imports.policy import ANY_LIST, POLICY, ImportAct
from handbook_api.members.imports.proposing import Proposal, propose
from handbook_api.members.imports.reading import BoxFault
from handbook_api.members.imports.values.words import standing_in

#: Kept of a list that is wrong all over; the rest is counted.
MOST_FAULTS = 5_000
_MOST_LISTED = 1_000
_SAMPLE = 20

#: Told after every batch how many rows have been dealt with.
Progress = Callable[[int], None]


def silent(done: int) -> None:
    """Tell nobody."""
    del done


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A list, and what its columns were confirmed to say."""

    table: Table
    mapping: ColumnMapping


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose person is known, and the fields that his record says differently."""

    row: int
    member_id: UUID
    fields: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What a list would do.

    rows: people in it. by_cell: new people by the cell's code or name. fields: how often each
    field differs from the records. faults: the first MOST_FAULTS; `fault_count` counts all.
    changed, passed_over, sample: the first some.
    """

    rows: int = 0
    new: int = 0
    unchanged: int = 0
    changed_count: int = 0
    faulty: int = 0
    fault_count: int = 0
    faults: list[BoxFault] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    by_cell: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    sample: list[Judged] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, int]:
        """The numbers alone, as they are kept and audited."""
        return {
            "rows": self.rows,
            "new": self.new,
            "unchanged": self.unchanged,
            "changed": self.changed_count,
            "faults": self.fault_count,
        }

    def add(self, people: Sequence[Judged], others: Sequence[PassedOver]) -> None:
        """A batch has been judged."""
        self.rows += len(people)
        self.passed_over += others[: _MOST_LISTED - len(self.passed_over)]
        self.sample += people[: _SAMPLE - len(self.sample)]
        for one in people:
            if one.is_faulty:
                self._add_faults(one)
            elif one.match is None:
                self.new += 1
                if one.draft.home is not None:
                    self.by_cell[one.draft.home.called] += 1
            elif one.match.differences:
                self._add_changed(one.draft.row, one.match.at.member.id, one.match.differences)
            else:
                self.unchanged += 1

    def _add_faults(self, one: Judged) -> None:
        self.faulty += 1
        self.fault_count += len(one.draft.faults)
        self.faults += one.draft.faults[: MOST_FAULTS - len(self.faults)]

    def _add_changed(self, row: int, member_id: UUID, fields: tuple[str, ...]) -> None:
        self.changed_count += 1
        self.fields.update(fields)
        if len(self.changed) < _MOST_LISTED:
            self.changed.append(Changed(row, member_id, fields))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How a list is dealt with. most_rows: more people are refused, None for any number.

    progress: hears after every batch how far it has come.
    """

    most_rows: int | None = None
    progress: Progress = silent

    def check(self, plan: Plan) -> None:
        """Tell how far the list has been dealt with. Raises ListTooLong."""
        if self.most_rows is not None and plan.rows > self.most_rows:
            raise ListTooLong(limit=self.most_rows)
        self.progress(plan.rows)


#: A list of any length, and nobody told.
UNBOUNDED = Bounds()


def propose_columns(session: Session, actor: Identity, content: Content, table: Table) -> Proposal:
    """Return what the columns of `table` seem to say.

    Raises Forbidden, SecondFactorNeeded, HeadingsNotFound, and what reading the file raises.
    """
    POLICY.require(actor, ImportAct.IMPORT, ANY_LIST)
    return propose(content, cells_of(session, actor, content), table)


def plan_import(
    session: Session,
    actor: Identity,
    content: Content,
    confirmed: Confirmed,
    bounds: Bounds = UNBOUNDED,
) -> Plan:
    """Return what taking over a list would do; nothing is written.

    Raises Forbidden, SecondFactorNeeded, ListTooLong, NobodyInList, a BoxRefused for what was
    said of the whole list, and what reading raises.
    """
    POLICY.require(actor, ImportAct.IMPORT, ANY_LIST)
    plan = Plan()
    for people, others in judged(session, actor, content, confirmed):
        plan.add(people, others)
        bounds.check(plan)
    if not plan.rows:
        raise NobodyInList
    return plan


def judged(
    session: Session,
    actor: Identity,
    content: Content,
    confirmed: Confirmed,
    *,
    checking: bool = True,
) -> Iterator[tuple[Sequence[Judged], Sequence[PassedOver]]]:
    """Yield the rows of a list in batches, judged by the records as they are now.

    checking: see Judge.
    """
    cells = cells_of(session, actor, content)
    _must_be_understood(content, cells, confirmed.mapping)
    judge = Judge(session, actor, content, cells, confirmed.mapping, checking=checking)
    yield from judge.judged(confirmed.table)


def _must_be_understood(content: Content, cells: HomeCells, mapping: ColumnMapping) -> None:
    """Return when what holds for the whole list makes sense: said once, it is refused once."""
    if targets.CELL in mapping.fixed:
        cells.find(mapping.fixed[targets.CELL])
    if targets.STATUS in mapping.fixed:
        standing_in(content, mapping.fixed[targets.STATUS])


def cells_of(session: Session, actor: Identity, content: Content) -> HomeCells:
    """Return the cells that `actor` may put people into."""
    return HomeCells(session, actor, content.organisation_code_digits, clock.today())
