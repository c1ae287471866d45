"""How far the handbook has come in one organisation, and in each directly below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation
from handbook_api.statistics import queries
from handbook_api.statistics.errors import TooFewPeople
from handbook_api.statistics.figures import Figures, total_of
from handbook_api.statistics.policy import KNOWING, POLICY, READING, StatisticsAct
from handbook_api.statistics.small_groups import (
    is_told_apart,
    people_below,
    strangers,
    told_apart,
)


@dataclass(frozen=True, slots=True)
class Part:
    """An organisation directly below. figures: None where they are told with those of others."""

    organisation: Organisation
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """The figures of an organisation at one instant, with those of its parts.

    together: of the parts that are not told apart; None where all are.
    """

    organisation: Organisation
    counted_at: datetime
    total: Figures
    parts: Sequence[Part]
    together: Figures | None


def adoption(
    session: Session, viewer: Identity, content: Content, organisation_id: UUID
) -> Adoption:
    """Return how many members of an organisation have come how far in using the handbook.

    At most four statements. Raises OrganisationNotFound, Forbidden, SecondFactorNeeded,
    TooFewPeople.
    """
    seen = organisations.get_organisation(session, viewer, organisation_id)
    POLICY.require(viewer, StatisticsAct.READ, Subject(seen.path))
    knows = POLICY.allows(viewer, StatisticsAct.SEE_SMALL_GROUPS, Subject(seen.path))
    hidden = {} if knows else _hidden_among(session, viewer, content, seen)
    counted = queries.figures_below(session, viewer, content, seen.path, clock.today())
    below = organisations.children_of(session, viewer, [seen.id])
    people = {**{one.path: 0 for one in below}, **dict.fromkeys(counted, 0), **hidden}
    apart = frozenset(people) if knows else told_apart(people, _least(content))
    parts = [
        Part(one, counted.get(one.path, Figures()) if one.path in apart else None) for one in below
    ]
    rest = [figures for path, figures in counted.items() if path not in apart]
    return Adoption(
        organisation=seen,
        counted_at=clock.now(),
        total=total_of(counted.values()),
        parts=parts,
        together=total_of(rest) if rest else None,
    )


def _hidden_among(
    session: Session, viewer: Identity, content: Content, organisation: Organisation
) -> Mapping[str, int]:
    """Return how many strangers to the viewer each group directly below has.

    Raises TooFewPeople where the organisation's own figures are told only with others'.
    """
    path, least = organisation.path, _least(content)
    # The highest office above it: its total is told, and all that is told below is taken from it.
    office = min((one for one in viewer.paths(*READING) if path.startswith(one)), key=len)
    cells = queries.counted_in_cells(session, viewer, content, office)
    hidden = strangers(cells, viewer.paths(*KNOWING))
    if not is_told_apart(hidden, office, path, least):
        raise TooFewPeople(least=least)
    return people_below(hidden, path)


def _least(content: Content) -> int:
    return content.statistics(clock.today()).least_people
