"""What happens elsewhere and ends somebody's saved searches; `registry.SUBSCRIBERS` says when.

MemberErased → member_erased
MembershipEnded → membership_ended
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.members.events import MemberErased, MembershipEnded
from handbook_api.members.models import Member
from handbook_api.notices.saved_searches.models import SavedSearch


def member_erased(session: Session, event: MemberErased) -> None:
    """Nothing is left of what he looked for."""
    session.execute(delete(SavedSearch).where(SavedSearch.account_id == event.account_id))


def membership_ended(session: Session, event: MembershipEnded) -> None:
    """Who has left is told of nothing any more, so nothing of it is kept."""
    of_member = select(Member.account_id).where(Member.id == event.member_id)
    session.execute(delete(SavedSearch).where(SavedSearch.account_id.in_(of_member)))
