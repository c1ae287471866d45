"""Other people's accounts on the wire, as those see them who look after them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handbook_api.auth.codes import spaced
from handbook_api.auth.queries import AccountRow, ResetRow, SlipRow
from handbook_api.auth.resets import OpenedReset
from handbook_api.auth.slip_use import slip_state
from handbook_api.auth.slips import IssuedSlip, last_day
from handbook_api.content_store.parameters.rules import SecurityRules
from handbook_api.core.identity import Identity
from handbook_api.core.words import Words
from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Limit,
    PageOut,
    QueryModel,
    ShortText,
    WireModel,
)

AccountState = Literal["new", "active", "disabled"]
_MOST_SLIPS = 200


class DisableReason(StrEnum):
    """Why an account is switched off by hand."""

    LOST_DEVICE = "lost_device"
    SUSPICION = "suspicion"
    LEFT = "left"
    DECEASED = "deceased"
    OTHER = "other"


class DisableIn(BodyModel):
    """Why the account is switched off."""

    reason: DisableReason


class AccountListQuery(QueryModel):
    """What the list is narrowed to."""

    state: AccountState | None = Field(None, description="Trạng thái tài khoản.")
    cell_id: UUID | None = Field(None, description="Chi bộ.")
    limit: Limit = 50
    cursor: Cursor = None


class IssueSlipsIn(BodyModel):
    """For whom slips are issued."""

    account_ids: list[UUID] = Field(min_length=1, max_length=_MOST_SLIPS)


class SlipSheetIn(BodyModel):
    """For whom slips are printed: chosen accounts, or a whole cell."""

    account_ids: list[UUID] | None = Field(None, min_length=1, max_length=_MOST_SLIPS)
    cell_id: UUID | None = Field(None, description="In cho cả chi bộ này.")
    only_new: bool = Field(True, description="Cả chi bộ: chỉ in cho người chưa đăng nhập lần nào.")
    helper_phone: ShortText = Field(
        "", max_length=40, description="Số điện thoại để hỏi, in trên phiếu."
    )

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.account_ids is None) == (self.cell_id is None):
            raise PydanticCustomError("one_of", "account_ids or cell_id")
        return self


class SlipListQuery(QueryModel):
    """What the list of slips is narrowed to."""

    account_id: UUID | None = Field(None, description="Của tài khoản này.")
    limit: Limit = 50
    cursor: Cursor = None


class ResetListQuery(QueryModel):
    """How much of the list to give at once."""

    limit: Limit = 50
    cursor: Cursor = None


class ResetIn(BodyModel):
    """What the reset takes off besides the password."""

    removes_factor: bool = Field(
        False, description="Bỏ cả mã một lần (mất điện thoại); luôn cần người thứ hai xác nhận."
    )


class CellOut(WireModel):
    """A cell and its name."""

    id: UUID
    name: str


class AccountOut(WireModel):
    """An account and how far its owner has come with it."""

    id: UUID
    name: str
    state: AccountState
    state_label: str
    disabled_reason: str | None
    cell: CellOut | None
    has_password: bool
    has_second_factor: bool
    devices: int = Field(description="Số thiết bị đang đăng nhập.")
    last_used_at: datetime | None


class AccountPageOut(PageOut[AccountOut]):
    """A page of accounts, sorted by name."""


class IssuedSlipOut(WireModel):
    """A new slip, shown this once."""

    id: UUID
    account_id: UUID
    name: str
    cell: str
    code: str = Field(description="Mười chữ số, cách nhau để đọc cho dễ.")
    link: str = Field(
        description="Nội dung mã QR; phần bí mật đứng sau dấu #. Khi chưa đặt HANDBOOK_PUBLIC_URL "
        "thì đây là địa chỉ tương đối, tính từ trang của chính dịch vụ, và phiếu in ra không có "
        "mã QR."
    )
    until: date


class IssuedSlipsOut(WireModel):
    """New slips, sorted by name."""

    items: list[IssuedSlipOut]


class SlipOut(WireModel):
    """A slip that was handed out, without its code."""

    id: UUID
    account_id: UUID
    name: str
    issued_at: datetime
    until: date
    uses: int
    state: Literal["open", "spent", "expired", "revoked", "blocked"]


class SlipPageOut(PageOut[SlipOut]):
    """A page of slips, newest first."""


class OpenedResetOut(WireModel):
    """A reset and its code, shown this once."""

    id: UUID
    name: str
    code: str
    needs_confirmation: bool
    expires_at: datetime


class ResetOut(WireModel):
    """A reset whose code has not been used yet."""

    id: UUID
    account_id: UUID
    name: str
    asked_at: datetime
    is_mine: bool = Field(description="Do chính người đang xem mở; người khác phải xác nhận.")
    needs_confirmation: bool
    confirmed_at: datetime | None
    removes_factor: bool
    expires_at: datetime


class ResetPageOut(PageOut[ResetOut]):
    """A page of resets whose codes have not been used, those that need an officer first."""


def account_out(row: AccountRow, words: Words) -> AccountOut:
    """Return an account as whoever looks after it reads it."""
    account, home = row.account, row.home
    return AccountOut.model_validate(
        {
            "id": account.id,
            "name": account.display_name,
            "state": account.state,
            "state_label": words.label(f"account.{account.state}"),
            "disabled_reason": account.disabled_reason,
            "cell": CellOut(id=home.id, name=home.name) if home else None,
            "has_password": account.password_hash is not None,
            "has_second_factor": account.totp_confirmed_at is not None,
            "devices": row.devices,
            "last_used_at": row.last_used_at,
        }
    )


def issued_slip_out(issued: IssuedSlip, link: str) -> IssuedSlipOut:
    """Return a new slip as it is shown once."""
    return IssuedSlipOut(
        id=issued.slip.id,
        account_id=issued.slip.account_id,
        name=issued.name,
        cell=issued.cell,
        code=spaced(issued.digits),
        link=link,
        until=issued.until,
    )


def slip_out(row: SlipRow, rules: SecurityRules) -> SlipOut:
    """Return a slip as its issuer finds it again."""
    slip = row.slip
    return SlipOut.model_validate(
        {
            "id": slip.id,
            "account_id": slip.account_id,
            "name": row.display_name,
            "issued_at": slip.issued_at,
            "until": last_day(slip.expires_at),
            "uses": slip.uses,
            "state": slip_state(slip, rules),
        }
    )


def opened_reset_out(opened: OpenedReset) -> OpenedResetOut:
    """Return a reset as it is shown once."""
    return OpenedResetOut(
        id=opened.reset.id,
        name=opened.name,
        code=spaced(opened.digits),
        needs_confirmation=opened.reset.needs_confirmation,
        expires_at=opened.reset.expires_at,
    )


def reset_out(row: ResetRow, viewer: Identity) -> ResetOut:
    """Return a reset as those see it who may confirm it."""
    reset = row.reset
    return ResetOut(
        id=reset.id,
        account_id=reset.account_id,
        name=row.display_name,
        asked_at=reset.asked_at,
        is_mine=reset.asked_by == viewer.account_id,
        needs_confirmation=reset.needs_confirmation,
        confirmed_at=reset.confirmed_at,
        removes_factor=reset.removes_factor,
        expires_at=reset.expires_at,
    )
