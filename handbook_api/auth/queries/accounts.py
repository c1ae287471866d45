"""The accounts somebody looks after: those of his cell, or of all that lies below him."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.errors import AccountNotFound
from handbook_api.auth.models import Account, Appointment, DeviceSession
from handbook_api.auth.queries.cursors import cursor_of, last_id
from handbook_api.auth.standing import counts_from, counts_on, last_places
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.core.paging import Page
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What a list of accounts is narrowed to; None narrows nothing."""

    state: str | None = None
    cell_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """The cell that somebody is a member of."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as whoever looks after it sees it."""

    account: Account
    home: Home | None
    #: When any of its devices last renewed its access; None when none is signed in.
    last_used_at: datetime | None
    devices: int


def visible_accounts(viewer: Identity) -> Select[Account]:
    """The accounts `viewer` looks after. Every other query here starts from it.

    Secretary and deputy: members of their own cell. Organisation officer and administrator:
    everybody who belongs to, or serves in, an organisation of their subtree, or will; and who is
    nothing anywhere any more, but was there last.
    """
    if viewer.sees_everything:
        return select(Account)
    led = viewer.paths(Role.SECRETARY, Role.DEPUTY_SECRETARY)
    in_led_cell = and_(
        Appointment.role == Role.MEMBER, Organisation.is_cell, Organisation.path.in_(led)
    )
    today = clock.today()
    looked_after = viewer.paths(Role.ORGANISATION_OFFICER, Role.ADMINISTRATOR)
    under = or_(false(), *(inside(Organisation.path, path) for path in looked_after))
    belonging = (
        select(Appointment.account_id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(or_(and_(counts_on(today), in_led_cell), and_(counts_from(today), under)))
    )
    if not looked_after:
        return select(Account).where(Account.id.in_(belonging))
    kept = aliased(Account)
    last = (
        last_places(today)
        .join(kept, kept.id == Appointment.account_id)
        # Of whom nothing but a number is left, there is nothing to look after.
        .where(under, kept.display_name != "")
        .with_only_columns(Appointment.account_id)
    )
    return select(Account).where(Account.id.in_(belonging.union_all(last)))


def get_account(session: Session, viewer: Identity, account_id: UUID) -> Account:
    """Return the account. Raises AccountNotFound."""
    found = session.scalar(visible_accounts(viewer).where(Account.id == account_id))
    if found is None:
        raise AccountNotFound(id=account_id)
    return found


def accounts_by_id(
    session: Session, viewer: Identity, account_ids: Collection[UUID]
) -> Sequence[Account]:
    """Return these accounts, sorted by name. Raises AccountNotFound when one is not visible."""
    query = visible_accounts(viewer).where(Account.id.in_(account_ids))
    found = session.scalars(query.order_by(Account.sort_name, Account.id)).all()
    if missing := set(account_ids) - {one.id for one in found}:
        raise AccountNotFound(id=min(missing))
    return found


def accounts_of_cell(session: Session, viewer: Identity, cell_id: UUID) -> Sequence[Account]:
    """Return the visible accounts of the cell's members, sorted by name."""
    query = visible_accounts(viewer).where(Account.id.in_(_members_of(cell_id)))
    return session.scalars(query.order_by(Account.sort_name, Account.id)).all()


def page_of_accounts(
    session: Session,
    viewer: Identity,
    wanted: AccountFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[AccountRow]:
    """Return visible accounts sorted by name. Raises CursorNotUnderstood."""
    query = visible_accounts(viewer)
    if wanted.state is not None:
        query = query.where(Account.state == wanted.state)
    if wanted.cell_id is not None:
        query = query.where(Account.id.in_(_members_of(wanted.cell_id)))
    if cursor is not None:
        query = query.where(_comes_after(last_id(cursor)))
    found = session.scalars(query.order_by(Account.sort_name, Account.id).limit(limit + 1)).all()
    shown = found[:limit]
    following = None
    if len(found) > limit:
        following = cursor_of(shown[-1].id)
    return Page(_rows(session, shown), following)


def get_account_row(session: Session, viewer: Identity, account_id: UUID) -> AccountRow:
    """Return the account with what stands around it. Raises AccountNotFound."""
    return _rows(session, [get_account(session, viewer, account_id)])[0]


def homes_of(
    session: Session, viewer: Identity, account_ids: Collection[UUID]
) -> Mapping[UUID, Home]:
    """Return the cell of each visible account that has one."""
    return _homes(session, [one.id for one in accounts_by_id(session, viewer, account_ids)])


def _members_of(cell_id: UUID) -> Select[UUID]:
    return (
        select(Appointment.account_id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            Organisation.id == cell_id,
            Appointment.role == Role.MEMBER,
            counts_on(clock.today()),
        )
    )


def _homes(session: Session, account_ids: Collection[UUID]) -> dict[UUID, Home]:
    query = (
        select(Appointment.account_id, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            Appointment.account_id.in_(account_ids),
            Appointment.role == Role.MEMBER,
            counts_on(clock.today()),
        )
        .order_by(Appointment.since)
    )
    return {row.account_id: Home(row.id, row.name) for row in session.execute(query)}


def _rows(session: Session, accounts: Sequence[Account]) -> list[AccountRow]:
    ids = [one.id for one in accounts]
    homes = _homes(session, ids)
    query = (
        select(DeviceSession.account_id, func.max(DeviceSession.last_used_at), func.count())
        .where(DeviceSession.account_id.in_(ids), DeviceSession.ended_at.is_(None))
        .group_by(DeviceSession.account_id)
    )
    used = {row[0]: (row[1], row[2]) for row in session.execute(query)}
    return [AccountRow(one, homes.get(one.id), *used.get(one.id, (None, 0))) for one in accounts]


def _comes_after(account_id: UUID) -> ColumnElement[bool]:
    # The name itself stays out of the cursor, which travels in addresses.
    last = aliased(Account)
    name = select(last.sort_name).where(last.id == account_id).scalar_subquery()
    return or_(Account.sort_name > name, and_(Account.sort_name == name, Account.id > account_id))
