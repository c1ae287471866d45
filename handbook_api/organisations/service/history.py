"""The readable history of what an act did: a line for each organisation and each kind of change."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.organisations.models import Organisation, OrganisationChange
from handbook_api.organisations.service.plans import Changing, Plan

#: The word for a change of each part of an organisation.
_WORDS = {"name": "renamed", "kind": "reclassified", "code": "recoded", "parent_id": "moved"}

_Line = tuple[UUID, str, dict[str, Any]]


def history_of(session: Session, plan: Plan) -> list[OrganisationChange]:
    """Return the lines that the history gets by `plan`, whose rows are written already."""
    names = _names(session, plan)
    recorded_at = clock.now()
    opened_on = {one.id: one.opened_on for one in plan.openings}
    return [
        OrganisationChange(
            organisation_id=id_,
            what=what,
            on=opened_on.get(id_, plan.stated.on),
            decision=plan.stated.decision,
            facts=facts,
            recorded_at=recorded_at,
            position=position,
        )
        for position, (id_, what, facts) in enumerate(_lines(plan, names))
    ]


def changed_fields(one: Changing) -> Sequence[str]:
    """Return the names of what changes of an organisation."""
    before, after = asdict(one.before), asdict(one.after)
    return [name for name in _WORDS if before[name] != after[name]]


def words_of(one: Changing) -> list[str]:
    """Return the words that the history has for what changes of an organisation."""
    return [_WORDS[name] for name in changed_fields(one)]


def _lines(plan: Plan, names: Mapping[UUID, str]) -> Iterator[_Line]:
    for opening in plan.openings:
        yield opening.id, "opened", {"after": opening.state.name}
    yield from _kin_lines(plan, names)
    for one in plan.changings:
        before, after = asdict(one.before), asdict(one.after)
        for field in changed_fields(one):
            facts = {"before": before[field], "after": after[field]}
            if field == "parent_id":
                facts = {side: names.get(id_) for side, id_ in facts.items()}
            yield one.organisation.id, _WORDS[field], facts
    succeeded = {old for old, _ in plan.successions}
    for closing in plan.closings:
        if closing.organisation.id not in succeeded:
            yield closing.organisation.id, "closed", {"before": closing.organisation.name}


def _kin_lines(plan: Plan, names: Mapping[UUID, str]) -> Iterator[_Line]:
    became, grew_from = defaultdict(list), defaultdict(list)
    for old, new in plan.successions:
        became[old].append({"id": str(new), "name": names[new]})
        grew_from[new].append({"id": str(old), "name": names[old]})
    for id_, others in became.items():
        yield id_, plan.what, {"became": others}
    for id_, others in grew_from.items():
        yield id_, plan.what, {"grew_from": others}


def _names(session: Session, plan: Plan) -> Mapping[UUID, str]:
    """Return the names of all that the lines speak of."""
    wanted = {id_ for pair in plan.successions for id_ in pair}
    for one in plan.changings:
        if one.moves:
            wanted |= {one.before.parent_id, one.after.parent_id} - {None}  # type: ignore[arg-type]
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
    return {row[0]: row[1] for row in session.execute(query)} if wanted else {}
