"""Tables of people as far as signing in goes: accounts, names, devices, slips, appointments."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class Account(Base):
    """Somebody who can sign in, or will once his slip is used."""

    __tablename__ = "accounts"
    __table_args__ = (Index(None, "sort_name", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    display_name: Mapped[str] = mapped_column(String(200))
    #: What lists of people are sorted by; filled by whoever knows how names are sorted.
    sort_name: Mapped[str] = mapped_column(String(300), default="")
    #: Asked when a slip is used, so that a slip found on the road opens nothing.
    birth_year: Mapped[int | None]
    #: new (never signed in), active, disabled.
    state: Mapped[str] = mapped_column(String(10), default="new", index=True)
    disabled_reason: Mapped[str | None] = mapped_column(String(40))
    #: In which organisation the officer serves who switched it off by hand: nobody below it
    #: switches it on.
    disabled_at: Mapped[UUID | None]
    #: The first sign-in: what `state` goes back to when a disabled account is enabled.
    activated_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    #: Sealed under its own row; confirmed once the first code was right.
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None]
    #: The last time step whose code was taken: each code is good once.
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    #: Goes up when a role or cell changes or the account is disabled: access tokens of an
    #: earlier epoch are refused from the next request on, on every node.
    epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class SignInName(Base):
    """One name under which an account signs in, kept as a blind index only."""

    __tablename__ = "sign_in_names"
    __table_args__ = (UniqueConstraint("kind", "blind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    #: card, phone, chosen.
    kind: Mapped[str] = mapped_column(String(10))
    blind: Mapped[bytes] = mapped_column(LargeBinary(16))


class FailedTry(Base):
    """One wrong password, code or slip. Counted per name typed, known or not."""

    __tablename__ = "failed_tries"
    __table_args__ = (Index(None, "target", "kind", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    #: Blind index of what was typed, or of the account.
    target: Mapped[bytes] = mapped_column(LargeBinary(16))
    #: password, totp, proof, totp_again, name, slip, reset.
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class DeviceSession(Base):
    """One device that is signed in, for months; only digests of its tokens are kept.

    A refresh token is “family.step”: the family stays, the step changes with every exchange. Who
    knows the family and shows a step that is not the current one holds a copy of an old token.
    """

    __tablename__ = "device_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    device: Mapped[str] = mapped_column(String(80))
    #: What it was opened with; the second factor is kept apart, because it wears off.
    strength: Mapped[int]
    #: Opened by a slip, whatever password was chosen in it since: whoever issued the slip may be
    #: the one who holds the device.
    by_slip: Mapped[bool] = mapped_column(default=False)
    #: Keeps the access token in a cookie, for as long as the session lasts, and no refresh token.
    is_browser: Mapped[bool] = mapped_column(default=False, server_default=false())
    access_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    access_expires_at: Mapped[datetime]
    access_epoch: Mapped[int]
    family_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    refresh_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    #: The step before, good for seconds after the exchange: the answer may have been lost.
    spent_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    #: When the refresh token was last exchanged.
    rotated_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: signed_out, by_owner, by_officer, disabled, reused, expired, password_changed,
    #: factor_changed, reset, office_given, too_many, signed_in_again.
    ended_reason: Mapped[str | None] = mapped_column(String(20))
    #: Six digits that this device asks for before it shows its owner's record; None: it asks not.
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    #: Wrong PINs since the last right one.
    pin_wrong: Mapped[int] = mapped_column(default=0, server_default="0")
    #: After some wrong ones, even the right one waits until then.
    pin_waits_until: Mapped[datetime | None]
    #: The record is shown until then; looking at it puts this off.
    pin_open_until: Mapped[datetime | None]
    #: When wrong PINs did away with it: from then on only signing in again shows the record.
    pin_lost_at: Mapped[datetime | None]


class Slip(Base):
    """A printed sign-in slip: a QR link and ten digits, good once, and once more soon after."""

    __tablename__ = "slips"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    #: Blind index of the ten digits; digest of the token in the QR link.
    code_blind: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    first_used_at: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)
    #: Wrong birth years over its whole life; a slip that somebody works at is blocked.
    wrong_years: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]


class BackupCode(Base):
    """One of some codes for the day the phone with the one-time codes is lost.

    Kept under the key of the installation: ten digits behind a plain digest could be tried out.
    """

    __tablename__ = "backup_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    code_blind: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    used_at: Mapped[datetime | None]


class Reset(Base):
    """Help given face to face: a secretary opens the way to a new password."""

    __tablename__ = "resets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    #: None: from the command line.
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    #: A second officer stands behind it where the account holds a role above cell level.
    needs_confirmation: Mapped[bool]
    #: Also takes the one-time codes off the account; never without a second officer.
    removes_factor: Mapped[bool]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    code_blind: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Appointment(Base):
    """Somebody holds a role in an organisation, for a term. A member's cell is one too."""

    __tablename__ = "appointments"
    __table_args__ = (Index(None, "organisation_id", "role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(String(40))
    since: Mapped[date]
    #: The last day of the term, inclusive; None while open.
    until: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(200))
    #: The appointment that this one stands in for, always with an end.
    delegated_from_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("appointments.id"))
    recorded_at: Mapped[datetime]


class SecurityEvent(Base):
    """Something the owner of an account is told: a lock, a new device, a second slip use."""

    __tablename__ = "security_events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    what: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    seen_at: Mapped[datetime | None]


class ExternalIdentity(Base):
    """An account's name at an OpenID provider, kept as a blind index."""

    __tablename__ = "external_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject_blind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject_blind: Mapped[bytes] = mapped_column(LargeBinary(16))
    linked_at: Mapped[datetime]


class OidcFlow(Base):
    """One walk to the OpenID provider and back; good once and for minutes."""

    __tablename__ = "oidc_flows"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    state_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    #: Nonce and PKCE verifier, sealed.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: Whoever is signed in and wants to link; None when the walk is a sign-in.
    account_id: Mapped[UUID | None]
    expires_at: Mapped[datetime]
