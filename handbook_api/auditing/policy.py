"""Who may read the audit log."""

from handbook_api.core.identity import Identity, Role
from handbook_api.core.policy import Act, Policy, Subject


class AuditAct(Act):
    """What is done with the log."""

    READ = "audit.read"


def administers_something(actor: Identity, subject: Subject) -> bool:
    """administrator, of whatever; he reads what happened inside."""
    del subject
    return bool(actor.paths(Role.ADMINISTRATOR))


POLICY = Policy({AuditAct.READ: [[administers_something]]})
