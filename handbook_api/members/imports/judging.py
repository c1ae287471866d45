"""Every row of a list, judged: somebody new, somebody known, or faulty.

Rows come in batches; of those that have passed, only digests are kept: some hundred bytes each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity
from handbook_api.gateways.table_reading import Row, Table
from handbook_api.members import names
from handbook_api.members.adding import Intake, faults_in, new_intake
from handbook_api.members.errors import DateNotOfStatus
from handbook_api.members.imports import targets
from handbook_api.members.imports.faults import NumberTwiceInList, PersonTwiceInList
from handbook_api.members.imports.home_cells import HomeCells
from handbook_api.members.imports.mapping import ColumnMapping
from handbook_api.members.imports.matching import Match, Matcher, Mismatch
from handbook_api.members.imports.people import new_member
from handbook_api.members.imports.reading import BoxFault, Draft, PersonReader
from handbook_api.members.imports.rows import NotAPerson, RowSorter, Said
from handbook_api.members.models import Member
from handbook_api.members.people import DATES, NOT_YET, NewMember, faults_of_dates

_DAYS = frozenset(DATES)
#: Rows judged together: what a handful of statements can look up at once.
BATCH = 1_000


@dataclass(slots=True)
class Judged:
    """One row of a person. Without faults it is somebody new (`person`) or known (`match`)."""

    draft: Draft
    person: NewMember | None = None
    match: Match | None = None

    @property
    def is_faulty(self) -> bool:
        """Whether the row cannot be taken as it is."""
        return bool(self.draft.faults)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that is no person, and why."""

    row: int
    why: NotAPerson


@dataclass(slots=True)
class _Met:
    """What the rows so far held, by digest; the row where it was met first."""

    numbers: dict[bytes, int] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    records: dict[UUID, int] = field(default_factory=dict)


class Judge:
    """Judges one list from top to bottom, once."""

    def __init__(
        self,
        session: Session,
        actor: Identity,
        content: Content,
        cells: HomeCells,
        mapping: ColumnMapping,
        *,
        checking: bool = True,
    ) -> None:
        """checking: ask the rules of the record here, so that each fault is told at its box;
        False where adding people asks them anyway, and nobody is told more than that it failed."""
        self._session, self._actor, self._content = session, actor, content
        self._mapping, self._checking = mapping, checking
        self._reader = PersonReader(content, cells, mapping)
        self._matcher = Matcher(session, actor, content)
        self._intake: Intake = new_intake(content)
        self._met = _Met()
        self._today = clock.today()
        self._youngest = content.membership(self._today).admission_age_from_years

    def judged(self, table: Table) -> Iterator[tuple[Sequence[Judged], Sequence[PassedOver]]]:
        """Yield the rows of `table` in batches: people, and rows that are none."""
        sorter = RowSorter(self._content, self._mapping, table.merged)
        rows = (row for row in table if row.number >= self._mapping.first_row)
        while batch := [(row, sorter.sort(row)) for row in islice(rows, BATCH)]:
            yield self._batch(batch)

    def _batch(
        self, rows: Iterable[tuple[Row, Said | NotAPerson]]
    ) -> tuple[Sequence[Judged], Sequence[PassedOver]]:
        people: list[Judged] = []
        others: list[PassedOver] = []
        for row, said in rows:
            if isinstance(said, Said):
                people.append(Judged(self._reader.read(said)))
            elif said != NotAPerson.BLANK:
                others.append(PassedOver(row.number, said))
        self._match([one.draft for one in people], people)
        self._check(people)
        return people, others

    def _match(self, drafts: Sequence[Draft], people: Sequence[Judged]) -> None:
        blinds = {draft.row: self._matcher.blinds(draft) for draft in drafts}
        for draft in drafts:
            for code, blind in blinds[draft.row].items():
                self._once(draft, code, blind)
            self._once_by_name(draft)
        found = self._matcher.match(drafts, blinds)
        for one in people:
            match = found.get(one.draft.row)
            if isinstance(match, Mismatch):
                self._fault(one.draft, match.field, match.refusal)
            elif match is not None:
                one.match = match
                first = self._met.records.setdefault(match.at.member.id, one.draft.row)
                if first != one.draft.row and not one.is_faulty:
                    self._fault(one.draft, targets.FULL_NAME, PersonTwiceInList(row=first))

    def _once(self, draft: Draft, code: str, blind: bytes) -> None:
        first = self._met.numbers.setdefault(blind, draft.row)
        if first != draft.row:
            self._fault(draft, code, NumberTwiceInList(row=first))

    def _once_by_name(self, draft: Draft) -> None:
        name, born = draft.text(targets.FULL_NAME), draft.day(targets.BIRTH_DATE)
        if name is None or born is None or draft.home is None:
            return
        # 64 bits: among 150,000 people two differ and look alike once in a billion lists.
        digest = hash((names.sort_key(name), born, draft.home.id))
        first = self._met.people.setdefault(digest, draft.row)
        if first != draft.row and not draft.faults:
            self._fault(draft, targets.FULL_NAME, PersonTwiceInList(row=first))

    def _check(self, people: Sequence[Judged]) -> None:
        """The rules of the record, for whoever is to be added or changed."""
        asked = []
        for one in people:
            home, standing = one.draft.home, one.draft.standing
            if one.is_faulty or home is None or standing is None:
                continue
            if one.match is None:
                one.person = new_member(self._content, one.draft, home, standing)
                asked.append(one)
            elif not _DAYS.isdisjoint(one.match.differences):
                self._check_days(one.draft, one.match.at.member)
        batch = [one.person for one in asked if one.person is not None]
        if not batch or not self._checking:
            return
        # Numbers that come twice were told above, with the row.
        intake = Intake(self._intake.checker, self._intake.cells)
        for fault in faults_in(self._session, self._actor, self._content, batch, intake):
            self._fault(asked[fault.index].draft, fault.field, fault.refusal)

    def _check_days(self, draft: Draft, member: Member) -> None:
        """What the list says, beside what the record says of the other days."""
        for code in NOT_YET.get(member.status, ()):
            if draft.day(code) is not None and draft.day(code) != getattr(member, code):
                self._fault(draft, code, DateNotOfStatus(field=code))
        days = {code: draft.day(code) or getattr(member, code) for code in DATES}
        for refusal in faults_of_dates(days, self._today, self._youngest):
            self._fault(draft, str(refusal.facts["field"]), refusal)

    def _fault(self, draft: Draft, code: str, refusal: HandbookError) -> None:
        column = self._mapping.column(code)
        draft.faults.append(BoxFault(draft.row, column, refusal))
