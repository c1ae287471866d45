"""Every SELECT of notices and recipients, scoped by who asks."""

from handbook_api.notices.queries.groups import (
    GroupRow,
    accounts_in_group,
    get_group,
    groups_by_id,
    page_of_groups,
)
from handbook_api.notices.queries.notices import (
    NoticeFilter,
    NoticeRow,
    events_of,
    get_notice,
    page_of_notices,
    versions_of,
    visible_notices,
)
from handbook_api.notices.queries.recipients import (
    RecipientFilter,
    RecipientRow,
    Totals,
    counts_by_reach,
    get_recipient,
    page_of_recipients,
    sees_whole,
    visible_recipients,
)

__all__ = [
    "GroupRow",
    "NoticeFilter",
    "NoticeRow",
    "RecipientFilter",
    "RecipientRow",
    "Totals",
    "accounts_in_group",
    "counts_by_reach",
    "events_of",
    "get_group",
    "get_notice",
    "get_recipient",
    "groups_by_id",
    "page_of_groups",
    "page_of_notices",
    "page_of_recipients",
    "sees_whole",
    "versions_of",
    "visible_notices",
    "visible_recipients",
]
