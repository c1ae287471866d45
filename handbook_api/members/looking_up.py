"""Somebody is looked for by a number of his: whole, and only as far as one may see that number."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.members import queries
from handbook_api.members.errors import FieldUnknown
from handbook_api.members.queries import MemberAt
from handbook_api.members.relations import relations_of, seen_fields
from handbook_api.members.values import text_of_field

#: What a look-up is called in the audit log.
LOOK_UP = "members.look_up"


def look_up(
    session: Session, viewer: Identity, content: Content, field: str, number: str
) -> Sequence[MemberAt]:
    """Return the visible members whose `field` is exactly `number`, and write each one down.

    Whom one sees without seeing this number of his is not found by it.
    Raises FieldUnknown for fields that are not looked up, ValueNotUnderstood.
    """
    spec = content.member_fields.get(field)
    if spec is None or not spec.looked_up:
        raise FieldUnknown(field=field)
    text = text_of_field(content, spec, number)
    found = [
        at
        for at in queries.find_members_with(session, viewer, field, text)
        if field in seen_fields(content, relations_of(content, viewer, at))
    ]
    for at in found:
        path, member_id = at.home.path, str(at.member.id)
        audit.record(session, viewer, LOOK_UP, "member", member_id, path=path, fields=[field])
    return found
