"""What happens elsewhere and reaches annotations; `registry.SUBSCRIBERS` says when.

MemberErased → member_erased
HeldAbout → held_about
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.annotations.models import Annotation
from handbook_api.members.events import HeldAbout, Holding, MemberErased
from handbook_api.members.sealed_rows import texts_of


def member_erased(session: Session, event: MemberErased) -> None:
    """Nothing is left of what he read, marked and wrote."""
    session.execute(delete(Annotation).where(Annotation.account_id == event.account_id))


def held_about(session: Session, event: HeldAbout) -> Holding:
    """Return all he keeps, deleted ones that are still there too, in his own words."""
    mine = select(Annotation).where(Annotation.account_id == event.account_id)
    rows = session.scalars(mine.order_by(Annotation.made_at.desc(), Annotation.id))
    return Holding("annotations", [_told(session, row) for row in rows])


def _told(session: Session, row: Annotation) -> dict[str, str]:
    texts = texts_of(session, row)
    told = {
        "motivation": row.motivation,
        "document": row.document_id,
        "anchor": row.anchor,
        "text": texts.get("text"),
        "quote": texts.get("exact"),
        "made_at": row.made_at.isoformat(),
        "deleted_at": row.deleted_at.isoformat() if row.deleted_at else None,
    }
    return {name: words for name, words in told.items() if words is not None}
