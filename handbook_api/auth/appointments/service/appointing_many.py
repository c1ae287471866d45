"""Many people are given roles at once, from a list that was decided on as a whole."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from handbook_api.auth.accounts import touch_accounts
from handbook_api.auth.appointments.errors import (
    HolderDisabled,
    RoleByMembership,
    RoleFull,
    RoleNotHere,
    SecretaryInPlace,
    TermOverlaps,
    TermTooEarly,
)
from handbook_api.auth.appointments.service.appointing import NewAppointment
from handbook_api.auth.appointments.service.beginning import begin_where_it_reaches
from handbook_api.auth.appointments.terms import Term, most_at_once, must_run_forward, term_of
from handbook_api.auth.chunks import chunks
from handbook_api.auth.models import Account, Appointment
from handbook_api.content_store import Content
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.service import hold_living


@dataclass(frozen=True, slots=True)
class _Place:
    """An organisation, as far as terms in it go."""

    is_cell: bool
    opened_on: date


@dataclass(slots=True)
class _Terms:
    """Who holds which role where within which days; grows with those that are given."""

    held: dict[tuple[UUID, Role], list[tuple[UUID, Term]]]

    def take(self, spec: RoleSpec, asked: NewAppointment, term: Term, *, in_cell: bool) -> None:
        """The role is taken for this term. Raises TermOverlaps, SecretaryInPlace, RoleFull."""
        here = self.held[asked.organisation_id, asked.role]
        if any(who == asked.account_id and other.overlaps(term) for who, other in here):
            raise TermOverlaps
        most = spec.most(in_cell=in_cell)
        terms = [other for _, other in here]
        if most is not None and most_at_once(terms, term) >= most:
            first = min(other.since for other in terms if other.overlaps(term))
            if asked.role == Role.SECRETARY:
                raise SecretaryInPlace(since=f"{first:%d/%m/%Y}")
            raise RoleFull(most=most)
        here.append((asked.account_id, term))


def appoint_many(session: Session, content: Content, rows: Sequence[NewAppointment]) -> None:
    """Each of these roles is held from its first day on; some statements for every 500.

    Asks no policy, tells nobody and writes nothing down: part of an act that was allowed, and is
    written down, elsewhere.
    Raises RoleByMembership, RoleNotHere, TermReversed, TermTooEarly, HolderDisabled,
    TermOverlaps, SecretaryInPlace, RoleFull; organisations.errors.OrganisationClosed,
    OrganisationNotFound.
    """
    for chunk in chunks(sorted(rows, key=lambda row: row.organisation_id)):
        ids = {row.organisation_id for row in chunk}
        hold_living(session, ids)
        places, terms = _places(session, ids), _terms(session, ids)
        _must_be_able(session, {row.account_id for row in chunk})
        for row in chunk:
            place, spec = places[row.organisation_id], content.roles[row.role]
            term = Term(row.since, row.until)
            _must_fit(spec, term, place)
            terms.take(spec, row, term, in_cell=place.is_cell)
        _insert(session, chunk)
        touch_accounts(session, {row.account_id for row in chunk})
        cells = [id_ for id_, place in places.items() if place.is_cell]
        begin_where_it_reaches(session, content.roles, chunk, cells)


def _places(session: Session, ids: set[UUID]) -> dict[UUID, _Place]:
    query = select(Organisation.id, Organisation.is_cell, Organisation.opened_on).where(
        Organisation.id.in_(ids)
    )
    return {row.id: _Place(row.is_cell, row.opened_on) for row in session.execute(query)}


def _terms(session: Session, ids: set[UUID]) -> _Terms:
    query = select(Appointment).where(
        Appointment.organisation_id.in_(ids),
        Appointment.role != Role.MEMBER,
        # A stand-in takes nobody's place.
        Appointment.delegated_from_id.is_(None),
    )
    held: dict[tuple[UUID, Role], list[tuple[UUID, Term]]] = defaultdict(list)
    for row in session.scalars(query):
        term = term_of(row)
        if term.since <= term.last:  # not one that was taken back before it counted
            held[row.organisation_id, Role(row.role)].append((row.account_id, term))
    return _Terms(held)


def _must_be_able(session: Session, account_ids: set[UUID]) -> None:
    disabled = select(Account.id).where(Account.id.in_(account_ids), Account.state == "disabled")
    if session.scalar(disabled.limit(1)) is not None:
        raise HolderDisabled


def _must_fit(spec: RoleSpec, term: Term, place: _Place) -> None:
    if spec.role == Role.MEMBER:
        raise RoleByMembership
    if not spec.may_be_held(in_cell=place.is_cell):
        raise RoleNotHere
    must_run_forward(term)
    if term.since < place.opened_on:
        raise TermTooEarly(opened_on=f"{place.opened_on:%d/%m/%Y}")


def _insert(session: Session, rows: Sequence[NewAppointment]) -> None:
    now = clock.now()
    values: list[dict[str, Any]] = [
        {
            "id": uuid4(),
            "account_id": row.account_id,
            "organisation_id": row.organisation_id,
            "role": row.role,
            "since": row.since,
            "until": row.until,
            "decision": row.decision,
            "recorded_at": now,
        }
        for row in rows
    ]
    session.execute(insert(Appointment), values)
