"""What somebody is, and where, on a day: appointments read into grants."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Appointment
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.core import clock
from handbook_api.core.identity import Grant, Role, Strength
from handbook_api.organisations.models import Organisation

Roles = Mapping[Role, RoleSpec]


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds. in_cell: its organisation is a cell. recorded_at: when it was given.

    begun: False for a term that lies ahead.
    """

    grant: Grant
    in_cell: bool
    recorded_at: datetime
    begun: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account belongs, as far as looking after it goes.

    home: path of the member's cell; of any organisation he serves in when he has no cell.
    serves_at: paths where he holds, or will hold, any role but a member's.
    officer_at: those among them where the role needs the second factor.
    officer_since: when the last role was recorded (UTC) that needs the second factor or is held
        elsewhere than at home.
    """

    home: str | None = None
    serves_at: tuple[str, ...] = ()
    officer_at: tuple[str, ...] = ()
    officer_since: datetime | None = None


def counts_on(day: date) -> ColumnElement[bool]:
    """The condition that an appointment, joined with its organisation, counts on `day`."""
    return and_(
        Appointment.since <= day,
        or_(Appointment.until.is_(None), Appointment.until >= day),
        or_(Organisation.closed_on.is_(None), Organisation.closed_on > day),
    )


def counts_from(day: date) -> ColumnElement[bool]:
    """The condition that an appointment, joined with its organisation, counts then or later."""
    return and_(
        or_(
            Appointment.until.is_(None),
            # One that was taken back before it counted ends before it begins.
            and_(Appointment.until >= day, Appointment.until >= Appointment.since),
        ),
        or_(Organisation.closed_on.is_(None), Organisation.closed_on > day),
    )


def held_by(session: Session, account_id: UUID) -> Sequence[Held]:
    """Return the roles that count today, in one statement and a fixed order."""
    return _held(session, (account_id,), counts_on(clock.today())).get(account_id, ())


def split(
    held: Sequence[Held], strength: Strength, roles: Roles
) -> tuple[tuple[Grant, ...], tuple[Grant, ...]]:
    """Return the grants that are awake at `strength`, and those that are asleep.

    A slip proves little more than that somebody is at home where the letter was handed over:
    it opens one's own record, and no office. Offices above cell level ask for two factors.
    """
    awake = [one for one in held if not _is_asleep(one, strength, roles)]
    asleep = [one for one in held if _is_asleep(one, strength, roles)]
    return tuple(one.grant for one in awake), tuple(one.grant for one in asleep)


def needs_two_factors(one: Held, roles: Roles) -> bool:
    """Whether this role, held there, sleeps until the second factor is given."""
    return roles[one.grant.role].needs_second_factor(in_cell=one.in_cell)


def standings_of(
    session: Session, account_ids: Collection[UUID], roles: Roles
) -> Mapping[UUID, Standing]:
    """Return where each account belongs, in one statement; offices that lie ahead count."""
    held = _held(session, account_ids, counts_from(clock.today()))
    return {one: _standing(held.get(one, ()), roles) for one in account_ids}


def _held(
    session: Session, account_ids: Collection[UUID], counting: ColumnElement[bool]
) -> dict[UUID, list[Held]]:
    query = (
        select(
            Appointment.account_id,
            Appointment.role,
            Appointment.since,
            Appointment.until,
            Appointment.recorded_at,
            Organisation.id,
            Organisation.path,
            Organisation.is_cell,
        )
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(Appointment.account_id.in_(account_ids), counting)
        .order_by(Organisation.path, Appointment.role)
    )
    found: dict[UUID, list[Held]] = {}
    for row in session.execute(query):
        grant = Grant(Role(row.role), row.path, row.id, row.until)
        begun = row.since <= clock.today()
        held = Held(grant, row.is_cell, row.recorded_at, begun)
        found.setdefault(row.account_id, []).append(held)
    return found


def _is_asleep(one: Held, strength: Strength, roles: Roles) -> bool:
    if needs_two_factors(one, roles):
        return strength < Strength.TWO_FACTOR
    return one.grant.role != Role.MEMBER and strength < Strength.PASSWORD


def _standing(held: Sequence[Held], roles: Roles) -> Standing:
    now = [one for one in held if one.begun]
    at_home = sorted(now, key=lambda one: one.grant.role != Role.MEMBER)
    home = at_home[0].grant.path if at_home else None
    serves = [one for one in held if one.grant.role != Role.MEMBER]
    offices = [one for one in serves if needs_two_factors(one, roles)]
    reaching = [one for one in serves if one in offices or one.grant.path != home]
    return Standing(
        home=home,
        serves_at=tuple(one.grant.path for one in serves),
        officer_at=tuple(one.grant.path for one in offices),
        officer_since=max((one.recorded_at for one in reaching), default=None),
    )
