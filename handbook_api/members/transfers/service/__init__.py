"""What is done with transfers."""

from handbook_api.members.transfers.service.reading import read_transfer
from handbook_api.members.transfers.service.starting import NewTransfer, start_transfer
from handbook_api.members.transfers.service.stepping import StepTaken, open_steps, take_step

__all__ = [
    "NewTransfer",
    "StepTaken",
    "open_steps",
    "read_transfer",
    "start_transfer",
    "take_step",
]
