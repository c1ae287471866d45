"""The policy asked of a record that has been found: at home, and for little where he is a guest."""

from handbook_api.auth.guarding import require_unlocked
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Act, Subject
from handbook_api.members.policy import POLICY, MemberAct
from handbook_api.members.queries import MemberAt

#: Also for the cell that somebody is a guest in, so that it reaches him. All else is decided
#: where he is counted.
_FOR_HOSTS = frozenset((MemberAct.CHANGE,))


def allows(actor: Identity, act: Act, at: MemberAt) -> bool:
    """Whether `actor` may do `act` to this record, wherever his rights come from."""
    return any(POLICY.allows(actor, act, subject) for subject in _subjects_of(at, act))


def require(actor: Identity, act: Act, at: MemberAt) -> None:
    """Return when `actor` may. Raises Forbidden, SecondFactorNeeded."""
    if not allows(actor, act, at):
        POLICY.require(actor, act, _subjects_of(at, act)[0])


def _subjects_of(at: MemberAt, act: Act) -> tuple[Subject, ...]:
    """Return what rights over this record are asked about, home first."""
    paths = at.paths if act in _FOR_HOSTS else at.paths[:1]
    return tuple(Subject(path, at.member.account_id) for path in paths)


def must_be_unlocked(viewer: Identity, at: MemberAt) -> None:
    """Return when it is not the viewer's own record, or his device may show it.

    Raises PinNeeded, PinLost.
    """
    if at.member.account_id == viewer.account_id:
        require_unlocked(viewer)
