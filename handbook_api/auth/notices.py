"""What the owner of an account is told of: he alone can say that it was not he."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import SecurityEvent
from handbook_api.core import clock

#: The same thing again within this time is not told again: a notice must not become a flood.
_QUIET = timedelta(hours=1)


class Happening(StrEnum):
    """What happened. Words: the labels “security.…” of content/messages."""

    SIGNED_IN = "signed_in"
    LOCKED = "locked"
    SESSION_COPIED = "session_copied"
    SESSIONS_ENDED = "sessions_ended"
    SLIP_ISSUED = "slip_issued"
    SLIP_TRIED = "slip_tried"
    SLIP_SECOND_USE = "slip_second_use"
    SLIP_THIRD_USE = "slip_third_use"
    PASSWORD_TRIED = "password_tried"  # noqa: S105  # the name of a happening
    PASSWORD_SET = "password_set"  # noqa: S105  # the name of a happening
    NAME_CHANGED = "name_changed"
    RESET_OPENED = "reset_opened"
    RESET_CONFIRMED = "reset_confirmed"
    RESET_TRIED = "reset_tried"
    RESET_USED = "reset_used"
    FACTOR_ON = "factor_on"
    FACTOR_OFF = "factor_off"
    FACTOR_TRIED = "factor_tried"
    BACKUP_CODES_NEW = "backup_codes_new"
    BACKUP_CODE_USED = "backup_code_used"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    PIN_SET = "pin_set"
    PIN_REMOVED = "pin_removed"
    PIN_LOST = "pin_lost"


def tell(
    session: Session,
    account_id: UUID,
    what: Happening,
    facts: Mapping[str, str | int] | None = None,
    *,
    again: bool = True,
) -> bool:
    """The owner of the account finds this among his notices; return whether it is news to him.

    facts: a device's name, a time, a count; never codes or tokens.
    again: False for what others can bring about as often as they like.
    """
    now = clock.now()
    if not again:
        lately = select(SecurityEvent.id).where(
            SecurityEvent.account_id == account_id,
            SecurityEvent.what == what,
            SecurityEvent.at > now - _QUIET,
        )
        if session.scalar(lately.limit(1)) is not None:
            return False
    session.add(SecurityEvent(account_id=account_id, what=what, at=now, facts=dict(facts or {})))
    return True


def tell_each(session: Session, account_ids: Iterable[UUID], what: Happening) -> None:
    """The owner of each of these accounts finds this among his notices."""
    now = clock.now()
    rows = [{"account_id": one, "what": what, "at": now, "facts": {}} for one in account_ids]
    if rows:
        session.execute(insert(SecurityEvent), rows)
