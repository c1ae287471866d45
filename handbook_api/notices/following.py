"""What the record brings about for notices; `registry.SUBSCRIBERS` says when.

MemberErased → member_erased
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.members.events import MemberErased
from handbook_api.notices.models import Answer, Contact, GroupMember, Inbox, Recipient

#: Everything of somebody that notices keep. What he wrote himself is his organisation's; the
#: number of the account that is left beside it tells no name.
_BELONGINGS = (Answer, Contact, GroupMember, Recipient, Inbox)


def member_erased(session: Session, event: MemberErased) -> None:
    """Nothing tells any more which notices he got, what he answered, who called him."""
    for model in _BELONGINGS:
        session.execute(
            delete(model)
            .where(model.account_id == event.account_id)
            .execution_options(synchronize_session=False)
        )
