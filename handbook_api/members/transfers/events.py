"""What happened to transfers, for the rooms above. Ids and dates only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TransferStepTaken:
    """A transfer stands in another state. member_id: None for somebody without a record here."""

    transfer_id: UUID
    member_id: UUID | None
    step: str
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class StayEnding:
    """The last day of a stay elsewhere has come; somebody confirms that it is over."""

    transfer_id: UUID
    member_id: UUID | None
    until: date
