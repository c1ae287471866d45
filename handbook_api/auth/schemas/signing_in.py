"""Signing in on the wire. Passwords and codes come in bodies, never in addresses."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from handbook_api.auth.slip_use import SlipSeen
from handbook_api.auth.tokens import Tokens
from handbook_api.http.wire import BodyModel, ShortText, WireModel


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


#: What its owner calls a device.
Device = Annotated[
    ShortText,
    BeforeValidator(_one_line),
    Field(max_length=80, description="Tên thiết bị để nhận ra trong danh sách, ví dụ “Máy cũ”."),
]
#: A name one signs in under, in any spelling.
TypedName = Annotated[
    str,
    Field(min_length=1, max_length=200, description="Số thẻ đảng, số điện thoại hoặc tên tự đặt."),
]
#: A password as typed; what may be chosen is decided elsewhere.
TypedPassword = Annotated[str, Field(min_length=1, max_length=300)]
#: Digits or signs of a code as typed, with spaces or not.
TypedCode = Annotated[str, Field(min_length=1, max_length=60)]


class SignInIn(BodyModel):
    """A name (card number, phone or chosen name) and the password."""

    name: TypedName
    password: TypedPassword
    device: Device = ""


class SlipIn(BodyModel):
    """A slip to be looked at."""

    code: TypedCode = Field(description="Mười chữ số in trên phiếu, hoặc phần sau dấu # của mã QR.")


class SlipUseIn(SlipIn):
    """A slip to be used."""

    birth_year: int = Field(ge=1850, le=2200, description="Năm sinh của chủ phiếu.")
    device: Device = ""


class RefreshIn(BodyModel):
    """A refresh token to be exchanged."""

    refresh_token: str = Field(min_length=1, max_length=200)


class CodeIn(BodyModel):
    """A one-time code from the app, or a backup code where that will do."""

    code: TypedCode


class ResetUseIn(BodyModel):
    """The name one signs in under, the code that a secretary handed over, the new password."""

    name: TypedName
    code: TypedCode
    password: TypedPassword


class TokensOut(WireModel):
    """What a device keeps: a short access token, and a refresh token for months."""

    session_id: UUID
    access_token: str
    access_expires_at: datetime
    refresh_token: str | None = Field(
        description="Dùng một lần: mỗi lần làm mới nhận mã mới. null: mã đang giữ vẫn dùng tiếp."
    )


class SlipSeenOut(WireModel):
    """What a slip says of itself before it is used."""

    name: str = Field(description="Họ tên viết tắt, ví dụ “N. V. An”.")
    cell: str | None
    until: date = Field(description="Ngày cuối còn dùng được.")
    uses_left: int


def tokens_out(given: Tokens) -> TokensOut:
    """Return what a device is told of its tokens."""
    return TokensOut(
        session_id=given.session_id,
        access_token=given.access,
        access_expires_at=given.access_expires_at,
        refresh_token=given.refresh,
    )


def slip_seen_out(seen: SlipSeen) -> SlipSeenOut:
    """Return what the holder of a slip is shown."""
    return SlipSeenOut(name=seen.name, cell=seen.cell, until=seen.until, uses_left=seen.uses_left)
