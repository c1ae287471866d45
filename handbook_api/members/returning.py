"""Who is away without a transfer, as lists that were taken over say of some, comes back without."""

from sqlalchemy.orm import Session

from handbook_api.content_store.parameters.statuses import Transition
from handbook_api.db import events
from handbook_api.members.events import IsAway
from handbook_api.members.models import Member
from handbook_api.members.statuses import AWAY, BASES


def returns_without_transfer(session: Session, member: Member, way: Transition) -> bool:
    """Whether `way` leads back from elsewhere, and there is no transfer that would end with it."""
    back = way.start == AWAY and way.end in BASES
    return back and not any(events.emit(session, IsAway(member.id)))
