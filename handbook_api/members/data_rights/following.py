"""What the record brings about for data requests; `registry.SUBSCRIBERS` says when.

MemberErased → member_erased
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from handbook_api.members.data_rights.models import DataRequest
from handbook_api.members.events import MemberErased


def member_erased(session: Session, event: MemberErased) -> None:
    """No word of his requests is left; that they were answered stays to be shown."""
    session.execute(
        update(DataRequest)
        .where(DataRequest.member_id == event.member_id)
        .values(sealed=None, key_id=None)
        .execution_options(synchronize_session=False)
    )
