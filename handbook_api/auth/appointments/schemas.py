"""Appointments on the wire."""

from datetime import date
from uuid import UUID

from pydantic import Field

from handbook_api.auth.appointments.queries import AppointmentRow
from handbook_api.auth.schemas.own import RoleName
from handbook_api.auth.standing import Roles
from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Day,
    Limit,
    PageOut,
    QueryModel,
    ShortText,
    WireModel,
)


class AppointmentListQuery(QueryModel):
    """How much of the list to give at once."""

    counting: bool = Field(False, description="Chỉ những vai trò đang giữ hôm nay.")
    limit: Limit = 50
    cursor: Cursor = None


class AppointIn(BodyModel):
    """Somebody to be given a role."""

    account_id: UUID
    role: Role
    since: Day = Field(description="Ngày đầu của nhiệm kỳ.")
    until: Day | None = Field(None, description="Ngày cuối của nhiệm kỳ; bỏ trống khi chưa định.")
    decision: ShortText | None = Field(
        None, min_length=1, description="Số, ký hiệu, ngày của quyết định hoặc kết quả bầu."
    )


class EndAppointmentIn(BodyModel):
    """A role to be ended."""

    on: Day | None = Field(
        None,
        description="Từ ngày này không còn giữ vai trò; mặc định hôm nay, có hiệu lực ngay.",
    )


class DelegateIn(BodyModel):
    """Somebody to stand in for a time."""

    account_id: UUID = Field(description="Người làm thay, đang giữ vai trò được phép làm thay.")
    since: Day | None = Field(None, description="Ngày đầu; mặc định hôm nay.")
    until: Day = Field(description="Ngày cuối; ủy quyền nào cũng có ngày hết.")
    decision: ShortText | None = Field(None, min_length=1, description="Số, ký hiệu của giấy.")


class HolderOut(WireModel):
    """Who holds a role."""

    account_id: UUID
    name: str


class PlaceOut(WireModel):
    """Where a role is held."""

    id: UUID
    name: str


class AppointmentOut(WireModel):
    """A role in one organisation, for a term."""

    id: UUID
    role: RoleName
    organisation: PlaceOut
    holder: HolderOut | None = Field(
        description="null khi người xem chỉ được biết vai trò đang có người giữ."
    )
    since: date
    until: date | None = Field(description="Ngày cuối; null khi chưa định.")
    counts: bool = Field(description="Hôm nay có hiệu lực.")
    stands_in_for: UUID | None = Field(
        description="Vai trò được làm thay (ủy quyền); null khi giữ vai trò của chính mình."
    )
    delegable: bool = Field(description="Có thể ủy quyền cho người khác làm thay một thời gian.")
    decision: str | None


class AppointmentPageOut(PageOut[AppointmentOut]):
    """A page of roles, the latest term first."""


class OwnAppointmentsOut(WireModel):
    """What one is and was, the latest term first."""

    items: list[AppointmentOut]


def appointment_out(row: AppointmentRow, roles: Roles, language: str) -> AppointmentOut:
    """Return an appointment as far as its reader may know it."""
    held, organisation, spec = row.appointment, row.organisation, roles[Role(row.appointment.role)]
    knows = row.holder is not None
    return AppointmentOut(
        id=held.id,
        role=RoleName(code=spec.role, name=spec.called(language)),
        organisation=PlaceOut(id=organisation.id, name=organisation.name),
        holder=HolderOut(account_id=held.account_id, name=row.holder or "") if knows else None,
        since=held.since,
        until=held.until,
        counts=row.counts(clock.today()),
        stands_in_for=held.delegated_from_id,
        delegable=spec.delegable and held.delegated_from_id is None,
        decision=held.decision if knows else None,
    )
