"""Requests and breaches that are done are kept for a term, and then no longer."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.members.data_rights.models import Breach, BreachStep, DataRequest
from handbook_api.members.keeping import months_ago


def forget_requests(session: Session, months: int) -> None:
    """No request that was closed longer ago than that is left."""
    over = DataRequest.closed_at < months_ago(months)
    session.execute(delete(DataRequest).where(over))


def forget_breaches(session: Session, months: int) -> None:
    """No breach that was closed longer ago than that is left, nor a step of it."""
    over = Breach.closed_at < months_ago(months)
    ids = select(Breach.id).where(over)
    session.execute(delete(BreachStep).where(BreachStep.breach_id.in_(ids)))
    session.execute(delete(Breach).where(over))
