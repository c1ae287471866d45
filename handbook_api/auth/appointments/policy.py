"""Who gives and takes roles. Nobody gives himself one; the service refuses that apart."""

from collections.abc import Mapping

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject, holds_over, is_self


class AppointmentAct(Act):
    """What is done about roles."""

    APPOINT = "auth.appoint"
    #: The subject's person: whoever is stood in for, when a delegation is ended.
    END = "auth.end_appointment"
    #: The subject's person: whoever is stood in for.
    DELEGATE = "auth.delegate"
    #: Asked besides: the lists of cells and committees and those who lead them are kept by one
    #: officer, the accounts of officers by another.
    DECIDE_LEADERS = "auth.decide_leaders"
    DECIDE_OFFICERS = "auth.decide_officers"


#: What is asked besides for each role; membership is given with the record.
DECIDING: Mapping[Role, AppointmentAct] = {
    Role.SECRETARY: AppointmentAct.DECIDE_LEADERS,
    Role.DEPUTY_SECRETARY: AppointmentAct.DECIDE_LEADERS,
    Role.CELL_COMMITTEE_MEMBER: AppointmentAct.DECIDE_LEADERS,
    Role.COMMITTEE_MEMBER: AppointmentAct.DECIDE_LEADERS,
    Role.FOLLOWER: AppointmentAct.DECIDE_LEADERS,
    Role.OFFICE_OFFICER: AppointmentAct.DECIDE_OFFICERS,
    Role.ORGANISATION_OFFICER: AppointmentAct.DECIDE_OFFICERS,
    Role.PROPAGANDA_OFFICER: AppointmentAct.DECIDE_OFFICERS,
    Role.INSPECTION_OFFICER: AppointmentAct.DECIDE_OFFICERS,
    Role.CONTENT_EDITOR: AppointmentAct.DECIDE_OFFICERS,
    Role.ADMINISTRATOR: AppointmentAct.DECIDE_OFFICERS,
}


def serves_there(actor: Identity, subject: Subject) -> bool:
    """holding an office, awake, in the organisation itself"""
    return any(grant.path == subject.path and grant.role != Role.MEMBER for grant in actor.grants)


_keeps_lists = holds_over(Role.ORGANISATION_OFFICER)
_keeps_accounts = holds_over(Role.ADMINISTRATOR)

POLICY = Policy(
    {
        AppointmentAct.APPOINT: [[_keeps_lists], [_keeps_accounts]],
        AppointmentAct.END: [[_keeps_lists], [_keeps_accounts], [is_self, serves_there]],
        AppointmentAct.DELEGATE: [[_keeps_lists], [_keeps_accounts], [is_self, serves_there]],
        AppointmentAct.DECIDE_LEADERS: [[_keeps_lists]],
        AppointmentAct.DECIDE_OFFICERS: [[_keeps_accounts]],
    }
)
