"""Many organisations at once, from a list: all that are new open, or none does."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content, OrganisationKind
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import ROOT_PATH, Identity
from handbook_api.core.policy import Subject
from handbook_api.organisations.codes import is_under, tidy_code
from handbook_api.organisations.errors import (
    CodeHeld,
    CodeNotUnderParent,
    CodeTwice,
    Cycle,
    ListedOtherwise,
    NamedTwice,
    ParentUnknown,
)
from handbook_api.organisations.events import OrganisationOpened
from handbook_api.organisations.paths import path_under
from handbook_api.organisations.policy import POLICY, OrganisationAct
from handbook_api.organisations.service.checking import (
    kind_of,
    must_fit,
    must_follow,
    must_have_come,
    must_live_on,
    tidy_name,
)
from handbook_api.organisations.service.known_tree import Known, KnownTree, known_tree, to_be
from handbook_api.organisations.service.opening import fresh_keys
from handbook_api.organisations.service.plans import Opening, Plan, State, Stated
from handbook_api.organisations.service.reading import take_tree

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ListedOrganisation:
    """One line of a list. number: where it stands, to speak of it. parent_code: None: the top."""

    number: int
    name: str
    kind: str
    opened_on: date
    code: str | None = None
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line, and in which column."""

    number: int
    column: str
    refusal: HandbookError


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list would do. plan: what opens, to be carried out when there are no problems.
    unchanged: how many lines are in the tree already."""

    plan: Plan
    unchanged: int
    problems: Sequence[LineProblem]


def plan_listing(
    session: Session,
    actor: Identity,
    content: Content,
    lines: Sequence[ListedOrganisation],
    *,
    decision: str | None = None,
    faulty: Collection[str] = (),
) -> Listing:
    """Return what the list would open, what is there already, and what is wrong with which line.

    Nothing is written. The order of lines does not matter. What is in the tree under the same
    code (without a code: under the same parent and name) stays as it is.
    faulty: codes of lines that could not be read; what stands below them is left out.
    Raises Forbidden.
    """
    take_tree(session)
    keys = iter(fresh_keys(session, len(lines)) if lines else ())
    work = _Work(
        actor, content, known_tree(session, actor), keys, faulty={code for code in faulty if code}
    )
    work.take_all(lines)
    openings = work.openings
    plan = Plan(
        OrganisationAct.OPEN,
        "opened",
        Stated(clock.today(), decision),
        openings=openings,
        news=[OrganisationOpened(one.id, one.opened_on) for one in openings],
    )
    return Listing(plan, work.unchanged, sorted(work.problems, key=lambda one: one.number))


class _Wrong(Exception):
    """Becomes a problem of the line that is being read."""

    def __init__(self, column: str, refusal: HandbookError) -> None:
        super().__init__(column)
        self.column, self.refusal = column, refusal


@contextmanager
def _column(name: str) -> Iterator[None]:
    """Refusals inside are about this column of the line."""
    try:
        yield
    except HandbookError as refusal:
        raise _Wrong(name, refusal) from refusal


@dataclass(slots=True)
class _Work:
    """A list as far as it was read. faulty: codes of lines with problems, below which nothing
    can be judged; coming: codes of lines that were not read yet."""

    actor: Identity
    content: Content
    tree: KnownTree
    keys: Iterator[str]
    openings: list[Opening] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    unchanged: int = 0
    faulty: set[str | None] = field(default_factory=set)
    coming: set[str | None] = field(default_factory=set)
    listed: set[str | None] = field(default_factory=set)
    new_ids: set[UUID] = field(default_factory=set)

    def take_all(self, lines: Iterable[ListedOrganisation]) -> None:
        """Every line is known to be there, opens something, or has a problem."""
        tidied = [tidy for line in lines if (tidy := self._noting(line, self._tidied))]
        self.coming = {line.code for line in tidied if line.code}
        for line in _parents_first(tidied):
            self._noting(line, self._judge)
            self.coming.discard(line.code)

    def _noting(
        self, line: ListedOrganisation, act: Callable[[ListedOrganisation], Result]
    ) -> Result | None:
        try:
            return act(line)
        except _Wrong as wrong:
            self.problems.append(LineProblem(line.number, wrong.column, wrong.refusal))
            self.faulty |= {line.code} if line.code else set()
            return None

    def _tidied(self, line: ListedOrganisation) -> ListedOrganisation:
        digits = self.content.organisation_code_digits
        with _column("code"):
            code = tidy_code(line.code, digits) if line.code else None
        with _column("parent_code"):
            above = tidy_code(line.parent_code, digits) if line.parent_code else None
        with _column("name"):
            name = tidy_name(line.name)
        return replace(line, name=name, code=code, parent_code=above)

    def _judge(self, line: ListedOrganisation) -> None:
        if line.code is not None and line.code in self.listed:
            raise _Wrong("code", CodeTwice(given=line.code))
        self.listed.add(line.code)
        if line.parent_code in self.faulty:
            self.faulty |= {line.code} if line.code else set()
            return
        with _column("parent_code"):
            parent = self._parent(line)
        known = self.tree.find(line.code, line.name, parent)
        if known is not None:
            if known.id in self.new_ids:
                raise _Wrong("name", NamedTwice())
            _must_be_the_same(line, known, parent)
            self.unchanged += 1
            return
        path = parent.path if parent else ROOT_PATH
        POLICY.require(self.actor, OrganisationAct.OPEN, Subject(path))
        kind = self._good_kind(line, parent)
        opening = self._opening(line, kind, parent)
        self.openings.append(opening)
        self.new_ids.add(opening.id)
        self.tree.add(to_be(opening, parent.above if parent else None))

    def _parent(self, line: ListedOrganisation) -> Known | None:
        if line.parent_code is None:
            return None
        found = self.tree.by_code.get(line.parent_code)
        if found is None and line.parent_code in self.coming:
            raise Cycle(name=line.name)
        if found is None:
            raise ParentUnknown(given=line.parent_code)
        return found

    def _good_kind(self, line: ListedOrganisation, parent: Known | None) -> OrganisationKind:
        with _column("kind"):
            kind = kind_of(self.content, line.kind)
            must_fit(kind, kind_of(self.content, parent.kind) if parent else None)
            must_live_on(kind, line.opened_on)
        with _column("opened_on"):
            must_have_come(line.opened_on)
            if parent is not None:
                must_follow(line.opened_on, parent.opened_on, parent.name)
        with _column("code"):
            self._must_be_free(line, parent.above if parent else None)
        return kind

    def _must_be_free(self, line: ListedOrganisation, above: str | None) -> None:
        if line.code is None:
            return
        if above is not None and not is_under(line.code, above):
            raise CodeNotUnderParent(given=line.code, above=above)
        free_from = self.tree.free_from.get(line.code, date.min)
        if free_from is None or free_from > line.opened_on:
            raise CodeHeld(given=line.code)

    def _opening(
        self, line: ListedOrganisation, kind: OrganisationKind, parent: Known | None
    ) -> Opening:
        key = next(self.keys)
        return Opening(
            id=uuid4(),
            key=key,
            path=path_under(parent.path if parent else None, key),
            is_cell=kind.is_cell,
            opened_on=line.opened_on,
            state=State(line.name, kind.code, line.code, parent.id if parent else None),
        )


def _parents_first(lines: Sequence[ListedOrganisation]) -> Iterator[ListedOrganisation]:
    """Yield every line after those whose code it names as its parent's; cycles come last."""
    waiting = list(lines)
    while waiting:
        coming = {line.code for line in waiting if line.code}
        ready = [line for line in waiting if line.parent_code not in coming] or waiting
        yield from ready
        taken = set(map(id, ready))
        waiting = [line for line in waiting if id(line) not in taken]


def _must_be_the_same(line: ListedOrganisation, known: Known, parent: Known | None) -> None:
    told = (
        ("name", "tên", known.name, line.name),
        ("kind", "loại", known.kind, line.kind),
        ("parent_code", "cấp trên", known.parent_id, parent.id if parent else None),
    )
    for column, what, kept, said in told:
        if kept != said:
            raise _Wrong(column, ListedOtherwise(what=what))
