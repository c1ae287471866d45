"""Groups on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from handbook_api.http.wire import Cursor, Limit, QueryModel, WireModel
from handbook_api.members.models import Member
from handbook_api.members.wire_names import CellRef, cell_ref
from handbook_api.notices.queries import GroupRow


class GroupListQuery(QueryModel):
    """Filters of the list."""

    organisation_id: UUID | None = None
    limit: Limit = 20
    cursor: Cursor = None


class NoticeGroupBrief(WireModel):
    """A group in a list."""

    id: UUID
    organisation: CellRef
    name: str
    people: int
    version: int
    created_at: datetime


class GroupPersonOut(WireModel):
    """Somebody in a group."""

    member_id: UUID
    full_name: str


class NoticeGroupOut(NoticeGroupBrief):
    """A group with who is in it."""

    members: list[GroupPersonOut]


def group_brief(row: GroupRow) -> NoticeGroupBrief:
    """Return a group for a list."""
    return NoticeGroupBrief(**_brief(row))


def group_out(row: GroupRow, people: list[Member]) -> NoticeGroupOut:
    """Return a group with its people."""
    members = [GroupPersonOut(member_id=one.id, full_name=one.full_name) for one in people]
    return NoticeGroupOut(**_brief(row), members=members)


def _brief(row: GroupRow) -> dict[str, Any]:
    return {
        "id": row.group.id,
        "organisation": cell_ref(row.organisation),
        "name": row.group.name,
        "people": row.people,
        "version": row.group.version,
        "created_at": row.group.created_at,
    }
