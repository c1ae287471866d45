"""Every SELECT of the member record, scoped by who asks."""

from handbook_api.members.queries.histories import (
    get_line,
    lines_of,
    papers_of,
    status_changes_of,
    stays_of,
)
from handbook_api.members.queries.members import (
    MemberAt,
    MemberFilter,
    count_members,
    find_account_of,
    find_members_with,
    get_member,
    get_member_of_account,
    get_member_to_change,
    get_own_member,
    members_by_id,
    page_of_members,
)
from handbook_api.members.queries.people_search import (
    Found,
    search_account_holders,
    search_people,
)
from handbook_api.members.queries.seeing import may_see, reach_of, sees_as, visible_members

__all__ = [
    "Found",
    "MemberAt",
    "MemberFilter",
    "count_members",
    "find_account_of",
    "find_members_with",
    "get_line",
    "get_member",
    "get_member_of_account",
    "get_member_to_change",
    "get_own_member",
    "lines_of",
    "may_see",
    "members_by_id",
    "page_of_members",
    "papers_of",
    "reach_of",
    "search_account_holders",
    "search_people",
    "sees_as",
    "status_changes_of",
    "stays_of",
    "visible_members",
]
