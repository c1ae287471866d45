"""The log on the wire."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handbook_api.core import clock
from handbook_api.core.words import Words
from handbook_api.db.audit_model import AuditEntry
from handbook_api.db.audit_queries import EntryFilter
from handbook_api.http.wire import Cursor, Day, Limit, PageOut, QueryModel, ShortText, WireModel


class AuditQuery(QueryModel):
    """What the log is narrowed to."""

    act: ShortText | None = Field(None, description="Mã việc, ví dụ members.read.")
    account_id: UUID | None = Field(None, description="Việc do tài khoản này làm.")
    subject_kind: ShortText | None = Field(None, description="Loại hồ sơ, ví dụ member.")
    subject_id: ShortText | None = Field(None, description="Mã hồ sơ; đi cùng subject_kind.")
    since: Day | None = Field(None, description="Từ ngày này, giờ Việt Nam.")
    until: Day | None = Field(None, description="Đến hết ngày này, giờ Việt Nam.")
    refused: bool | None = Field(None, description="true: chỉ những việc bị từ chối.")
    limit: Limit = 50
    cursor: Cursor = None

    @model_validator(mode="after")
    def _subject_is_whole(self) -> Self:
        if (self.subject_kind is None) != (self.subject_id is None):
            raise PydanticCustomError("one_of", "subject_kind and subject_id")
        return self

    def as_filter(self) -> EntryFilter:
        """Return what the log is asked for."""
        kind, id_ = self.subject_kind, self.subject_id
        return EntryFilter(
            account_id=self.account_id,
            acts=(self.act,) if self.act else (),
            subject=(kind, id_) if kind is not None and id_ is not None else None,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + timedelta(days=1)) if self.until else None,
            refused=self.refused,
        )

    def facts(self) -> Mapping[str, str | bool | None]:
        """Return what was asked for, as the log itself keeps it."""
        asked = self.model_dump(mode="json", exclude={"limit", "cursor"}, exclude_none=True)
        return dict(asked)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.VIETNAM)


class AuditEntryOut(WireModel):
    """One act. It names fields and codes, never what a record says."""

    number: int = Field(description="Số thứ tự trong nhật ký.")
    at: datetime
    act: str
    act_name: str = Field(description="Việc ấy, bằng lời.")
    refused: bool = Field(description="Việc bị từ chối, không được làm.")
    by: str = Field(description="account, terminal (dòng lệnh) hoặc system (việc tự động)…")
    account_id: UUID | None
    name: str | None = Field(description="Tên người làm; null khi ngoài phạm vi trông coi.")
    subject_kind: str
    subject_id: str
    fields: list[str] = Field(description="Tên các mục được xem hoặc sửa.")
    facts: dict[str, str | int | bool | None]
    request_id: str | None


class AuditPageOut(PageOut[AuditEntryOut]):
    """A page of the log."""


def entries_out(
    entries: Sequence[AuditEntry], names: Mapping[UUID, str], words: Words
) -> list[AuditEntryOut]:
    """Return entries as they are shown; `names` by account."""
    return [
        AuditEntryOut(
            number=entry.sequence,
            at=entry.at,
            act=entry.act,
            act_name=words.label(f"act.{entry.act}"),
            refused=entry.refused,
            by=entry.actor,
            account_id=entry.actor_account_id,
            name=names.get(entry.actor_account_id) if entry.actor_account_id else None,
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            fields=entry.fields,
            facts=entry.facts,
            request_id=entry.request_id,
        )
        for entry in entries
    ]
