"""What happens elsewhere and ends somebody's saved searches; `registry.SUBSCRIBERS` says when.

MemberErased → member_erased
MembershipEnded → membership_ended
HeldAbout → held_about
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.members.events import HeldAbout, Holding, MemberErased, MembershipEnded
from handbook_api.members.models import Member
from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import Notice, Recipient
from handbook_api.notices.saved_searches.models import SavedSearch
from handbook_api.notices.saved_searches.service import opened
from handbook_api.notices.saved_searches.telling import KIND


def member_erased(session: Session, event: MemberErased) -> None:
    """Nothing is left of what he looked for, nor that he was among those a document was told to.

    To be heard before his inbox is emptied: it leads to those notices.
    """
    session.execute(delete(SavedSearch).where(SavedSearch.account_id == event.account_id))
    told = (
        select(Notice)
        .join(Recipient, Recipient.notice_id == Notice.id)
        .where(Recipient.account_id == event.account_id, Notice.kind == KIND)
    )
    for notice in session.scalars(told):
        notice.audience = _without(Audience.read(notice.audience), event.account_id).written()


def membership_ended(session: Session, event: MembershipEnded) -> None:
    """Who has left is told of nothing any more, so nothing of it is kept."""
    of_member = select(Member.account_id).where(Member.id == event.member_id)
    session.execute(delete(SavedSearch).where(SavedSearch.account_id.in_(of_member)))


def held_about(session: Session, event: HeldAbout) -> Holding:
    """Return his saved searches, in his own words."""
    mine = select(SavedSearch).where(SavedSearch.account_id == event.account_id)
    saved = session.scalars(mine.order_by(SavedSearch.created_at.desc(), SavedSearch.id)).all()
    return Holding(
        "saved_searches",
        [
            {"q": wanted.words, "saved_at": one.created_at.isoformat()}
            for one, wanted in zip(saved, opened(session, saved), strict=True)
        ],
    )


def _without(audience: Audience, account_id: UUID) -> Audience:
    return replace(audience, accounts=tuple(one for one in audience.accounts if one != account_id))
