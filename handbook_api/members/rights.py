"""The policy asked of a record that has been found: at home first, then where he is a guest."""

from handbook_api.core.identity import Identity
from handbook_api.core.policy import Act, Subject
from handbook_api.members.policy import POLICY
from handbook_api.members.queries import MemberAt


def allows(actor: Identity, act: Act, at: MemberAt) -> bool:
    """Whether `actor` may do `act` to this record, wherever his rights come from."""
    return any(POLICY.allows(actor, act, subject) for subject in subjects_of(at))


def require(actor: Identity, act: Act, at: MemberAt) -> None:
    """Return when `actor` may. Raises Forbidden, SecondFactorNeeded."""
    if not allows(actor, act, at):
        POLICY.require(actor, act, subjects_of(at)[0])


def subjects_of(at: MemberAt) -> tuple[Subject, ...]:
    """Return what rights over this record are asked about."""
    return tuple(Subject(path, at.member.account_id) for path in at.paths)
