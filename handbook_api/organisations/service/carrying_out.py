"""A plan becomes true: rows, history, audit log, and word to the rooms above."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.db import audit, events
from handbook_api.organisations import names
from handbook_api.organisations.models import (
    Organisation,
    OrganisationCode,
    Succession,
)
from handbook_api.organisations.paths import inside
from handbook_api.organisations.service.history import changed_fields, history_of
from handbook_api.organisations.service.plans import Changing, Opening, Plan


def carry_out(session: Session, actor: Identity, plan: Plan) -> None:
    """The tree is as planned, and everybody who has to know it knows.

    In the session the plan was made in, right after it. The rooms above may refuse: then nothing
    of it is done.
    """
    _close(session, plan)
    _release_codes(session, plan)
    _open(session, plan)
    _change(session, plan)
    session.flush()
    for old, new in plan.successions:
        # Split off and taken over again on one day, it succeeds once.
        session.merge(Succession(predecessor_id=old, successor_id=new, on=plan.stated.on))
    session.add_all(history_of(session, plan))
    session.flush()
    for one in plan.news:
        events.emit(session, one)
    _write_down(session, actor, plan)


def _close(session: Session, plan: Plan) -> None:
    for closing in plan.closings:
        closing.organisation.closed_on = plan.stated.on
        closing.organisation.version += 1
    _end_codes(session, [one.organisation.id for one in plan.closings], plan.stated.on)
    session.flush()


def _release_codes(session: Session, plan: Plan) -> None:
    """Codes may pass from one organisation to another in one act: all are free first."""
    recoded = [one.organisation for one in plan.changings if one.recodes]
    _end_codes(session, [row.id for row in recoded], plan.stated.on)
    for row in recoded:
        row.code = None
    session.flush()


def _end_codes(session: Session, ids: Sequence[UUID], on: date) -> None:
    ended = update(OrganisationCode).values(until=on)
    borne = (OrganisationCode.organisation_id.in_(ids), OrganisationCode.until.is_(None))
    if ids:
        session.execute(ended.where(*borne), execution_options={"synchronize_session": False})


def _open(session: Session, plan: Plan) -> None:
    session.add_all(_row(opening) for opening in plan.openings)
    session.flush()
    session.add_all(
        OrganisationCode(organisation_id=one.id, code=one.state.code, since=one.opened_on)
        for one in plan.openings
        if one.state.code is not None
    )


def _row(opening: Opening) -> Organisation:
    state = opening.state
    return Organisation(
        id=opening.id,
        key=opening.key,
        path=opening.path,
        parent_id=state.parent_id,
        kind=state.kind,
        is_cell=opening.is_cell,
        code=state.code,
        name=state.name,
        folded_name=names.fold(state.name),
        opened_on=opening.opened_on,
    )


def _change(session: Session, plan: Plan) -> None:
    # As planned, those deepest in the tree first: every old path is still true when it is used.
    for one in plan.changings:
        if one.moves:
            _rewrite_paths(session, one)
    for one in plan.changings:
        row, after = one.organisation, one.after
        if after.name != row.name:
            row.rename(after.name)
        if one.recodes and after.code is not None:
            row.code = after.code
            session.add(
                OrganisationCode(organisation_id=row.id, code=after.code, since=plan.stated.on)
            )
        row.kind, row.parent_id = after.kind, after.parent_id
        if not one.moves:  # a move has counted already
            row.version += 1


def _rewrite_paths(session: Session, one: Changing) -> None:
    """The subtree stands at its new place; every row of it has another version."""
    old = one.organisation.path
    for row in session.scalars(select(Organisation).where(inside(Organisation.path, old))):
        row.path = one.path + row.path[len(old) :]
        row.version += 1


def _write_down(session: Session, actor: Identity, plan: Plan) -> None:
    """The audit log has an entry for every organisation that the act touched."""
    on = plan.stated.on
    opened_on = {one.id: one.opened_on for one in plan.openings}
    heirs: dict[UUID, list[UUID]] = {}
    for old, new in plan.successions:
        heirs.setdefault(old, []).append(new)
    touched: list[tuple[UUID, str, Sequence[str]]]
    touched = [(one.id, one.path, ["opened_on"]) for one in plan.openings]
    touched += [(one.organisation.id, one.path, changed_fields(one)) for one in plan.changings]
    closed = [one.organisation for one in plan.closings]
    touched += [(row.id, row.path, ["closed_on"]) for row in closed]
    for id_, path, fields in touched:
        facts: dict[str, audit.Fact] = {"on": opened_on.get(id_, on).isoformat()}
        if id_ in heirs:
            facts["successors"] = ",".join(map(str, heirs[id_]))
        subject = ("organisation", str(id_))
        audit.record(session, actor, plan.act, *subject, path=path, fields=fields, facts=facts)
