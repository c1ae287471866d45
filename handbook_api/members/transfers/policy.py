"""Who may do what with transfers."""

from enum import StrEnum

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, holds, holds_over, is_self

_LEADERS = holds(Role.SECRETARY, Role.DEPUTY_SECRETARY)
_OFFICERS = holds_over(Role.ORGANISATION_OFFICER)


class Side(StrEnum):
    """Who takes a step; the words that content/parameters/transfers.toml uses."""

    MEMBER = "member"
    SENDING_CELL = "sending_cell"
    SENDING_COMMITTEE = "sending_committee"
    RECEIVING_COMMITTEE = "receiving_committee"
    RECEIVING_CELL = "receiving_cell"


SENDERS = frozenset((Side.SENDING_CELL, Side.SENDING_COMMITTEE))
RECEIVERS = frozenset((Side.RECEIVING_COMMITTEE, Side.RECEIVING_CELL))


class TransferAct(Act):
    """What is done with transfers. Which step is open when, is data."""

    START = "transfers.start"
    #: Somebody comes from elsewhere with his paper.
    REGISTER = "transfers.register"
    #: Any step; each also asks for the right of the side it is taken for, below.
    STEP = "transfers.step"
    STEP_AS_MEMBER = "transfers.step_as_member"
    STEP_FOR_CELL = "transfers.step_for_cell"
    STEP_FOR_COMMITTEE = "transfers.step_for_committee"


POLICY = Policy(
    {
        TransferAct.START: [[is_self], [_LEADERS], [_OFFICERS]],
        TransferAct.REGISTER: [[_OFFICERS]],
        TransferAct.STEP: [[is_self], [_LEADERS], [_OFFICERS]],
        TransferAct.STEP_AS_MEMBER: [[is_self]],
        # Where a cell has no secretary just now, its committee's officer acts for it.
        TransferAct.STEP_FOR_CELL: [[_LEADERS], [_OFFICERS]],
        TransferAct.STEP_FOR_COMMITTEE: [[_OFFICERS]],
    }
)

ACT_OF = {
    Side.MEMBER: TransferAct.STEP_AS_MEMBER,
    Side.SENDING_CELL: TransferAct.STEP_FOR_CELL,
    Side.SENDING_COMMITTEE: TransferAct.STEP_FOR_COMMITTEE,
    Side.RECEIVING_COMMITTEE: TransferAct.STEP_FOR_COMMITTEE,
    Side.RECEIVING_CELL: TransferAct.STEP_FOR_CELL,
}
