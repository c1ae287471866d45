"""The first accounts, made by whoever has the shell of the server: somebody has to begin."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import queries
from handbook_api.auth.accounts import NewAccount, create_accounts, set_sign_in_name
from handbook_api.auth.appointments.service import NewAppointment, appoint
from handbook_api.auth.errors import AccountNotFound, OrganisationUnknown
from handbook_api.auth.models import Account, SignInName
from handbook_api.auth.own_account import check_new_password, store_password
from handbook_api.auth.sign_in_names import NameKind, blind_of, read_name
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.codes import tidy_code
from handbook_api.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Founder:
    """Somebody who is to have an account and an office before anybody could give him one."""

    name: str
    sign_in_name: str
    organisation: str
    role: Role
    birth_year: int | None = None


def found_account(session: Session, actor: Identity, content: Content, founder: Founder) -> Account:
    """There is an account with a chosen name and a role; it has no password and no slip yet.

    Raises OrganisationUnknown, NameNotUnderstood, NameTaken, and what `appoint` raises.
    """
    organisation = _organisation(session, actor, content, founder.organisation)
    account_id = uuid4()
    new = NewAccount(account_id, founder.name, founder.birth_year)
    create_accounts(session, [new])
    set_sign_in_name(session, account_id, NameKind.CHOSEN, founder.sign_in_name)
    audit.record(
        session, actor, "auth.create_account", "account", str(account_id), path=organisation.path
    )
    asked = NewAppointment(account_id, organisation.id, founder.role, clock.today())
    appoint(session, actor, content, asked)
    return session.get_one(Account, account_id)


def give_first_password(
    session: Session, account: Account, password: str, hashed: str, content: Content
) -> None:
    """The account signs in with `password`, whose hash is given, and is active.

    Raises what `check_password` raises.
    """
    check_new_password(session, account, password, content.security(clock.today()))
    store_password(account, hashed)
    account.state, account.activated_at = "active", account.activated_at or clock.now()


def find_account(session: Session, viewer: Identity, named: str) -> Account:
    """Return the visible account with this id or sign-in name. Raises AccountNotFound."""
    return queries.get_account(session, viewer, _id_of(session, named))


def _id_of(session: Session, named: str) -> UUID:
    try:
        return UUID(named)
    except ValueError:
        kind, spelling = read_name(named)
    blind = blind_of(keys_of(session), kind, spelling)
    query = select(SignInName.account_id).where(SignInName.kind == kind, SignInName.blind == blind)
    found = session.scalar(query)
    if found is None:
        raise AccountNotFound
    return found


def _organisation(session: Session, viewer: Identity, content: Content, given: str) -> Organisation:
    try:
        return organisations.get_organisation(session, viewer, UUID(given))
    except ValueError:
        code = tidy_code(given, content.organisation_code_digits)
    found = organisations.find_organisation_by_code(session, viewer, code, clock.today())
    if found is None:
        raise OrganisationUnknown(given=given[:40])
    return found
