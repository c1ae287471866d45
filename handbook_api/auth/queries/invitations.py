"""Slips and resets that were handed out to people whom the viewer looks after."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from handbook_api.auth.errors import ResetNotFound, SlipNotFound
from handbook_api.auth.models import Account, Reset, Slip
from handbook_api.auth.queries.accounts import visible_accounts
from handbook_api.auth.queries.cursors import cursor_of, last_id
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip and whose it is."""

    slip: Slip
    display_name: str


@dataclass(frozen=True, slots=True)
class ResetRow:
    """A reset and whose it is."""

    reset: Reset
    display_name: str


def visible_slips(viewer: Identity) -> Select[Slip]:
    """The slips of the accounts that `viewer` looks after."""
    return select(Slip).where(Slip.account_id.in_(_looked_after(viewer)))


def get_slip(session: Session, viewer: Identity, slip_id: UUID) -> Slip:
    """Return the slip. Raises SlipNotFound."""
    found = session.scalar(visible_slips(viewer).where(Slip.id == slip_id))
    if found is None:
        raise SlipNotFound(id=slip_id)
    return found


def page_of_slips(
    session: Session,
    viewer: Identity,
    *,
    account_id: UUID | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[SlipRow]:
    """Return the slips issued, newest first. Raises CursorNotUnderstood."""
    query = (
        select(Slip, Account.display_name)
        .join(Account, Account.id == Slip.account_id)
        .where(Slip.account_id.in_(_looked_after(viewer)))
    )
    if account_id is not None:
        query = query.where(Slip.account_id == account_id)
    if cursor is not None:
        query = query.where(_comes_before(last_id(cursor)))
    newest = query.order_by(Slip.issued_at.desc(), Slip.id.desc()).limit(limit + 1)
    found = [SlipRow(*row) for row in session.execute(newest)]
    shown = found[:limit]
    return Page(shown, cursor_of(shown[-1].slip.id) if len(found) > limit else None)


def visible_resets(viewer: Identity) -> Select[Reset]:
    """The resets of the accounts that `viewer` looks after."""
    return select(Reset).where(Reset.account_id.in_(_looked_after(viewer)))


def get_reset(session: Session, viewer: Identity, reset_id: UUID) -> Reset:
    """Return the reset as it is now, while its code still works. Raises ResetNotFound."""
    query = visible_resets(viewer).where(Reset.id == reset_id, *_open())
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise ResetNotFound(id=reset_id)
    return found


def page_of_resets(
    session: Session, viewer: Identity, *, limit: int, cursor: str | None = None
) -> Page[ResetRow]:
    """Return the resets whose codes still work, those that need an officer first, then newest.

    Raises CursorNotUnderstood.
    """
    query = (
        select(Reset, Account.display_name)
        .join(Account, Account.id == Reset.account_id)
        .where(Reset.account_id.in_(_looked_after(viewer)), *_open())
    )
    if cursor is not None:
        query = query.where(_comes_after(last_id(cursor)))
    order = Reset.needs_confirmation.desc(), Reset.asked_at.desc(), Reset.id.desc()
    found = [ResetRow(*row) for row in session.execute(query.order_by(*order).limit(limit + 1))]
    shown = found[:limit]
    return Page(shown, cursor_of(shown[-1].reset.id) if len(found) > limit else None)


def _open() -> tuple[ColumnElement[bool], ...]:
    return Reset.used_at.is_(None), Reset.expires_at > clock.now()


def _looked_after(viewer: Identity) -> Select[UUID]:
    return visible_accounts(viewer).with_only_columns(Account.id)


def _comes_after(reset_id: UUID) -> ColumnElement[bool]:
    last = aliased(Reset)
    needs, at = (
        select(column).where(last.id == reset_id).scalar_subquery()
        for column in (last.needs_confirmation, last.asked_at)
    )
    later = or_(Reset.asked_at < at, and_(Reset.asked_at == at, Reset.id < reset_id))
    return or_(Reset.needs_confirmation < needs, and_(Reset.needs_confirmation == needs, later))


def _comes_before(slip_id: UUID) -> ColumnElement[bool]:
    last = aliased(Slip)
    at = select(last.issued_at).where(last.id == slip_id).scalar_subquery()
    return or_(Slip.issued_at < at, and_(Slip.issued_at == at, Slip.id < slip_id))
