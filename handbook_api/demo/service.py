"""The demo is made once, into an empty database, and its doors are opened anew at every start."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.appointments.service import NewAppointment
from handbook_api.auth.appointments.service.appointing_many import appoint_many
from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.db import audit
from handbook_api.db.turns import take_turn
from handbook_api.demo.dice import dice
from handbook_api.demo.errors import MadeAlready, NotEmpty
from handbook_api.demo.filling import fill
from handbook_api.demo.models import DemoMark
from handbook_api.demo.offices import Plan, plan_offices
from handbook_api.demo.planting import Planted, plant
from handbook_api.demo.sign_ins import SignIn, renew_sign_ins
from handbook_api.demo.speaking import invite
from handbook_api.demo.tree import TOP_CODE, plan_tree
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside
from handbook_api.runtime import Runtime

#: Told how much of how much is done.
Progress = Callable[[int, int], None]

_TURN = b"demo committee"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a demo. The same seed makes the same people on the same day."""

    members: int
    cells: int
    seed: int


#: What `make run` starts with.
SMALL = Wanted(members=60, cells=6, seed=1)


def make_demo(runtime: Runtime, wanted: Wanted, progress: Progress) -> None:
    """The database holds the demo, whole. Raises NotEmpty, MadeAlready, SizesDoNotFit."""
    with runtime.transaction() as session:
        take_turn(session, _TURN)
        _must_be_empty(session)
        _make(session, runtime, wanted, progress)


def prepare(runtime: Runtime, progress: Progress) -> tuple[SignIn, ...]:
    """An empty database holds a small demo; return how to come in, each time with new passwords.

    A database that holds anybody else's organisations is left as it is: nothing is returned.
    """
    with runtime.transaction(read_only=True) as session:
        empty = _is_empty(session)
    if empty:
        try:
            make_demo(runtime, SMALL, progress)
        except MadeAlready:
            pass  # another process of ours was quicker
        except NotEmpty:
            return ()
    return open_doors(runtime)


def open_doors(runtime: Runtime) -> tuple[SignIn, ...]:
    """Return how to come into the demo, with new passwords; nothing where it is not the demo's."""
    with runtime.transaction(read_only=True) as session:
        mark = mark_of(session)
        shown = {role: UUID(id_) for role, id_ in mark.shown.items()} if mark else {}
    return renew_sign_ins(runtime, shown) if shown else ()


def mark_of(session: Session) -> DemoMark | None:
    """Return the mark of a database in which everything is the demo's; None for any other."""
    mark = session.scalar(select(DemoMark))
    if mark is None:
        return None
    top = session.get_one(Organisation, mark.top_id)
    strange = select(Organisation.id).where(~inside(Organisation.path, top.path)).limit(1)
    return None if session.scalar(strange) else mark


def _must_be_empty(session: Session) -> None:
    mark = mark_of(session)
    if mark is not None:
        raise MadeAlready(members=mark.members, cells=mark.cells)
    if not _is_empty(session):
        raise NotEmpty


def _is_empty(session: Session) -> bool:
    """Whether it holds no organisation and no account."""
    one_of_each = (select(table.id).limit(1) for table in (Organisation, Account))
    return all(session.scalar(query) is None for query in one_of_each)


def _appoint(session: Session, runtime: Runtime, plan: Plan, planted: Planted) -> None:
    rows = [
        NewAppointment(one.account_id, planted[one.code][0], one.role, one.since)
        for one in plan.offices
    ]
    appoint_many(session, runtime.content, rows)
    counts = Counter(row.organisation_id for row in rows)
    for organisation_id, count in counts.items():
        subject = ("organisation", str(organisation_id))
        audit.record(session, TERMINAL, "demo.appoint", *subject, facts={"count": count})


def _make(session: Session, runtime: Runtime, wanted: Wanted, progress: Progress) -> None:
    seed, content = wanted.seed, runtime.content
    members = wanted.members
    tree = plan_tree(dice(seed, "tree"), members, wanted.cells)
    planted = plant(session, content, tree)
    roster = fill(session, content, seed, tree, planted, lambda done: progress(done, members))
    plan = plan_offices(dice(seed, "offices"), tree, roster)
    _appoint(session, runtime, plan, planted)
    invite(session, content, plan.shown)
    session.add(
        DemoMark(
            id=1,
            top_id=planted[TOP_CODE][0],
            seed=seed,
            members=members,
            cells=wanted.cells,
            shown={role: str(id_) for role, id_ in plan.shown.items()},
            made_at=clock.now(),
        )
    )
    facts = {"members": members, "cells": wanted.cells, "seed": seed}
    top = str(planted[TOP_CODE][0])
    audit.record(session, TERMINAL, "demo.make", "organisation", top, facts=facts)
