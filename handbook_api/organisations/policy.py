"""Who may change the tree.

An organisation's name and code are changed by its own officer or one above; where it stands, and
whether it is at all, is decided above it: the subject of these acts is what it stands under.
"""

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, holds_over

_OFFICERS = holds_over(Role.ORGANISATION_OFFICER)


class OrganisationAct(Act):
    """What is done to the tree. Reading needs no act: the queries decide it."""

    OPEN = "organisations.open"
    CHANGE = "organisations.change"
    MOVE = "organisations.move"
    MERGE = "organisations.merge"
    SPLIT = "organisations.split"
    CLOSE = "organisations.close"


POLICY = Policy({act: [[_OFFICERS]] for act in OrganisationAct})
