"""Exports on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from handbook_api.http.wire import BodyModel, LongText, ShortText
from handbook_api.members.exports.service import (
    LEAST_PURPOSE,
    MOST_AT_ONCE,
    MOST_PURPOSE,
    Wanted,
)

Code = Annotated[ShortText, Field(min_length=1)]


class ExportIn(BodyModel):
    """A list that somebody needs."""

    purpose: LongText = Field(
        min_length=LEAST_PURPOSE,
        max_length=MOST_PURPOSE,
        description="Danh sách dùng để làm gì; ghi vào nhật ký và lên đầu danh sách.",
    )
    organisation_id: UUID | None = Field(
        None, description="Chi bộ hoặc cấp ủy; bỏ trống: mọi nơi mình phụ trách."
    )
    fields: list[Code] = Field(
        min_length=1, max_length=60, description="Mã các mục hồ sơ, theo thứ tự cột."
    )
    statuses: list[Code] = Field(
        [], max_length=20, description="Mã tình trạng; bỏ trống: mọi người còn trong danh sách."
    )

    @property
    def wanted(self) -> Wanted:
        """What the service is asked for."""
        return Wanted(self.purpose, self.fields, self.organisation_id, self.statuses, MOST_AT_ONCE)
