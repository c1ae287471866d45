"""What is done with corrections."""

from handbook_api.members.corrections.service.asking import (
    NewCorrection,
    ask,
    own_corrections,
    withdraw,
)
from handbook_api.members.corrections.service.deciding import (
    StepTaken,
    read_correction,
    steps_open_to,
    take_step,
)
from handbook_api.members.corrections.service.exporting import (
    export_corrections,
    fetch_export,
)

__all__ = [
    "NewCorrection",
    "StepTaken",
    "ask",
    "export_corrections",
    "fetch_export",
    "own_corrections",
    "read_correction",
    "steps_open_to",
    "take_step",
    "withdraw",
]
