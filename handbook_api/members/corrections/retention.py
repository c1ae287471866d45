"""Corrections that are done are kept for a term, and then no longer."""

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from handbook_api.members.corrections.models import Correction, CorrectionExport, CorrectionStep
from handbook_api.members.keeping import months_ago


def forget_corrections(session: Session, months: int) -> None:
    """No correction that was decided longer ago than that is left, nor a list without any."""
    before = months_ago(months)
    forget(session, Correction.decided_at < before)
    listed = exists().where(Correction.export_id == CorrectionExport.id)
    session.execute(delete(CorrectionExport).where(CorrectionExport.made_at < before, ~listed))


def forget(session: Session, which: ColumnElement[bool]) -> None:
    """None of these corrections is left, nor a step of them."""
    ids = select(Correction.id).where(which)
    session.execute(delete(CorrectionStep).where(CorrectionStep.correction_id.in_(ids)))
    session.execute(delete(Correction).where(which))
