"""The register of breaches, as far as a viewer keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import Page
from handbook_api.members import newest_first
from handbook_api.members.data_rights.errors import BreachNotFound
from handbook_api.members.data_rights.models import Breach, BreachStep
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside

_KEEPERS = (Role.ADMINISTRATOR, Role.ORGANISATION_OFFICER)


@dataclass(frozen=True, slots=True)
class BreachRow:
    """A breach and the organisation whose data it is about."""

    breach: Breach
    organisation: Organisation

    @property
    def state(self) -> str:
        """The furthest that was done about it: noticed, reported, told or closed."""
        breach = self.breach
        reached = {
            "closed": breach.closed_at,
            "told": breach.told_at,
            "reported": breach.reported_at,
        }
        return next((code for code, at in reached.items() if at is not None), "noticed")


def visible_breaches(viewer: Identity) -> Select[Breach, Organisation]:
    """The breaches below any organisation whose register `viewer` keeps."""
    return (
        select(Breach, Organisation)
        .join(Organisation, Organisation.id == Breach.organisation_id)
        .where(_keeps(viewer))
    )


def _keeps(viewer: Identity) -> ColumnElement[bool]:
    if viewer.sees_everything:
        return true()
    paths = viewer.paths(*_KEEPERS)
    return or_(false(), *(inside(Organisation.path, path) for path in paths))


def get_breach(
    session: Session, viewer: Identity, breach_id: UUID, *, to_change: bool = False
) -> BreachRow:
    """Return a visible breach. Raises BreachNotFound.

    to_change: nobody else changes it before this transaction ends.
    """
    query = visible_breaches(viewer).where(Breach.id == breach_id)
    if to_change:
        query = query.with_for_update(of=Breach).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise BreachNotFound(id=str(breach_id))
    return BreachRow(*found)


def page_of_breaches(
    session: Session,
    viewer: Identity,
    *,
    overdue: bool | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[BreachRow]:
    """Return visible breaches, the last noticed first; `overdue`: only those, or only others."""
    query = visible_breaches(viewer)
    if overdue is not None:
        query = query.where(is_overdue() if overdue else ~is_overdue())
    order = Breach.noticed_at, Breach.id
    return newest_first.page_of(session, query, order, BreachRow, limit=limit, cursor=cursor)


def is_overdue() -> ColumnElement[bool]:
    """The condition that the authority has not been told in time, and still has to be."""
    return and_(
        Breach.reported_at.is_(None),
        Breach.closed_at.is_(None),
        Breach.report_by < clock.now(),
    )


def steps_of_breach(
    session: Session, viewer: Identity, row: BreachRow
) -> Sequence[tuple[BreachStep, str | None]]:
    """Return what was done about a breach `viewer` was shown, in order, each with who wrote it."""
    del viewer  # whoever keeps the breach sees its steps
    query = (
        select(BreachStep, Account.display_name)
        .outerjoin(Account, Account.id == BreachStep.by)
        .where(BreachStep.breach_id == row.breach.id)
        .order_by(BreachStep.number)
    )
    return [(step, name) for step, name in session.execute(query)]


def overdue_breaches(session: Session, viewer: Identity) -> Sequence[Breach]:
    """Return every visible breach that is overdue now, the longest first."""
    query = visible_breaches(viewer).where(is_overdue())
    return [row[0] for row in session.execute(query.order_by(Breach.report_by, Breach.id))]
