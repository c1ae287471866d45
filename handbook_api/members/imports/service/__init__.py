"""What is done with lists: propose, plan, carry out, give back with its faults, forget."""

from handbook_api.members.imports.service.carrying_out import (
    Order,
    Outcome,
    carry_out,
    new_run,
)
from handbook_api.members.imports.service.giving_back import Speaker, give_back
from handbook_api.members.imports.service.planning import (
    Bounds,
    Confirmed,
    Plan,
    Progress,
    plan_import,
    propose_columns,
)
from handbook_api.members.imports.service.receiving import (
    AT_ONCE,
    MOST_AT_ONCE,
    confirmed_list,
    forget_leftovers,
    forget_old_files,
    get_waiting,
    get_waiting_to_carry_out,
    kept_until,
    must_be_allowed,
    note_given_back,
    note_preview,
    previewed_mapping,
    propose_again,
    receive,
    remembered,
)

__all__ = [
    "AT_ONCE",
    "MOST_AT_ONCE",
    "Bounds",
    "Confirmed",
    "Order",
    "Outcome",
    "Plan",
    "Progress",
    "Speaker",
    "carry_out",
    "confirmed_list",
    "forget_leftovers",
    "forget_old_files",
    "get_waiting",
    "get_waiting_to_carry_out",
    "give_back",
    "kept_until",
    "must_be_allowed",
    "new_run",
    "note_given_back",
    "note_preview",
    "plan_import",
    "previewed_mapping",
    "propose_again",
    "propose_columns",
    "receive",
    "remembered",
]
