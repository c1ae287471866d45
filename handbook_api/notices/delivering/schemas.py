"""Devices on the wire. An address comes in and never goes out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from handbook_api.content_store.parameters.phones import PhoneHelp
from handbook_api.gateways.push import AddressKind, Platform
from handbook_api.http.wire import BodyModel, WireModel
from handbook_api.notices.delivering.devices import Registration
from handbook_api.notices.delivering.models import PushDevice

_CODE = r"^[a-z0-9_]{1,40}$"
_MOST_AT_ONCE = 100

#: What Firebase calls an app on one device.
Address = Annotated[
    str,
    Field(
        min_length=8,
        max_length=1000,
        pattern=r"^[A-Za-z0-9_:.\-]+$",
        description="Mã do Firebase cấp cho ứng dụng trên máy này.",
    ),
]

#: Why a device is silent, as its owner is told.
Silence = Literal["unregistered", "malformed", "wrong_sender", "idle", "signed_out", "replaced"]


class DeviceIn(BodyModel):
    """What an app tells of itself at every start."""

    kind: Literal["fid", "token"] = Field(
        description="fid: mã cài đặt Firebase (nên dùng); token: mã đăng ký kiểu cũ."
    )
    platform: Literal["android", "ios", "web"]
    address: Address
    brand: str | None = Field(
        None, pattern=_CODE, description="Mã hãng máy, lấy trong danh sách /phones."
    )
    app_version: str | None = Field(None, pattern=r"^[0-9A-Za-z.+\-]{1,40}$")

    def registration(self) -> Registration:
        """Return what was told."""
        return Registration(
            AddressKind(self.kind),
            Platform(self.platform),
            self.address,
            self.brand,
            self.app_version,
        )


class ReceivedIn(BodyModel):
    """What came through on a device."""

    test: bool = Field(False, description="Thông báo thử đã hiện trên máy.")
    notice_ids: list[Annotated[UUID, Field(strict=False)]] = Field(
        [], max_length=_MOST_AT_ONCE, description="Các thông báo đã hiện trên máy."
    )


class DeviceOut(WireModel):
    """A device of mine."""

    id: UUID
    platform: Platform
    kind: AddressKind
    brand: str | None
    app_version: str | None
    registered_at: datetime
    refreshed_at: datetime = Field(description="Lần cuối ứng dụng báo còn dùng.")
    delivered_at: datetime | None = Field(description="Lần cuối máy báo đã nhận thông báo.")
    tested_at: datetime | None
    test_delivered_at: datetime | None = Field(
        description="Máy báo đã nhận thông báo thử; sau tested_at là máy nhận tốt."
    )
    silent: Silence | None = Field(description="Vì sao máy không còn nhận; null: còn nhận.")
    is_this: bool = Field(description="Đăng ký trong lần đăng nhập đang dùng.")


class DevicesOut(WireModel):
    """My devices. bells: whether this installation rings phones at all."""

    bells: bool = Field(description="Hệ thống có rung điện thoại; không thì chỉ có hộp thư.")
    items: list[DeviceOut]


class PhoneHelpOut(WireModel):
    """What to set on phones of one brand so that notices come through."""

    code: str
    name: str
    steps: list[str]
    verified: bool = Field(description="Đã có người thử các bước này trên máy thật.")


class PhonesOut(WireModel):
    """Help by brand. yours: the brand that the request seems to come from."""

    yours: str | None
    items: list[PhoneHelpOut]


def device_out(device: PushDevice, session_id: UUID | None) -> DeviceOut:
    """Return a device as its owner sees it."""
    return DeviceOut(
        id=device.id,
        platform=Platform(device.platform),
        kind=AddressKind(device.kind),
        brand=device.brand,
        app_version=device.app_version,
        registered_at=device.registered_at,
        refreshed_at=device.refreshed_at,
        delivered_at=device.delivered_at,
        tested_at=device.tested_at,
        test_delivered_at=device.test_delivered_at,
        silent=device.dead_reason if device.dead_at is not None else None,  # type: ignore[arg-type]
        is_this=device.session_id == session_id,
    )


def phone_out(phone: PhoneHelp, language: str) -> PhoneHelpOut:
    """Return the help for one brand; its steps are written in Vietnamese."""
    name = phone.name_en if language == "en" else phone.name
    return PhoneHelpOut(
        code=phone.code, name=name, steps=list(phone.steps), verified=phone.verified
    )
