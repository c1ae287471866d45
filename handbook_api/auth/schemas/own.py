"""One's own account on the wire."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from handbook_api.auth.models import DeviceSession, SecurityEvent
from handbook_api.auth.schemas.signing_in import TypedPassword
from handbook_api.auth.standing import Held
from handbook_api.content_store.parameters.roles import RoleSpec
from handbook_api.core.identity import Role, Strength
from handbook_api.core.words import Words
from handbook_api.http.wire import BodyModel, Cursor, Limit, PageOut, QueryModel, WireModel

FactorState = Literal["off", "needed", "on", "given"]


class PasswordIn(BodyModel):
    """A new password, and the present one where there is one."""

    current: TypedPassword | None = Field(
        None, description="Mật khẩu đang dùng; bỏ trống khi chưa đặt lần nào."
    )
    new: TypedPassword


class PasswordProofIn(BodyModel):
    """The present password, asked again before something hard to undo."""

    password: TypedPassword


class ChosenNameIn(BodyModel):
    """The name one wants to sign in under."""

    name: str = Field(
        min_length=1, max_length=80, description="4–40 chữ, số và . _ - @, có ít nhất một chữ cái."
    )


class EventListQuery(QueryModel):
    """How much of the list to give at once."""

    limit: Limit = 20
    cursor: Cursor = None


class RoleName(WireModel):
    """A role and the word people use for it."""

    code: Role
    name: str


class GrantOut(WireModel):
    """A role in one organisation."""

    role: RoleName
    organisation_id: UUID
    organisation: str
    path: str
    until: date | None = Field(description="Ngày cuối của nhiệm kỳ hoặc ủy quyền; null: chưa định.")


class DormantGrantOut(GrantOut):
    """A role that is held but sleeps."""

    needs: Literal["password", "second_factor"] = Field(
        description="Cần gì để vai trò có hiệu lực: đăng nhập bằng mật khẩu, hay mã một lần."
    )


class ResponsibleOut(WireModel):
    """Who answers for the system and its data (556-QĐ/VPTW)."""

    system_owner: str
    system_operator: str
    data_owner: str


class MeOut(WireModel):
    """Who is signed in, what he is where, and what his account still needs."""

    account_id: UUID
    name: str
    strength: Literal["slip", "password", "two_factor"] = Field(
        description="Phiên này mở bằng phiếu, bằng mật khẩu, hay đã có mã thứ hai."
    )
    has_password: bool
    second_factor: FactorState = Field(
        description="off: không dùng; needed: vai trò đòi mà chưa cài; on: đã cài, phiên này chưa "
        "nhập mã; given: phiên này đã nhập mã."
    )
    backup_codes_left: int
    sign_in_names: list[str] = Field(description="Đăng nhập được bằng: card, phone, chosen.")
    grants: list[GrantOut]
    dormant: list[DormantGrantOut]
    unseen_events: int = Field(description="Số thông báo về tài khoản chưa xem.")
    responsible: ResponsibleOut


class SessionOut(WireModel):
    """A device that is signed in."""

    id: UUID
    device: str
    is_current: bool
    opened_at: datetime
    last_used_at: datetime
    expires_at: datetime


class SessionsOut(WireModel):
    """All devices that are signed in, the last used first."""

    items: list[SessionOut]


class EndedOut(WireModel):
    """How many devices were signed out."""

    ended: int


class EventOut(WireModel):
    """Something the owner of an account is told."""

    id: UUID
    what: str
    words: str
    at: datetime
    facts: dict[str, Any] = Field(description="Ví dụ device: tên thiết bị.")
    seen: bool


class EventPageOut(PageOut[EventOut]):
    """A page of what one was told, newest first."""


class BeginningOut(WireModel):
    """What goes into an authenticator app."""

    secret: str
    uri: str
    qr_svg: str = Field(description="Mã QR của uri, dạng SVG.")


class BackupCodesOut(WireModel):
    """Codes for the day the phone is lost, shown this once."""

    codes: list[str]


def grant_out(
    one: Held, names: Mapping[UUID, str], roles: Mapping[Role, RoleSpec], language: str
) -> GrantOut:
    """Return a role as its holder reads it."""
    grant, spec = one.grant, roles[one.grant.role]
    organisation_id = grant.organisation_id or UUID(int=0)
    return GrantOut(
        role=RoleName(code=grant.role, name=spec.name_en if language == "en" else spec.name),
        organisation_id=organisation_id,
        organisation=names.get(organisation_id, ""),
        path=grant.path,
        until=grant.until,
    )


def sessions_out(devices: Sequence[DeviceSession], current: UUID | None) -> SessionsOut:
    """Return the devices as their owner reads them."""
    return SessionsOut(
        items=[
            SessionOut(
                id=one.id,
                device=one.device,
                is_current=one.id == current,
                opened_at=one.created_at,
                last_used_at=one.last_used_at,
                expires_at=one.expires_at,
            )
            for one in devices
        ]
    )


def event_out(event: SecurityEvent, words: Words) -> EventOut:
    """Return an event in words."""
    return EventOut(
        id=event.id,
        what=event.what,
        words=words.label(f"security.{event.what}"),
        at=event.at,
        facts=event.facts,
        seen=event.seen_at is not None,
    )


def strength_name(strength: Strength) -> Literal["slip", "password", "two_factor"]:
    """Return the name of a strength that a session can have."""
    if strength == Strength.TWO_FACTOR:
        return "two_factor"
    return "password" if strength == Strength.PASSWORD else "slip"
