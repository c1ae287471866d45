"""Organisations, accounts and roles for tests: openly fictional, written straight to the tables."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from handbook_api.auth.models import Account, Appointment, DeviceSession, SignInName
from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.db.sealing import keys_of
from handbook_api.organisations.models import Organisation, OrganisationCode
from handbook_api.runtime import Runtime
from search_index.vietnamese.folding import fold

FIRST_DAY = date(2020, 1, 1)

#: Real hashes of next to no cost: a suite signs in some hundred times.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def an_organisation(
    session: Session,
    parent: Organisation | None = None,
    *,
    name: str = "Chi bộ Thử",
    kind: str | None = None,
    is_cell: bool = True,
    code: str | None = None,
    opened_on: date = FIRST_DAY,
    closed_on: date | None = None,
) -> Organisation:
    """An organisation under `parent`, a cell unless said otherwise."""
    key = secrets.token_hex(4)
    made = Organisation(
        id=uuid4(),
        key=key,
        path=f"{parent.path if parent else '/'}{key}/",
        parent_id=parent.id if parent else None,
        kind=kind or ("cell" if is_cell else "base_committee"),
        is_cell=is_cell,
        code=code,
        name=name,
        folded_name=fold(name),
        opened_on=opened_on,
        closed_on=closed_on,
    )
    session.add(made)
    session.flush()
    if code is not None:
        session.add(OrganisationCode(organisation_id=made.id, code=code, since=opened_on))
        session.flush()
    return made


def a_committee(
    session: Session, parent: Organisation | None = None, **said: object
) -> Organisation:
    """A committee, at the top of a tree unless it has a parent."""
    said.setdefault("name", "Đảng bộ Thử")
    return an_organisation(session, parent, is_cell=False, **said)  # type: ignore[arg-type]


def an_account(
    session: Session,
    *,
    name: str = "Nguyễn Văn Thử",
    birth_year: int | None = 1950,
    names: Mapping[str, str] | None = None,
    password: str | None = None,
    state: str = "active",
) -> Account:
    """An account; `names`: kind (card, phone, chosen) → text in its tidy form."""
    now = clock.now()
    made = Account(
        id=uuid4(),
        display_name=name,
        birth_year=birth_year,
        state=state,
        activated_at=None if state == "new" else now,
        password_hash=QUICK.hash(password) if password else None,
        password_set_at=now if password else None,
        epoch=1,
        created_at=now,
    )
    session.add(made)
    session.flush()
    for kind, text in (names or {}).items():
        blind = keys_of(session).blind(f"sign_in.{kind}", text)
        session.add(SignInName(account_id=made.id, kind=kind, blind=blind))
    session.flush()
    return made


def appoint(
    session: Session,
    account: Account,
    organisation: Organisation,
    role: Role = Role.MEMBER,
    *,
    since: date = FIRST_DAY,
    until: date | None = None,
) -> Appointment:
    """`account` holds `role` in `organisation`, for an open term unless said otherwise."""
    made = Appointment(
        account_id=account.id,
        organisation_id=organisation.id,
        role=role.value,
        since=since,
        until=until,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made


def signed_in(
    runtime: Runtime,
    account: Account | UUID,
    *,
    strength: Strength = Strength.PASSWORD,
    device: str = "Điện thoại thử",
) -> str:
    """Return an access token, good for a day, of a new session of `account`."""
    account_id = account if isinstance(account, UUID) else account.id
    now, session_id = clock.now(), uuid4()
    token = f"{session_id.hex}.{secrets.token_urlsafe(32)}"
    with runtime.transaction() as session:
        holder = session.get_one(Account, account_id)
        session.add(
            DeviceSession(
                id=session_id,
                account_id=account_id,
                device=device,
                strength=min(strength, Strength.PASSWORD),
                by_slip=strength == Strength.SLIP,
                access_digest=_digest(token),
                access_expires_at=now + timedelta(days=1),
                access_epoch=holder.epoch,
                family_digest=_digest(secrets.token_urlsafe(32)),
                refresh_digest=_digest(secrets.token_urlsafe(32)),
                rotated_at=now,
                second_factor_at=now if strength == Strength.TWO_FACTOR else None,
                created_at=now,
                last_used_at=now,
                expires_at=now + timedelta(days=700),
            )
        )
    return token


def a_member(
    session: Session, cell: Organisation, *roles: Role, name: str = "Trần Thị Mẫu", **said: object
) -> Account:
    """An account that is a member of `cell`, and holds `roles` there too."""
    made = an_account(session, name=name, **said)  # type: ignore[arg-type]
    for role in (Role.MEMBER, *roles):
        appoint(session, made, cell, role)
    return made


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def later(**more: float) -> datetime:
    """The instant that lies `more` (timedelta's words) after now: for `clock.frozen`."""
    return clock.now() + timedelta(**more)
