"""Every SELECT of requests and breaches, scoped by who asks."""

from handbook_api.members.data_rights.queries.breaches import (
    BreachRow,
    get_breach,
    overdue_breaches,
    page_of_breaches,
    steps_of_breach,
    visible_breaches,
)
from handbook_api.members.data_rights.queries.requests import (
    RequestRow,
    get_request,
    overdue_requests,
    page_of_requests,
    page_of_waiting,
    requests_of_member,
    requests_to_carry_out,
    visible_requests,
)

__all__ = [
    "BreachRow",
    "RequestRow",
    "get_breach",
    "get_request",
    "overdue_breaches",
    "overdue_requests",
    "page_of_breaches",
    "page_of_requests",
    "page_of_waiting",
    "requests_of_member",
    "requests_to_carry_out",
    "steps_of_breach",
    "visible_breaches",
    "visible_requests",
]
