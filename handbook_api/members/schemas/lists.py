"""Lists of members on the wire."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.identity import Identity
from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Limit,
    PageOut,
    QueryModel,
    ShortText,
    WireModel,
)
from handbook_api.members.queries import MemberAt
from handbook_api.members.relations import relations_of, seen_fields
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded

#: Fields that a list shows, to whom their register lets see them.
_LISTED = ("sex", "birth_date", "joined_on", "official_on", "status", "reachable_by")


class Narrowing(BaseModel):
    """Filters of list and search; repeated values of one filter mean “or”."""

    cell: UUID | None = Field(None, description="Chỉ chi bộ này, kể cả người đang sinh hoạt tạm.")
    organisation: UUID | None = Field(None, description="Chỉ trong tổ chức này và các cấp dưới.")
    status: list[ShortText] = Field(
        [], max_length=20, description="Mã tình trạng; không nêu thì không kể người đã ra."
    )
    reachable_by: list[ShortText] = Field([], max_length=5, description="Cách báo tin.")


class MemberListQuery(Narrowing, QueryModel):
    """What the list is narrowed to."""

    limit: Limit = 50
    cursor: Cursor = None


class MemberSearchIn(Narrowing, BodyModel):
    """A name to be found; in the body, so that no log of addresses keeps it."""

    name: ShortText = Field(min_length=1, description="Họ tên hoặc một phần, có dấu hay không dấu.")
    limit: Limit = 20


class MemberBrief(WireModel):
    """A member in a list. What the reader may not see of him is not there at all."""

    id: UUID
    full_name: str
    cell: CellRef | None = Field(description="Chi bộ tính đảng số; null khi đã ra.")
    host_cell: CellRef | None = Field(description="Nơi đang sinh hoạt tạm thời.")
    status: Coded | None = None
    sex: Coded | None = None
    birth_date: date | None = None
    joined_on: date | None = None
    official_on: date | None = None
    reachable_by: Coded | None = None

    @model_serializer(mode="wrap")
    def without_the_hidden(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what was never set: it is hidden from this reader."""
        written: dict[str, Any] = write(self)
        return {name: value for name, value in written.items() if name in self.model_fields_set}


class MemberPageOut(PageOut[MemberBrief]):
    """A page of members."""

    complete: bool = Field(
        description="false: còn người khác nữa; gõ thêm chữ hoặc lấy trang sau để thấy."
    )


def member_brief(content: Content, viewer: Identity, at: MemberAt, language: str) -> MemberBrief:
    """Return a member as the viewer sees him in a list."""
    seen = seen_fields(content, relations_of(content, viewer, at))
    shown = {code: _shown(content, at, code, seen, language) for code in _LISTED if code in seen}
    return MemberBrief(
        id=at.member.id,
        full_name=at.member.full_name,
        cell=cell_ref(at.home) if at.member.cell_id else None,
        host_cell=cell_ref(at.host) if at.host else None,
        **shown,
    )


def _shown(
    content: Content, at: MemberAt, code: str, seen: Mapping[str, FieldSpec], language: str
) -> Any:
    value = getattr(at.member, code)
    if not isinstance(value, str):
        return value
    if code == "status":
        return coded(content.member_statuses.states.get(value), value, language)
    return coded(content.lists[seen[code].choices].choices.get(value), value, language)
