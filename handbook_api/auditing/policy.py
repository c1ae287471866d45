"""Who may read the audit log."""

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject


class AuditAct(Act):
    """What is done with the log."""

    READ = "audit.read"
    #: Find out whether the whole of it is as it was written.
    VERIFY = "audit.verify"


def administers_something(actor: Identity, subject: Subject) -> bool:
    """administrator, of whatever; he reads what happened inside."""
    del subject
    return bool(actor.paths(Role.ADMINISTRATOR))


def administers_the_top(actor: Identity, subject: Subject) -> bool:
    """administrator of the highest organisation: the log is one, of the whole service."""
    del subject
    return any(map(is_top, actor.paths(Role.ADMINISTRATOR)))


def is_top(path: str) -> bool:
    """Whether `path` is of an organisation that stands below none."""
    return path.count("/") <= len("//")


POLICY = Policy(
    {
        AuditAct.READ: [[administers_something]],
        AuditAct.VERIFY: [[administers_the_top]],
    }
)
