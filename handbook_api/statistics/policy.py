"""Who reads figures of an organisation and of what lies below it."""

from handbook_api.core.identity import Role
from handbook_api.core.policy import Act, Policy, holds_over
from handbook_api.members.queries.seeing import SEEING_PEOPLE
from handbook_api.notices.offices import LOOKING_AFTER

#: Who is told how many use the handbook: whoever sees the people there, or their accounts.
READING = (*SEEING_PEOPLE, Role.ADMINISTRATOR)
#: They see of each person there how a notice reaches him: no number tells them more.
KNOWING = LOOKING_AFTER


class StatisticsAct(Act):
    """What is done with figures."""

    READ = "statistics.read"
    EXPORT = "statistics.export"
    #: Asked besides: whether those of small groups are told apart.
    SEE_SMALL_GROUPS = "statistics.see_small_groups"


POLICY = Policy(
    {
        StatisticsAct.READ: [[holds_over(*READING)]],
        StatisticsAct.EXPORT: [[holds_over(*READING)]],
        StatisticsAct.SEE_SMALL_GROUPS: [[holds_over(*KNOWING)]],
    }
)
