"""One walk to the provider and back: begun here, good once, for minutes, for whoever began it.

`state` comes back through the provider and the address bar. `walk` never leaves the device that
began: who sends somebody else a link to a walk of his own does not have him sign in as himself.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import orjson
from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.auth import codes
from handbook_api.auth.models import OidcFlow
from handbook_api.auth.oidc.errors import OidcWalkOver
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.db.sealing import Place, keys_of


@dataclass(frozen=True, slots=True)
class Secrets:
    """What binds the way back to the way there."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    walk: str = field(repr=False)


def new_secrets() -> Secrets:
    """Return fresh secrets of 32 random bytes each."""
    return Secrets(*(codes.new_token() for _ in range(4)))


def begin(
    session: Session, secrets: Secrets, account_id: UUID | None, rules: SecurityRules
) -> datetime:
    """The walk can be finished once; return until when (UTC).

    account_id: who wants to link; None when somebody wants to sign in.
    """
    row_id, now = uuid4(), clock.now()
    kept = orjson.dumps(
        {
            "nonce": secrets.nonce,
            "verifier": secrets.verifier,
            "walk": codes.digest(secrets.walk).hex(),
        }
    ).decode()
    row = OidcFlow(
        id=row_id,
        state_digest=codes.digest(secrets.state),
        sealed=keys_of(session).seal(kept, _place(row_id)),
        account_id=account_id,
        expires_at=now + timedelta(minutes=rules.oidc_flow_minutes),
    )
    session.add(row)
    return row.expires_at


def take(
    session: Session, state: str, walk: str, account_id: UUID | None
) -> Secrets | HandbookError:
    """The walk is over, whatever comes of it; return its secrets, or OidcWalkOver.

    Refused walks are over too: nobody tries twice.
    """
    spent = (
        delete(OidcFlow)
        .where(OidcFlow.state_digest == codes.digest(state))
        .returning(OidcFlow.id, OidcFlow.sealed, OidcFlow.account_id, OidcFlow.expires_at)
    )
    row = session.execute(spent).one_or_none()
    if row is None or row.expires_at <= clock.now() or row.account_id != account_id:
        return OidcWalkOver()
    kept = orjson.loads(keys_of(session).open(row.sealed, _place(row.id)))
    if not hmac.compare_digest(kept["walk"], codes.digest(walk).hex()):
        return OidcWalkOver()
    return Secrets(state, kept["nonce"], kept["verifier"], walk)


def _place(row_id: UUID) -> Place:
    return Place("oidc_flows", "sealed", str(row_id))
