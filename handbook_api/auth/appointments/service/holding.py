"""What every change of roles has in common: whose turn it is, who is told, what is written."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth.accounts import touch_accounts
from handbook_api.auth.models import Appointment
from handbook_api.auth.notices import Happening, tell
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Act
from handbook_api.db import audit
from handbook_api.organisations.errors import OrganisationClosed
from handbook_api.organisations.models import Organisation


def hold_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """Return a living organisation; nobody gives or ends roles there, or closes it, meanwhile.

    Of two officers who appoint a secretary at once the second one finds the first one's.
    Raises OrganisationClosed.
    """
    query = select(Organisation).where(Organisation.id == organisation_id)
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = session.scalars(held).one()
    if row.closed_on is not None:
        raise OrganisationClosed(name=row.name, closed_on=f"{row.closed_on:%d/%m/%Y}")
    return row


def leave_word(
    session: Session,
    actor: Identity,
    act: Act,
    row: Appointment,
    organisation: Organisation,
    happening: Happening,
) -> None:
    """The holder's rights are read anew, he is told, and the act is in the log."""
    touch_accounts(session, [row.account_id])
    tell(session, row.account_id, happening, {"role": row.role})
    facts = {
        "role": row.role,
        "account": str(row.account_id),
        "since": row.since.isoformat(),
        "until": _written(row.until),
    }
    if row.delegated_from_id is not None:
        facts["stands_in_for"] = str(row.delegated_from_id)
    path = organisation.path
    audit.record(session, actor, act, "appointment", str(row.id), path=path, facts=facts)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
