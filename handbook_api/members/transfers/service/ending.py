"""Stays that come to their last day are pointed out; their end is confirmed by people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db import events
from handbook_api.members.transfers.events import StayEnding
from handbook_api.members.transfers.models import Transfer

_COMPLETED = "completed"


def stays_to_point_out(session: Session) -> Sequence[UUID]:
    """Return the stays whose last day has come and that nobody was told about."""
    return session.scalars(_due().with_only_columns(Transfer.id)).all()


def point_out_ends(session: Session) -> None:
    """Each of them is told of, once."""
    for stay in session.scalars(_due().with_for_update(skip_locked=True)):
        stay.end_suggested_on = clock.today()
        events.emit(session, StayEnding(stay.id, stay.member_id, stay.until or clock.today()))


def _due() -> Select[Transfer]:
    return select(Transfer).where(
        Transfer.state == _COMPLETED,
        Transfer.due_on <= clock.today(),
        Transfer.end_suggested_on.is_(None),
    )
