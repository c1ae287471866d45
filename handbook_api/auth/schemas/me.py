"""Who is signed in, gathered from his account, his appointments and his session."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from handbook_api.auth import queries, standing
from handbook_api.auth.models import Account
from handbook_api.auth.schemas.own import (
    DormantGrantOut,
    FactorState,
    GrantOut,
    MeOut,
    ResponsibleOut,
    grant_out,
    strength_name,
)
from handbook_api.auth.standing import Held, Roles
from handbook_api.core.identity import Identity, Strength
from handbook_api.core.settings import Settings


def me_out(
    session: Session, viewer: Identity, settings: Settings, roles: Roles, language: str
) -> MeOut:
    """Return what the viewer is told of himself. Raises SignInNeeded."""
    account = queries.own_account(session, viewer)
    held = standing.held_by(session, account.id)
    names = queries.names_of_organisations(session, viewer)
    return MeOut(
        account_id=account.id,
        name=account.display_name,
        strength=strength_name(viewer.strength),
        has_password=account.password_hash is not None,
        second_factor=_factor(viewer, account, held, roles),
        backup_codes_left=queries.count_backup_codes(session, viewer),
        sign_in_names=list(queries.kinds_of_names(session, viewer)),
        unseen_events=queries.count_unseen_events(session, viewer),
        responsible=responsible_out(settings),
        grants=[
            grant_out(one, names, roles, language) for one in held if one.grant in viewer.grants
        ],
        dormant=[
            _asleep(grant_out(one, names, roles, language), one, roles)
            for one in held
            if one.grant not in viewer.grants
        ],
    )


def responsible_out(settings: Settings) -> ResponsibleOut:
    """Return who answers for the system and its data."""
    return ResponsibleOut(
        system_owner=settings.system_owner,
        system_operator=settings.system_operator,
        data_owner=settings.data_owner,
    )


def _factor(viewer: Identity, account: Account, held: Sequence[Held], roles: Roles) -> FactorState:
    if account.totp_confirmed_at is not None:
        return "given" if viewer.strength == Strength.TWO_FACTOR else "on"
    needed = any(standing.needs_two_factors(one, roles) for one in held)
    return "needed" if needed else "off"


def _asleep(said: GrantOut, one: Held, roles: Roles) -> DormantGrantOut:
    needs_code = standing.needs_two_factors(one, roles)
    return DormantGrantOut(**dict(said), needs="second_factor" if needs_code else "password")
