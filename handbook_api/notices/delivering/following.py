"""What happens elsewhere and makes phones fall silent."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.members.events import MemberErased
from handbook_api.notices.delivering.models import Delivery, PushDevice


def member_erased(session: Session, event: MemberErased) -> None:
    """Nothing is left of his devices, nor of what rang on them."""
    session.execute(delete(Delivery).where(Delivery.account_id == event.account_id))
    session.execute(delete(PushDevice).where(PushDevice.account_id == event.account_id))
