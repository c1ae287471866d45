"""The PIN of one's own device on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from handbook_api.auth.pins import PinState
from handbook_api.core.identity import Lock
from handbook_api.http.wire import BodyModel, WireModel


def _without_spaces(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value


#: Six digits as typed, with spaces or not; which may be chosen is decided elsewhere.
TypedPin = Annotated[str, BeforeValidator(_without_spaces), Field(min_length=1, max_length=20)]


class PinIn(BodyModel):
    """The PIN of this device."""

    pin: TypedPin = Field(description="Sáu chữ số của mã PIN trên máy này.")


class NewPinIn(BodyModel):
    """A new PIN, and the present one where there is one."""

    current: TypedPin | None = Field(
        None, description="Mã PIN đang dùng; bỏ trống khi máy chưa có mã."
    )
    new: TypedPin = Field(
        description="Sáu chữ số; không phải năm sinh, ngày sinh, dãy liền nhau hay số lặp lại."
    )


class PinOut(WireModel):
    """How it stands with the PIN of this device."""

    lock: Lock = Field(
        description="none: máy không hỏi mã; open: vừa nhập, hồ sơ đang mở; shut: phải nhập mã; "
        "lost: nhập sai quá số lần, phải đăng nhập lại."
    )
    open_until: datetime | None = Field(description="Đến lúc này không hỏi lại mã; null: đang hỏi.")
    waits_until: datetime | None = Field(description="Trước lúc này mã đúng cũng chưa nhận.")
    tries_left: int | None = Field(description="Còn nhập sai được mấy lần; null: không có mã.")


def pin_out(state: PinState) -> PinOut:
    """Return how it stands as the owner of the device reads it."""
    return PinOut(
        lock=state.lock,
        open_until=state.open_until,
        waits_until=state.waits_until,
        tries_left=state.left,
    )
