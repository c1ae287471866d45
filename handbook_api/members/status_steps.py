"""The status machine at work: a step is checked, taken, and everything that follows is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.appointments.service import Placing, end_everything, place_members
from handbook_api.auth.models import Account
from handbook_api.auth.service import switch_off, switch_on
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.statuses import MemberStatus, Transition
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit, events
from handbook_api.members import queries, rights
from handbook_api.members.cells import cells_for_adding
from handbook_api.members.changing import bump, must_be_version
from handbook_api.members.errors import (
    DateInFuture,
    DatesOutOfOrder,
    DecisionNeeded,
    ExemptionTooLong,
    LastDayNeeded,
    PersonRefused,
    ProbationRunning,
    ReadmissionTooEarly,
    StepBeforeLast,
    StepByTransfer,
    StepUnknown,
    TooYoung,
    UnknownChoice,
)
from handbook_api.members.events import MembershipEnded
from handbook_api.members.first_rows import NOT_LET_IN
from handbook_api.members.models import CellStay, Member, StatusChange
from handbook_api.members.months import add_months
from handbook_api.members.people import is_younger
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberAt
from handbook_api.members.retention import UNTIL_END, forget_fields
from handbook_api.members.returning import returns_without_transfer
from handbook_api.members.statuses import OFFICIAL, PROBATIONARY, PROSPECT, base_of
from handbook_api.members.values import STATUS

#: How a stay began that a readmission or a restoration brought.
_ADMITTED = "admitted"
_EXEMPTED = "temporarily_exempt"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of somebody's status.

    on: its first day. until: the last day of a status that is for a time. decision, decided_on:
    symbol and day of the deciding paper. cell_id: where somebody who had left belongs again;
    None: where he was.
    """

    to: str
    on: date
    until: date | None = None
    decision: str | None = None
    decided_on: date | None = None
    cell_id: UUID | None = None


def change_status(
    session: Session,
    actor: Identity,
    content: Content,
    member_id: UUID,
    step: Step,
    *,
    version: int | None = None,
) -> MemberAt:
    """The member has the status `step.to` from its day on, and what that brings is done.

    An end closes his stay, his roles and his account; suspension his account; admission and
    return open them. Raises MemberNotFound, Forbidden, SecondFactorNeeded, VersionPassed,
    StepUnknown, StepByTransfer, DecisionNeeded, StepBeforeLast, ProbationRunning,
    ReadmissionTooEarly, ExemptionTooLong, PersonRefused, CellClosed.
    """
    at = queries.get_member_to_change(session, actor, member_id)
    rights.require(actor, MemberAct.CHANGE_STATUS, at)
    must_be_version(at.member, version)
    member, before = at.member, at.member.status
    taken = queries.status_changes_of(session, actor, member_id)
    way = _way(session, content, member, step, taken)
    _must_be_possible(content, member, step, way, taken)
    _write(session, actor, member, step)
    _move(session, actor, content, member, before, step)
    bump(member)
    session.flush()
    facts = {"from": before, "to": step.to, "on": step.on.isoformat()}
    audit.record(
        session,
        actor,
        MemberAct.CHANGE_STATUS,
        "member",
        str(member_id),
        path=at.home.path,
        facts=facts,
    )
    return queries.get_member(session, actor, member_id)


def _way(
    session: Session, content: Content, member: Member, step: Step, taken: Sequence[StatusChange]
) -> Transition:
    """Return the step as the machine knows it."""
    statuses = content.member_statuses
    if step.to not in statuses:
        raise UnknownChoice(field=STATUS)
    start, end = statuses[member.status], statuses[step.to]
    base = base_of(member, member.status, taken)
    way = statuses.transition(start.code, end.code, base=base)
    restored_otherwise = start.ends_membership and end.is_member and end.code != base
    if way is None or restored_otherwise:
        raise StepUnknown(start=start.name, end=end.name)
    if way.by_transfer and not returns_without_transfer(session, member, way):
        raise StepByTransfer
    return way


def _must_be_possible(
    content: Content, member: Member, step: Step, way: Transition, taken: Sequence[StatusChange]
) -> None:
    today = clock.today()
    if step.on > today or (step.decided_on is not None and step.decided_on > today):
        raise DateInFuture(field=STATUS)
    if step.on < member.status_since:
        raise StepBeforeLast(since=f"{member.status_since:%d/%m/%Y}")
    if way.needs_decision and not (step.decision and step.decided_on):
        raise DecisionNeeded
    _must_end_in_time(content, step, content.member_statuses[step.to])
    if (way.start, way.end) == (PROBATIONARY, OFFICIAL):
        _must_have_finished_probation(content, member, step)
    if (way.start, way.end) == (PROSPECT, PROBATIONARY):
        _must_be_admissible(content, member, taken, step)


def _must_end_in_time(content: Content, step: Step, status: MemberStatus) -> None:
    if not status.needs_until:
        return
    if step.until is None:
        raise LastDayNeeded(field=STATUS, status=status.name)
    if step.until < step.on:
        raise DatesOutOfOrder(field="until", before="on")
    months = content.membership(clock.today()).temporary_exemption_below_months
    if status.code == _EXEMPTED and step.until + _ONE_DAY >= add_months(step.on, months):
        raise ExemptionTooLong(months=months)


def _must_have_finished_probation(content: Content, member: Member, step: Step) -> None:
    months = content.membership(clock.today()).probation_months
    # Where nobody wrote down the day of joining, the day since when he is known counts.
    recognised_from = add_months(member.joined_on or member.status_since, months)
    if step.on < recognised_from:
        raise ProbationRunning(until=f"{recognised_from - _ONE_DAY:%d/%m/%Y}")


def _must_be_admissible(
    content: Content, member: Member, statuses: Sequence[StatusChange], step: Step
) -> None:
    rules = content.membership(clock.today())
    decided_on = step.decided_on or step.on
    if decided_on > step.on:
        raise DatesOutOfOrder(field="joined_on", before="admission_decided_on")
    if member.birth_date and is_younger(
        member.birth_date, decided_on, rules.admission_age_from_years
    ):
        raise TooYoung(field="joined_on", years=rules.admission_age_from_years)
    left_on = [one.on for one in statuses if _left(content, one)]
    if left_on:
        earliest = add_months(max(left_on), rules.readmission_after_months)
        if step.on < earliest:
            raise ReadmissionTooEarly(earliest=f"{earliest:%d/%m/%Y}")


def _left(content: Content, change: StatusChange) -> bool:
    status = content.member_statuses.states.get(change.to_status)
    return status is not None and status.ends_membership and status.returns_card


def _write(session: Session, actor: Identity, member: Member, step: Step) -> None:
    session.add(
        StatusChange(
            id=uuid4(),
            member_id=member.id,
            from_status=member.status,
            to_status=step.to,
            on=step.on,
            until=step.until,
            decision=step.decision,
            decided_on=step.decided_on,
            recorded_at=clock.now(),
            recorded_by=actor.account_id,
        )
    )
    if (member.status, step.to) == (PROSPECT, PROBATIONARY):
        member.joined_on, member.official_on = step.on, None
        # Who is admitted again counts from the first decision (294-QĐ/TW, point 4.5.2).
        member.admission_decided_on = member.admission_decided_on or step.decided_on
    elif (member.status, step.to) == (PROBATIONARY, OFFICIAL):
        member.official_on = step.on
    member.status, member.status_since, member.status_until = step.to, step.on, step.until


def _move(
    session: Session, actor: Identity, content: Content, member: Member, before: str, step: Step
) -> None:
    """What the step means for cell, roles and account."""
    start, end = content.member_statuses[before], content.member_statuses[step.to]
    if end.ends_membership:
        _leave(session, content, member, step)
    elif start.ends_membership:
        _belong_again(session, actor, member, step)
    session.flush()
    if end.is_member and not start.is_member and member.cell_id is not None:
        place_members(session, [Placing(member.account_id, member.cell_id, step.on)])
    if start.may_sign_in and not end.may_sign_in:
        switch_off(session, [member.account_id], end.code)
    elif end.may_sign_in and not start.may_sign_in:
        _let_in_again(session, content, member)


def _leave(session: Session, content: Content, member: Member, step: Step) -> None:
    end_everything(session, [member.account_id], step.on)
    stays = select(CellStay).where(CellStay.member_id == member.id, CellStay.until.is_(None))
    for stay in session.scalars(stays):
        stay.until = max(step.on - _ONE_DAY, stay.since)
    member.cell_id = member.host_cell_id = None
    forget_fields(session, content, member, {UNTIL_END})
    events.emit(session, MembershipEnded(member.id, step.on))


def _belong_again(session: Session, actor: Identity, member: Member, step: Step) -> None:
    cell_id = step.cell_id or member.last_cell_id
    cell = cells_for_adding(session, actor, [cell_id])[cell_id]
    if isinstance(cell, PersonRefused):
        raise cell
    member.cell_id, member.last_cell_id, member.forgotten_at = cell.id, cell.id, None
    session.add(
        CellStay(id=uuid4(), member_id=member.id, cell_id=cell.id, since=step.on, how=_ADMITTED)
    )


def _let_in_again(session: Session, content: Content, member: Member) -> None:
    """What an administrator switched off for a reason of his own stays off."""
    account = session.get_one(Account, member.account_id)
    reason = account.disabled_reason
    if reason == NOT_LET_IN or reason in content.member_statuses:
        switch_on(session, account.id)
