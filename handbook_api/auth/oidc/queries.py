"""Which account is linked with which identity."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.models import ExternalIdentity
from handbook_api.core.identity import Identity


def own_identity(session: Session, viewer: Identity, issuer: str) -> ExternalIdentity | None:
    """Return the viewer's link with a provider."""
    query = select(ExternalIdentity).where(
        ExternalIdentity.account_id == viewer.account_id, ExternalIdentity.issuer == issuer
    )
    return session.scalar(query)
