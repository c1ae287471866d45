"""How people come into the record: the one way, for one person or for a hundred thousand.

A record, an account, a place in a cell, the words of the name, sealed values and the first lines
of every history are written together or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.auth.accounts import create_accounts, switch_off
from handbook_api.auth.appointments.service import Placing, place_members
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of
from handbook_api.members import first_rows, sealed
from handbook_api.members.cells import Cell, cells_for_adding
from handbook_api.members.errors import (
    BatchRefused,
    FieldNotYours,
    NumberHeld,
    NumberTwice,
    PersonRefused,
)
from handbook_api.members.first_rows import NOT_LET_IN, in_cell_since
from handbook_api.members.lines import write_lines
from handbook_api.members.people import Checker, Fault, NewMember, Tidied
from handbook_api.members.policy import MemberAct
from handbook_api.members.relations import relations_at, seen_fields
from handbook_api.members.values import STATUS

_CARD = "card_number"


@dataclass(slots=True)
class Intake:
    """What has been met in one list so far, batch after batch: cells, and numbers held by one.

    Some dozens of bytes for each person; it holds no values, only their digests.
    """

    checker: Checker
    cells: dict[UUID, Cell | PersonRefused] = field(default_factory=dict)
    numbers: set[bytes] = field(default_factory=set)


def new_intake(content: Content) -> Intake:
    """Return a fresh intake that checks by today's rules."""
    return Intake(Checker(content))


def faults_in(
    session: Session,
    actor: Identity,
    content: Content,
    batch: Sequence[NewMember],
    intake: Intake | None = None,
) -> Sequence[Fault]:
    """Return everything that would keep `batch` from being added, in its order; adds nobody.

    intake: carries what earlier batches of the same list held; None: there were none.
    Two statements. Raises Forbidden where `actor` sees a cell but may not add to it.
    """
    found = _check(session, actor, content, batch, intake or new_intake(content))
    return sorted(found.faults, key=lambda fault: fault.index)


def add_members(
    session: Session,
    actor: Identity,
    content: Content,
    batch: Sequence[NewMember],
    intake: Intake | None = None,
) -> Sequence[UUID]:
    """Everybody in `batch` has a record, an account and a place in his cell; return their ids.

    All or nobody. Give long lists in batches of a thousand or two, with one intake (another one
    than `faults_in` had, which has met these people already).
    Raises BatchRefused, for a batch of one the refusal itself; FieldNotYours where the leader of
    a cell adds somebody who is a member already; Forbidden, SecondFactorNeeded.
    """
    found = _check(session, actor, content, batch, intake or new_intake(content))
    # First: whether a number is held is told to nobody who may not write it.
    _must_be_within_rights(actor, content, found)
    if found.faults:
        raise found.faults[0].refusal if len(batch) == 1 else BatchRefused(count=len(found.faults))
    _write(session, actor, content, found.people)
    _write_down(session, actor, batch, found)
    return [person.id for person in batch]


@dataclass(slots=True)
class _Checked:
    people: list[Tidied] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cells: dict[UUID, Cell] = field(default_factory=dict)


def _check(
    session: Session,
    actor: Identity,
    content: Content,
    batch: Sequence[NewMember],
    intake: Intake,
) -> _Checked:
    unknown = {person.cell_id for person in batch} - intake.cells.keys()
    intake.cells |= cells_for_adding(session, actor, unknown) if unknown else {}
    sole = {code for code, spec in content.member_fields.items() if spec.sole}
    keys, found = keys_of(session), _Checked()
    holders: dict[bytes, tuple[int, str]] = {}
    for index, person in enumerate(batch):
        tidied, refusals = intake.checker.check(person)
        cell = intake.cells[person.cell_id]
        if isinstance(cell, PersonRefused):
            refusals.append(cell)
        else:
            found.cells[cell.id] = cell
        for code in sole & tidied.sealed.keys():
            blind = keys.blind(code, tidied.sealed[code])
            if blind in intake.numbers:
                refusals.append(NumberTwice(field=code))
            intake.numbers.add(blind)
            holders.setdefault(blind, (index, code))
        found.people.append(tidied)
        found.faults += (Fault(index, str(one.facts["field"]), one) for one in refusals)
    for blind in sealed.held_already(session, holders):
        index, code = holders[blind]
        found.faults.append(Fault(index, code, NumberHeld(field=code)))
    return found


def _must_be_within_rights(actor: Identity, content: Content, found: _Checked) -> None:
    """Admission is decided above the cell: its leaders add those whom it still prepares.

    Of sealed fields they write what they see; a card comes later, with admission.
    """
    for tidied in found.people:
        cell = found.cells.get(tidied.person.cell_id)
        if cell is None or actor.holds_over(Role.ORGANISATION_OFFICER, cell.path):
            continue
        if tidied.person.status in content.member_statuses.members:
            raise FieldNotYours(field=STATUS)
        seen = seen_fields(content, relations_at(content, actor, cell.path)).keys() - {_CARD}
        hidden = tidied.sealed.keys() & content.member_fields.keys() - seen
        if hidden:
            raise FieldNotYours(field=min(hidden))


def _write(session: Session, actor: Identity, content: Content, people: Sequence[Tidied]) -> None:
    today = clock.today()
    create_accounts(session, [first_rows.account_of(one) for one in people])
    first_rows.insert_all(session, actor, people)
    since = {one.person.id: in_cell_since(one.person, today) for one in people}
    values = (
        (content.member_fields[code], one.person.id, text, since[one.person.id])
        for one in people
        for code, text in one.sealed.items()
    )
    sealed.put_all(session, values)
    lines = ((one.person.id, line) for one in people for line in one.person.lines)
    write_lines(session, content, lines)
    _let_in(session, content, people, today)


def _let_in(session: Session, content: Content, people: Sequence[Tidied], today: date) -> None:
    """Members belong to their cell from the first day; who may not sign in cannot."""
    states = content.member_statuses
    members = [one.person for one in people if states[one.person.status].is_member]
    place_members(
        session,
        [Placing(one.account_id, one.cell_id, in_cell_since(one, today)) for one in members],
    )
    kept_out = [
        one.person.account_id for one in people if not states[one.person.status].may_sign_in
    ]
    if kept_out:
        switch_off(session, kept_out, NOT_LET_IN)


def _write_down(
    session: Session, actor: Identity, batch: Sequence[NewMember], found: _Checked
) -> None:
    facts = {"count": len(batch), "cells": len(found.cells)}
    if len(batch) == 1:
        person = batch[0]
        cell, fields = found.cells[person.cell_id], sorted(person.sealed)
        audit.record(
            session, actor, MemberAct.ADD, "member", str(person.id), path=cell.path, fields=fields
        )
    elif batch:
        batch_id = str(uuid4())
        audit.record(session, actor, MemberAct.ADD, "member_batch", batch_id, facts=facts)
