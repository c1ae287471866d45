"""Taking over a list, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.members.adding import add_members, new_intake
from handbook_api.members.changing import change_fields
from handbook_api.members.errors import BatchRefused, PersonRefused
from handbook_api.members.imports.errors import ListRefused, NobodyInList
from handbook_api.members.imports.judging import Judged
from handbook_api.members.imports.keeping import forget_file
from handbook_api.members.imports.matching import Match
from handbook_api.members.imports.models import ImportRun
from handbook_api.members.imports.policy import ANY_LIST, POLICY, ImportAct
from handbook_api.members.imports.reading import Draft
from handbook_api.members.imports.service.planning import UNBOUNDED, Bounds, Confirmed, Plan, judged
from handbook_api.members.people import NewMember
from handbook_api.members.values import BY_ACTS

#: What an import is called in the audit log.
KIND = "member_import"
_LONGEST_EXTENSION = 8


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is taken over. run: where it is entered. update: people who are known get what
    the list says differently, as far as a list may change it."""

    run: ImportRun
    update: bool = False
    bounds: Bounds = UNBOUNDED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a list. added, updated: people. left: known people whose records say
    something else and were left as they are."""

    import_id: UUID
    added: int
    updated: int
    unchanged: int
    left: int


def new_run(actor: Identity, path: Path, headings: str) -> ImportRun:
    """Return the entry of the list at `path` in the register of imports, not yet stored.

    headings: their digest (proposing.Proposal.digest).
    """
    return ImportRun(
        id=uuid4(),
        by_account_id=actor.account_id,
        at=clock.now(),
        extension=path.suffix.lower()[:_LONGEST_EXTENSION],
        file_sha256=_digest(path),
        headings=headings,
        counts={},
    )


def carry_out(
    session: Session, actor: Identity, content: Content, confirmed: Confirmed, order: Order
) -> Outcome:
    """Everybody new in the list has a record; or nobody, and a refusal says how many faults.

    One pass: the list is judged again, by the records as they are in this transaction. When a row
    turns out to be faulty after others were added, the refusal takes them back with it.
    Raises ListRefused, ListTooLong, NobodyInList, Forbidden, SecondFactorNeeded, and what
    reading raises.
    """
    POLICY.require(actor, ImportAct.IMPORT, ANY_LIST)
    plan, taking = Plan(), _Taking(session, actor, content, order)
    for people, others in judged(session, actor, content, confirmed, checking=False):
        plan.add(people, others)
        if not plan.fault_count:
            taking.take(people)
        order.bounds.check(plan)
    if plan.fault_count:
        raise ListRefused(count=plan.fault_count)
    if not plan.rows:
        raise NobodyInList
    outcome = Outcome(order.run.id, plan.new, taking.updated, plan.unchanged, taking.left)
    _conclude(session, actor, confirmed, order, outcome)
    return outcome


class _Taking:
    """Writes what has been judged, batch after batch."""

    def __init__(self, session: Session, actor: Identity, content: Content, order: Order) -> None:
        self._session, self._actor, self._content = session, actor, content
        self._order = order
        self._intake = new_intake(content)
        self.updated = 0
        self.left = 0

    def take(self, people: Sequence[Judged]) -> None:
        """New people are added; known ones changed, if that was asked for."""
        batch = [one.person for one in people if one.person is not None]
        if batch:
            self._add(batch)
        for one in people:
            if one.match is not None and one.match.differences:
                self._change(one.draft, one.match)

    def _add(self, batch: Sequence[NewMember]) -> None:
        try:
            add_members(self._session, self._actor, self._content, batch, self._intake)
        except BatchRefused as refusal:
            raise ListRefused(**refusal.facts) from refusal
        except PersonRefused as refusal:
            raise ListRefused(count=1) from refusal

    def _change(self, draft: Draft, match: Match) -> None:
        """Each change is written down for its own record: whose it is shall find it there."""
        wanted = {code: draft.values[code] for code in match.differences if code not in BY_ACTS}
        if self._order.update and wanted:
            member_id = match.at.member.id
            change_fields(self._session, self._actor, self._content, member_id, wanted)
            self.updated += 1
        # To another cell, or into another status, leads an act of its own.
        self.left += not self._order.update or len(wanted) < len(match.differences)


def _conclude(
    session: Session, actor: Identity, confirmed: Confirmed, order: Order, outcome: Outcome
) -> None:
    """The import is in the register and in the audit log, once; its file is forgotten."""
    counts = {
        "added": outcome.added,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "left": outcome.left,
    }
    run = order.run
    run.mapping, run.counts = confirmed.mapping.as_table(), counts
    run.carried_out_at = clock.now()
    session.add(run)
    forget_file(session, run.id)
    facts: dict[str, audit.Fact] = {**counts, "sha256": run.file_sha256}
    audit.record(session, actor, ImportAct.IMPORT, KIND, str(run.id), facts=facts)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
