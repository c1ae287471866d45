"""What is done with transfers."""

from handbook_api.members.transfers.service.ending import point_out_ends, stays_to_point_out
from handbook_api.members.transfers.service.moving import may_return
from handbook_api.members.transfers.service.reading import read_transfer
from handbook_api.members.transfers.service.starting import NewTransfer, start_transfer
from handbook_api.members.transfers.service.stepping import StepTaken, open_steps, take_step
from handbook_api.members.transfers.service.waiting import transfers_waiting_for

__all__ = [
    "NewTransfer",
    "StepTaken",
    "may_return",
    "open_steps",
    "point_out_ends",
    "read_transfer",
    "start_transfer",
    "stays_to_point_out",
    "take_step",
    "transfers_waiting_for",
]
