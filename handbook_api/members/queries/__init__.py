"""Every SELECT of the member record, scoped by who asks."""

from handbook_api.members.queries.members import (
    MemberAt,
    MemberFilter,
    find_account_of,
    find_members_with,
    get_member,
    get_member_of_account,
    get_member_to_change,
    members_by_id,
    page_of_members,
)
from handbook_api.members.queries.people_search import Found, search_people
from handbook_api.members.queries.seeing import may_see, reach_of, visible_members

__all__ = [
    "Found",
    "MemberAt",
    "MemberFilter",
    "find_account_of",
    "find_members_with",
    "get_member",
    "get_member_of_account",
    "get_member_to_change",
    "may_see",
    "members_by_id",
    "page_of_members",
    "reach_of",
    "search_people",
    "visible_members",
]
