"""Who takes lists of members out of the system."""

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, has_second_factor, holds_over

#: Whoever serves in one of these, and has confirmed with a one-time code.
EXPORTING = (
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.OFFICE_OFFICER,
    Role.ORGANISATION_OFFICER,
    Role.INSPECTION_OFFICER,
)


class ExportAct(Act):
    """What is done with lists. Which fields may be in them, each field's own rule decides."""

    EXPORT = "members.export"


POLICY = Policy({ExportAct.EXPORT: [[holds_over(*EXPORTING), has_second_factor]]})
