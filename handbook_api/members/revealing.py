"""A masked number is shown in full, to few, and every time it is written down."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.members import queries, rights, sealed
from handbook_api.members.errors import FieldNotYours
from handbook_api.members.policy import MemberAct
from handbook_api.members.record import MASKED
from handbook_api.members.relations import relations_of, seen_fields


def reveal(
    session: Session, actor: Identity, content: Content, member_id: UUID, field: str
) -> str | None:
    """Return what a masked field says in full; None when nothing is kept.

    Raises MemberNotFound, Forbidden, SecondFactorNeeded, PinNeeded, PinLost, FieldNotYours (also
    for fields that are not masked: the record shows them).
    """
    at = queries.get_member(session, actor, member_id)
    rights.must_be_unlocked(actor, at)
    rights.require(actor, MemberAct.REVEAL, at)
    if field not in MASKED or field not in seen_fields(content, relations_of(content, actor, at)):
        raise FieldNotYours(field=field)
    path = at.home.path
    audit.record(
        session, actor, MemberAct.REVEAL, "member", str(member_id), path=path, fields=[field]
    )
    return sealed.read_fields(session, [member_id], [field]).get(member_id, {}).get(field)
