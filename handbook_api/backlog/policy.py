"""Who looks after jobs."""

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject


class JobAct(Act):
    """What is done with jobs."""

    READ = "jobs.read"
    RETRY = "jobs.retry"
    DISCARD = "jobs.discard"


def administers_the_top(actor: Identity, subject: Subject) -> bool:
    """administrator of the highest organisation: jobs are of the whole service."""
    del subject
    return any(path.count("/") <= len("//") for path in actor.paths(Role.ADMINISTRATOR))


POLICY = Policy(
    {
        JobAct.READ: [[administers_the_top]],
        JobAct.RETRY: [[administers_the_top]],
        JobAct.DISCARD: [[administers_the_top]],
    }
)
