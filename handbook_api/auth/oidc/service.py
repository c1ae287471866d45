"""Signing in by an identity elsewhere, and linking one's account with it.

Calls to the provider stand between transactions: nothing is locked while we wait for others.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from handbook_api.auth import standing
from handbook_api.auth.errors import AccountDisabled, FactorNotBegun
from handbook_api.auth.locking import lock_account, lock_device
from handbook_api.auth.models import Account, ExternalIdentity
from handbook_api.auth.notices import Happening, tell
from handbook_api.auth.oidc import queries, walks
from handbook_api.auth.oidc.errors import (
    OidcLinkedAlready,
    OidcNotLinked,
    OidcTaken,
    OidcUnknown,
)
from handbook_api.auth.oidc.exchange import Returned, authorize_url, claims_for
from handbook_api.auth.oidc.id_tokens import subject_of
from handbook_api.auth.oidc.provider import Provider
from handbook_api.auth.proofs import prove_password
from handbook_api.auth.second_factor import require_fresh_factor
from handbook_api.auth.sessions import end_sessions, open_session
from handbook_api.auth.standing import Roles
from handbook_api.auth.steps import Step, take_step
from handbook_api.auth.tokens import Tokens
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core import clock
from handbook_api.core.errors import HandbookError
from handbook_api.core.identity import Identity, Strength
from handbook_api.db import audit
from handbook_api.db.sealing import keys_of
from handbook_api.db.turns import take_turn
from handbook_api.http.authentication import SignInNeeded

log = structlog.get_logger("auth.oidc")


@dataclass(frozen=True, slots=True)
class Begun:
    """A walk that was begun. walk: kept by the device, and shown when it comes back."""

    authorize_url: str
    walk: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider speaks of. blind: what is kept of it. two_factors: it asked for two."""

    blind: bytes
    two_factors: bool


def begin_sign_in(step: Step, provider: Provider, rules: SecurityRules) -> Begun:
    """Somebody may walk to the provider and come back signed in. Raises OidcUnavailable."""
    return _begin(step, provider, None, rules)


def finish_sign_in(
    step: Step,
    provider: Provider,
    returned: Returned,
    walk: str,
    device: str,
    rules: SecurityRules,
) -> Tokens:
    """Return the tokens of a new device session of the account that is linked.

    Raises OidcWalkOver, OidcRefused, OidcUnavailable, OidcUnknown, AccountDisabled.
    """
    claims = _come_back(step, provider, returned, walk, None)
    return take_step(step, lambda session: _let_in(session, provider, claims, device, rules))


def begin_linking(
    step: Step,
    actor: Identity,
    provider: Provider,
    password: str,
    rules: SecurityRules,
    roles: Roles,
) -> Begun:
    """The actor may walk to the provider and come back linked.

    password: asked again, so that whoever borrows a phone leaves no door of his own behind.
    Raises PasswordFirst, PasswordWrong, TooManyTries, FactorNotBegun, FactorStale,
    OidcUnavailable.
    """
    account_id = _account_of(actor)
    prove_password(step, actor, password, rules)
    with step() as session:
        _must_be_sure(session, actor, session.get_one(Account, account_id), rules, roles)
    return _begin(step, provider, account_id, rules)


def finish_linking(  # noqa: PLR0913  # what came back, and the two tables it is judged by
    step: Step,
    actor: Identity,
    provider: Provider,
    returned: Returned,
    walk: str,
    *,
    rules: SecurityRules,
    roles: Roles,
) -> ExternalIdentity:
    """The actor signs in by this identity too, from now on; his other devices are out.

    Raises OidcWalkOver, OidcRefused, OidcUnavailable, FactorNotBegun, FactorStale,
    OidcLinkedAlready, OidcTaken.
    """
    claims = _come_back(step, provider, returned, walk, _account_of(actor))
    return take_step(step, lambda session: _link(session, actor, provider, claims, rules, roles))


def unlink(session: Session, actor: Identity, provider: Provider) -> None:
    """No identity of this provider opens the actor's account; his other devices are out.

    Raises OidcNotLinked.
    """
    account = lock_account(session, _account_of(actor))
    linked = queries.own_identity(session, actor, provider.issuer)
    if linked is None:
        raise OidcNotLinked
    session.delete(linked)
    end_sessions(session, [account.id], "factor_changed", but=actor.session_id)
    tell(session, account.id, Happening.IDENTITY_UNLINKED)
    audit.record(session, actor, "auth.unlink_identity", "account", str(account.id))


def _begin(step: Step, provider: Provider, account_id: UUID | None, rules: SecurityRules) -> Begun:
    secrets = walks.new_secrets()
    address = authorize_url(provider, secrets)
    with step() as session:
        expires_at = walks.begin(session, secrets, account_id, rules)
    return Begun(address, secrets.walk, expires_at)


def _come_back(
    step: Step, provider: Provider, returned: Returned, walk: str, account_id: UUID | None
) -> Mapping[str, Any]:
    """Return the claims; the walk is spent before the provider is asked anything."""
    secrets = take_step(step, lambda session: walks.take(session, returned.state, walk, account_id))
    return claims_for(provider, returned, secrets)


def _let_in(
    session: Session,
    provider: Provider,
    claims: Mapping[str, Any],
    device: str,
    rules: SecurityRules,
) -> Tokens | HandbookError:
    person = _person(session, provider, claims)
    linked = _linked(session, provider, person)
    if linked is None:
        log.warning("oidc_unknown")
        return OidcUnknown()
    account = lock_account(session, linked.account_id)
    if account.state == "disabled":
        return AccountDisabled()
    given = open_session(session, account, Strength.PASSWORD, device, rules)
    if person.two_factors and _by_two_factors(linked, account):
        session.flush()
        # Wears off like a code that was given here.
        lock_device(session, given.session_id).second_factor_at = clock.now()
    return given


def _link(
    session: Session,
    actor: Identity,
    provider: Provider,
    claims: Mapping[str, Any],
    rules: SecurityRules,
    roles: Roles,
) -> ExternalIdentity | HandbookError:
    person = _person(session, provider, claims)
    take_turn(session, person.blind)
    account = lock_account(session, _account_of(actor))
    _must_be_sure(session, actor, account, rules, roles)
    if queries.own_identity(session, actor, provider.issuer) is not None:
        return OidcLinkedAlready()
    if _linked(session, provider, person) is not None:
        return OidcTaken()
    made = ExternalIdentity(
        account_id=account.id,
        issuer=provider.issuer,
        subject_blind=person.blind,
        linked_at=clock.now(),
    )
    session.add(made)
    end_sessions(session, [account.id], "factor_changed", but=actor.session_id)
    tell(session, account.id, Happening.IDENTITY_LINKED)
    audit.record(session, actor, "auth.link_identity", "account", str(account.id))
    session.flush()
    return made


def _must_be_sure(
    session: Session, actor: Identity, account: Account, rules: SecurityRules, roles: Roles
) -> None:
    """Whoever knows the password alone leaves no way around the second factor behind.

    Raises FactorNotBegun where a role asks for one that was never set up, FactorStale.
    """
    if account.totp_confirmed_at is not None:
        require_fresh_factor(session, actor, rules)
    elif standing.standings_of(session, [account.id], roles)[account.id].officer_at:
        raise FactorNotBegun


def _by_two_factors(linked: ExternalIdentity, account: Account) -> bool:
    """Whether the link was made with a one-time code: what a password alone linked is its worth.

    Else whoever linked an identity of his own to a member's account waits until that member
    comes to an office.
    """
    confirmed_at = account.totp_confirmed_at
    return confirmed_at is not None and linked.linked_at >= confirmed_at


def _linked(session: Session, provider: Provider, person: Person) -> ExternalIdentity | None:
    query = select(ExternalIdentity).where(
        ExternalIdentity.issuer == provider.issuer, ExternalIdentity.subject_blind == person.blind
    )
    return session.scalar(query)


def _person(session: Session, provider: Provider, claims: Mapping[str, Any]) -> Person:
    subject = subject_of(provider, claims)
    # Subjects are told apart by case and spacing too, which blind indexes overlook: hash first.
    exact = hashlib.sha256(f"{provider.claim}\0{subject}".encode()).hexdigest()
    asked = provider.two_factor_acr
    return Person(
        blind=keys_of(session).blind(f"oidc:{provider.issuer}", exact),
        two_factors=bool(asked) and claims.get("acr") == asked,
    )


def _account_of(actor: Identity) -> UUID:
    if actor.account_id is None:
        raise SignInNeeded
    return actor.account_id
