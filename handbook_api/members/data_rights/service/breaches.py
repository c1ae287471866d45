"""The register of breaches: entered when noticed, then step by step until closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.members.data_rights import queries
from handbook_api.members.data_rights.errors import (
    BreachClosed,
    InstantNotPossible,
    WhyNotReported,
)
from handbook_api.members.data_rights.models import Breach, BreachStep
from handbook_api.members.data_rights.policy import POLICY, BreachAct
from handbook_api.members.data_rights.queries import BreachRow
from handbook_api.members.sealed_rows import seal_texts
from handbook_api.organisations import queries as organisations

#: A breach noticed longer ago than this was looked at under other rules.
_LONGEST_AGO = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewBreach:
    """A loss or leak: whose data, when it was noticed, what happened, how many people."""

    organisation_id: UUID
    noticed_at: datetime
    description: str
    affected: int | None = None


@dataclass(frozen=True, slots=True)
class BreachStepTaken:
    """Something done about it. code: noted, reported, told or closed. done_at: None for now."""

    code: str
    done_at: datetime | None = None
    note: str | None = None
    affected: int | None = None


def enter_breach(session: Session, actor: Identity, content: Content, said: NewBreach) -> BreachRow:
    """The breach stands in the register, and its clock runs from when it was noticed.

    Rule: content/parameters/data_protection.toml, breach_notice_hours.
    """
    organisation = organisations.get_organisation(session, actor, said.organisation_id)
    POLICY.require(actor, BreachAct.ENTER, Subject(organisation.path))
    now = clock.now()
    if not now - _LONGEST_AGO <= said.noticed_at <= now:
        raise InstantNotPossible
    noticed_on = said.noticed_at.astimezone(clock.VIETNAM).date()
    hours = content.data_protection(noticed_on).breach_notice_hours
    breach = Breach(
        id=uuid4(),
        organisation_id=organisation.id,
        noticed_at=said.noticed_at,
        report_by=said.noticed_at + timedelta(hours=hours),
        affected=said.affected,
        entered_at=now,
    )
    seal_texts(session, breach, description=said.description)
    session.add(breach)
    session.flush()
    row = BreachRow(breach, organisation)
    first = BreachStepTaken("noticed", said.noticed_at, affected=said.affected)
    _write_step(session, actor, row, first, said.noticed_at, 1)
    _note(session, actor, BreachAct.ENTER, row, "noticed")
    return row


def take_breach_step(
    session: Session, actor: Identity, breach_id: UUID, taken: BreachStepTaken
) -> BreachRow:
    """The step stands in the register; telling the authority stops the clock.

    Raises BreachNotFound, BreachClosed, InstantNotPossible, WhyNotReported.
    """
    row = queries.get_breach(session, actor, breach_id, to_change=True)
    breach = row.breach
    POLICY.require(actor, BreachAct.STEP, Subject(row.organisation.path))
    if breach.closed_at is not None:
        raise BreachClosed
    done_at = taken.done_at or clock.now()
    if not breach.noticed_at <= done_at <= clock.now():
        raise InstantNotPossible
    if taken.code == "closed" and breach.reported_at is None and not taken.note:
        raise WhyNotReported
    number = len(queries.steps_of_breach(session, actor, row)) + 1
    _write_step(session, actor, row, taken, done_at, number)
    _move_on(breach, taken, done_at)
    _note(session, actor, BreachAct.STEP, row, taken.code)
    return row


def read_breach(session: Session, actor: Identity, breach_id: UUID) -> BreachRow:
    """Return a visible breach whose words are about to be shown; it is written down who looks."""
    row = queries.get_breach(session, actor, breach_id)
    POLICY.require(actor, BreachAct.READ, Subject(row.organisation.path))
    _note(session, actor, BreachAct.READ, row, row.state)
    return row


def _move_on(breach: Breach, taken: BreachStepTaken, done_at: datetime) -> None:
    if taken.affected is not None:
        breach.affected = taken.affected
    if taken.code == "reported" and breach.reported_at is None:
        breach.reported_at = done_at
    elif taken.code == "told" and breach.told_at is None:
        breach.told_at = done_at
    elif taken.code == "closed":
        breach.closed_at = done_at


def _write_step(
    session: Session,
    actor: Identity,
    row: BreachRow,
    taken: BreachStepTaken,
    done_at: datetime,
    number: int,
) -> None:
    step = BreachStep(
        id=uuid4(),
        breach_id=row.breach.id,
        number=number,
        code=taken.code,
        done_at=done_at,
        at=clock.now(),
        by=actor.account_id,
        affected=taken.affected,
    )
    seal_texts(session, step, note=taken.note)
    session.add(step)
    session.flush()


def _note(session: Session, actor: Identity, act: BreachAct, row: BreachRow, code: str) -> None:
    path, facts = row.organisation.path, {"step": code, "affected": row.breach.affected}
    audit.record(session, actor, act, "breach", str(row.breach.id), path=path, facts=facts)
