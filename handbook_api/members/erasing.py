"""A record is erased: what is left says that there was one, and nothing of whom.

Deleted bytes are overwritten at once on SQLite (`secure_delete`), and leave the write-ahead log
with its next checkpoint; PostgreSQL frees them with its next vacuum. Copies made before live as
long as backups are kept.
"""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.auth.erasing import erase_account
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit, events
from handbook_api.members import queries, rights
from handbook_api.members.changing import bump
from handbook_api.members.errors import StillAMember
from handbook_api.members.events import MemberErased
from handbook_api.members.models import (
    CellStay,
    DossierPaper,
    Member,
    NameToken,
    RecordLine,
    SealedValue,
    StatusChange,
)
from handbook_api.members.policy import MemberAct

_ERASED = "erased"

#: Everything that hangs on a record and goes with it.
_PARTS = (CellStay, DossierPaper, NameToken, RecordLine, SealedValue, StatusChange)

#: What the tombstone keeps of a record: where it stood, how it ended, when.
_KEPT = frozenset(
    (
        "id",
        "account_id",
        "last_cell_id",
        "status",
        "status_since",
        "reachable_by",
        "version",
        "updated_at",
        "forgotten_at",
        "erased_at",
    )
)
_NAMES = ("full_name", "folded_name", "marked_name", "given_name", "sort_name")


def erase_member(session: Session, actor: Identity, member_id: UUID) -> None:
    """The record of somebody who has left is a tombstone: no name, no date, no word of his.

    Account and sign-in go with it; the log keeps that there was a record, and who erased it.
    Raises MemberNotFound, Forbidden, SecondFactorNeeded, StillAMember.
    """
    at = queries.get_member_to_change(session, actor, member_id)
    rights.require(actor, MemberAct.ERASE, at)
    member = at.member
    if member.cell_id is not None:
        raise StillAMember
    events.emit(session, MemberErased(member_id, member.account_id))
    for part in _PARTS:
        session.execute(delete(part).where(part.member_id == member_id))
    for column in set(Member.__table__.columns.keys()) - _KEPT:
        setattr(member, column, "" if column in _NAMES else None)
    member.reachable_by, member.erased_at = "in_person", clock.now()
    bump(member)
    erase_account(session, member.account_id, _ERASED)
    audit.record(session, actor, MemberAct.ERASE, "member", str(member_id), path=at.home.path)
