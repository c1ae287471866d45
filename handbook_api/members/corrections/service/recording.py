"""A step of a correction as it is written down: state, clock, audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.core.working_days import add_working_days
from handbook_api.db import audit
from handbook_api.members.corrections.models import CorrectionStep
from handbook_api.members.corrections.queries import CorrectionRow
from handbook_api.members.sealed_rows import seal_texts

ASKED, FORWARDED, ACCEPTED = "asked", "forwarded", "accepted"
REFUSED, WITHDRAWN = "refused", "withdrawn"

#: States in which somebody has still to do something.
OPEN = frozenset((ASKED, FORWARDED))


@dataclass(frozen=True, slots=True)
class Written:
    """A step as it is written down: its code, where the correction stands then, and a note."""

    code: str
    state: str
    words: str | None = None


def write_step(
    session: Session, actor: Identity, content: Content, row: CorrectionRow, step: Written
) -> None:
    """The correction stands where the step leads; whose turn it is has his working days.

    Rule: content/parameters/data_protection.toml.
    """
    correction, now = row.correction, clock.now()
    correction.state, correction.due_on = step.state, _due_on(content, step.state)
    if step.state not in OPEN:
        correction.open_for, correction.decided_at = None, now
    session.flush()
    taken = select(func.count()).where(CorrectionStep.correction_id == correction.id)
    written = CorrectionStep(
        id=uuid4(),
        correction_id=correction.id,
        number=(session.scalar(taken) or 0) + 1,
        code=step.code,
        to_state=step.state,
        at=now,
        by=actor.account_id,
    )
    seal_texts(session, written, note=step.words)
    session.add(written)
    session.flush()


def _due_on(content: Content, state: str) -> date | None:
    if state not in OPEN:
        return None
    today = clock.today()
    rules = content.data_protection(today)
    secretary = rules.correction_secretary_working_days
    limit = secretary if state == ASKED else rules.correction_officer_working_days
    return add_working_days(today, limit, content.holidays)


def subject_of(row: CorrectionRow) -> Subject:
    """Return what rights over this correction are asked about."""
    return Subject(row.cell.path, row.member.account_id)


def note(  # the parts of one entry
    session: Session,
    actor: Identity,
    act: str,
    row: CorrectionRow,
    step: str = "",
    *,
    shown: Sequence[str] = (),
) -> None:
    """The act is in the audit log under the member; the field is named, never what it says.

    shown: fields that were shown beside it.
    """
    correction = row.correction
    facts = {"correction": str(correction.id), "state": correction.state, "step": step}
    audit.record(
        session,
        actor,
        act,
        "member",
        str(row.member.id),
        path=row.cell.path,
        fields=list(dict.fromkeys((correction.field, *shown))),
        facts=facts,
    )
