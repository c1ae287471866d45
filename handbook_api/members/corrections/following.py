"""What the record brings about for corrections; `registry.SUBSCRIBERS` says when.

MembershipEnded → membership_ended
FieldsForgotten → fields_forgotten
MemberErased    → member_erased
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.members.corrections.models import Correction, CorrectionStep
from handbook_api.members.corrections.retention import forget
from handbook_api.members.corrections.service.recording import OPEN, WITHDRAWN
from handbook_api.members.events import FieldsForgotten, MemberErased, MembershipEnded


def membership_ended(session: Session, event: MembershipEnded) -> None:
    """Nobody decides any more about the record of somebody who belongs to us no longer."""
    session.execute(
        update(Correction)
        .where(Correction.member_id == event.member_id, Correction.state.in_(OPEN))
        .values(state=WITHDRAWN, due_on=None, open_for=None, decided_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def fields_forgotten(session: Session, event: FieldsForgotten) -> None:
    """No word is left about a field that the record keeps no longer; that it was asked for is."""
    about = Correction.member_id == event.member_id, Correction.field.in_(event.fields)
    nothing = {"sealed": None, "key_id": None}
    for model, where in (
        (CorrectionStep, [CorrectionStep.correction_id.in_(select(Correction.id).where(*about))]),
        (Correction, about),
    ):
        forget_words = update(model).where(*where).values(**nothing)
        session.execute(forget_words.execution_options(synchronize_session="fetch"))


def member_erased(session: Session, event: MemberErased) -> None:
    """No correction of an erased record is left."""
    forget(session, Correction.member_id == event.member_id)
