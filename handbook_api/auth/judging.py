"""Rights are read when somebody comes in; who waited for a lock since may have lost them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import standing
from handbook_api.auth.errors import SessionChanged, SessionEnded
from handbook_api.auth.models import Account, DeviceSession
from handbook_api.auth.standing import Roles
from handbook_api.core.identity import Identity


def judge_again(session: Session, actor: Identity, roles: Roles) -> None:
    """Return when `actor` still is who he was when he came in; to be asked after a lock is held.

    Two statements; none for the terminal and the system. Raises SessionEnded, SessionChanged.
    """
    if actor.session_id is None or actor.account_id is None:
        return
    query = (
        select(DeviceSession.ended_at, Account.state)
        .join(Account, Account.id == DeviceSession.account_id)
        .where(DeviceSession.id == actor.session_id)
    )
    found = session.execute(query).one_or_none()
    if found is None or found.ended_at is not None or found.state == "disabled":
        raise SessionEnded
    held = standing.held_by(session, actor.account_id)
    awake, _ = standing.split(held, actor.strength, roles)
    if awake != actor.grants:
        raise SessionChanged
