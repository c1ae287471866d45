"""What somebody is, and where, on a day: appointments read into grants."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

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

    home: path of the member's cell; of any organisation he serves in, or will, when he has no
        cell; of the last place he belonged to when he is nothing anywhere. None: he never was.
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
    return _counts_from(day, Appointment, Organisation)


def held_by(session: Session, account_id: UUID) -> Sequence[Held]:
    """Return the roles that count today, in one statement and a fixed order."""
    return _held(session, (account_id,), counts_on(clock.today())).get(account_id, ())


def held_by_each(session: Session, account_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Held]]:
    """Return the roles of many that count today; who holds none is left out."""
    return _held(session, account_ids, counts_on(clock.today()))


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
    """Return where each account belongs, in one statement or two; offices that lie ahead count."""
    held = _held(session, account_ids, counts_from(clock.today()))
    without = [one for one in account_ids if one not in held]
    last = {row.account_id: row.path for row in _last_of(session, without)} if without else {}
    return {one: _standing(held.get(one, ()), roles, last.get(one)) for one in account_ids}


def last_places(day: date) -> Select[UUID, str]:
    """Select the last place of everybody who is nothing anywhere on `day` or later.

    Whoever looks after that place looks after the account: else nobody could switch it off.
    """
    other, its = aliased(Appointment), aliased(Organisation)
    of_his = (
        select(other.id)
        .join(its, its.id == other.organisation_id)
        .where(other.account_id == Appointment.account_id)
    )
    mine = tuple_(_ended_on(Appointment, Organisation), Appointment.since, Appointment.id)
    theirs = tuple_(_ended_on(other, its), other.since, other.id)
    return (
        select(Appointment.account_id, Organisation.path)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            ~of_his.where(_counts_from(day, other, its)).exists(),
            # One that was taken back before it counted was no place of his.
            or_(Appointment.until.is_(None), Appointment.until >= Appointment.since),
            ~of_his.where(
                or_(other.until.is_(None), other.until >= other.since), theirs > mine
            ).exists(),
        )
    )


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


def _counts_from(
    day: date, appointment: type[Appointment], organisation: type[Organisation]
) -> ColumnElement[bool]:
    return and_(
        or_(
            appointment.until.is_(None),
            # One that was taken back before it counted ends before it begins.
            and_(appointment.until >= day, appointment.until >= appointment.since),
        ),
        or_(organisation.closed_on.is_(None), organisation.closed_on > day),
    )


def _ended_on(
    appointment: type[Appointment], organisation: type[Organisation]
) -> ColumnElement[date]:
    return func.coalesce(appointment.until, organisation.closed_on)


def _last_of(session: Session, account_ids: Collection[UUID]) -> Sequence[Row[UUID, str]]:
    query = last_places(clock.today()).where(Appointment.account_id.in_(account_ids))
    return session.execute(query).all()


def _standing(held: Sequence[Held], roles: Roles, last: str | None) -> Standing:
    at_home = sorted(held, key=lambda one: (not one.begun, one.grant.role != Role.MEMBER))
    home = at_home[0].grant.path if at_home else last
    serves = [one for one in held if one.grant.role != Role.MEMBER]
    offices = [one for one in serves if needs_two_factors(one, roles)]
    reaching = [one for one in serves if one in offices or one.grant.path != home]
    return Standing(
        home=home,
        serves_at=tuple(one.grant.path for one in serves),
        officer_at=tuple(one.grant.path for one in offices),
        officer_since=max((one.recorded_at for one in reaching), default=None),
    )
