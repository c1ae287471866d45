"""Looking at one transfer, words and all, is written down."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.members.transfers import queries
from handbook_api.members.transfers.queries import TransferRow
from handbook_api.members.transfers.service.recording import note

READ = "transfers.read"


def read_transfer(session: Session, viewer: Identity, transfer_id: UUID) -> TransferRow:
    """Return a visible transfer; unless it is one's own, it is written down who looked."""
    row = queries.get_transfer(session, viewer, transfer_id)
    if row.member is None or row.member.account_id != viewer.account_id:
        note(session, viewer, READ, row)
    return row
