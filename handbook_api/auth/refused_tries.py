"""Wrong tries in the log: whoever looks for an attack finds each, without what was typed."""

from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.db import audit

REFUSED_TRY = "auth.refused_try"


def note_refused_try(session: Session, actor: Identity, account_id: UUID | None, kind: str) -> None:
    """The log holds one more wrong try at the account. kind: what was wrong, as a code.

    account_id: None for a name that nobody bears. Part of a step that commits though it refuses.
    """
    about = str(account_id) if account_id else "unknown"
    facts = {"kind": kind}
    audit.record(session, actor, REFUSED_TRY, "account", about, facts=facts, refused=True)
