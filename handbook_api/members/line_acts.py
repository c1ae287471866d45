"""Lines of the record are written, ended and taken out again."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.db import audit
from handbook_api.members import queries, rights
from handbook_api.members.changing import bump
from handbook_api.members.errors import DatesOutOfOrder, FieldNotYours, FieldUnknown, LineEnded
from handbook_api.members.lines import NewLine, faults_of_line, write_lines
from handbook_api.members.models import RecordLine
from handbook_api.members.policy import MemberAct
from handbook_api.members.queries import MemberAt
from handbook_api.members.relations import changing_relations_of, may_change, seen_fields


def add_line(
    session: Session, actor: Identity, content: Content, member_id: UUID, line: NewLine
) -> UUID:
    """`line` stands in the record; return its id.

    Raises MemberNotFound, Forbidden, FieldUnknown, FieldNotYours, or what is wrong with it.
    """
    at = _mine_to_write(session, actor, content, member_id, line.list)
    for fault in faults_of_line(content, line, clock.today()):
        raise fault
    [line_id] = write_lines(session, content, [(member_id, line)])
    _done(session, actor, at, line.list, line_id, "added")
    return line_id


def end_line(
    session: Session, actor: Identity, content: Content, member_id: UUID, line_id: UUID, until: date
) -> None:
    """The line's last day is `until`. Raises LineNotFound, LineEnded, DatesOutOfOrder, …"""
    line, at = _line_to_write(session, actor, content, member_id, line_id)
    if line.until is not None:
        raise LineEnded
    if line.since is not None and until < line.since:
        raise DatesOutOfOrder(field=line.list, before=line.list)
    line.until = until
    _done(session, actor, at, line.list, line_id, "ended")


def remove_line(
    session: Session, actor: Identity, content: Content, member_id: UUID, line_id: UUID
) -> None:
    """A line that should not have been written is gone. Raises LineNotFound, FieldNotYours."""
    line, at = _line_to_write(session, actor, content, member_id, line_id)
    session.delete(line)
    _done(session, actor, at, line.list, line_id, "removed")


def _line_to_write(
    session: Session, actor: Identity, content: Content, member_id: UUID, line_id: UUID
) -> tuple[RecordLine, MemberAt]:
    """Return a line as it is once nobody else changes the record, whose lists the actor writes."""
    at = queries.get_member_to_change(session, actor, member_id)
    line = queries.get_line(session, actor, member_id, line_id)
    _must_be_his_list(actor, content, at, line.list)
    return line, at


def _mine_to_write(
    session: Session, actor: Identity, content: Content, member_id: UUID, code: str
) -> MemberAt:
    at = queries.get_member_to_change(session, actor, member_id)
    _must_be_his_list(actor, content, at, code)
    return at


def _must_be_his_list(actor: Identity, content: Content, at: MemberAt, code: str) -> None:
    rights.require(actor, MemberAct.CHANGE_LINES, at)
    relations = changing_relations_of(content, actor, at)
    spec = content.member_fields.get(code)
    if spec is None:
        raise FieldUnknown(field=code)
    if code not in seen_fields(content, relations) or not may_change(spec, relations):
        raise FieldNotYours(field=code)


def _done(
    session: Session, actor: Identity, at: MemberAt, code: str, line_id: UUID, what: str
) -> None:
    bump(at.member)
    session.flush()
    audit.record(
        session,
        actor,
        MemberAct.CHANGE_LINES,
        "member",
        str(at.member.id),
        path=at.home.path,
        fields=[code],
        facts={"line": str(line_id), "what": what},
    )
