"""What is done with requests about one's own data, and in the register of breaches."""

from handbook_api.members.data_rights.service.breaches import (
    BreachStepTaken,
    NewBreach,
    enter_breach,
    read_breach,
    take_breach_step,
)
from handbook_api.members.data_rights.service.own_data import (
    OwnAccount,
    OwnData,
    OwnRecord,
    gather_own_data,
)
from handbook_api.members.data_rights.service.requests import (
    NewRequest,
    answer,
    ask,
    enter_paper,
    note_carried_out,
    own_requests,
    read_request,
    withdraw,
)

__all__ = [
    "BreachStepTaken",
    "NewBreach",
    "NewRequest",
    "OwnAccount",
    "OwnData",
    "OwnRecord",
    "answer",
    "ask",
    "enter_breach",
    "enter_paper",
    "gather_own_data",
    "note_carried_out",
    "own_requests",
    "read_breach",
    "read_request",
    "take_breach_step",
    "withdraw",
]
