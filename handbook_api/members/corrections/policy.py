"""Who may do what with corrections."""

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, has_second_factor, holds, holds_over, is_self

#: Whoever serves in one of these checks or decides corrections somewhere.
DECIDING = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANISATION_OFFICER)

_LEADERS = holds(Role.SECRETARY, Role.DEPUTY_SECRETARY)
_OFFICERS = holds_over(Role.ORGANISATION_OFFICER)


class CorrectionAct(Act):
    """What is done with corrections."""

    #: Say that a field of one's own record is wrong; take it back.
    ASK = "corrections.ask"
    #: Look at what is asked.
    READ = "corrections.read"
    #: Any step; deciding also asks for the right to change the field, below.
    STEP = "corrections.step"
    FORWARD = "corrections.forward"
    REFUSE = "corrections.refuse"
    #: Where the field is one that the cell's leaders change.
    ACCEPT_IN_CELL = "corrections.accept_in_cell"
    ACCEPT = "corrections.accept"
    EXPORT = "corrections.export"


POLICY = Policy(
    {
        CorrectionAct.ASK: [[is_self]],
        CorrectionAct.READ: [[is_self], [_LEADERS], [_OFFICERS]],
        CorrectionAct.STEP: [[_LEADERS], [_OFFICERS]],
        CorrectionAct.FORWARD: [[_LEADERS], [_OFFICERS]],
        CorrectionAct.REFUSE: [[_LEADERS], [_OFFICERS]],
        CorrectionAct.ACCEPT_IN_CELL: [[_LEADERS], [_OFFICERS]],
        CorrectionAct.ACCEPT: [[_OFFICERS]],
        CorrectionAct.EXPORT: [[_OFFICERS, has_second_factor]],
    }
)
