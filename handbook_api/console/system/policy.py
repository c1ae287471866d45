"""Who sees how the service is set up."""

from handbook_api.auditing.policy import administers_the_top
from handbook_api.core.policy import Act, Policy


class SystemAct(Act):
    """What is done with the set-up. It is changed on the server alone."""

    READ = "system.read"


POLICY = Policy({SystemAct.READ: [[administers_the_top]]})
