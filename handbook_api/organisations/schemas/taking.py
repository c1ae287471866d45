"""What comes in over the wire."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Day,
    Limit,
    LongText,
    QueryModel,
    ShortText,
)
from handbook_api.organisations.names import MOST_NAME
from handbook_api.organisations.service import (
    Merging,
    Moving,
    NewOrganisation,
    Part,
    Read,
    Renaming,
    Splitting,
    Stated,
)

_MOST_MERGED = 50
_MOST_PARTS = 20
_MOST_ASSIGNED = 1000

Name = Annotated[LongText, Field(max_length=MOST_NAME, description="Tên tổ chức.")]
KindCode = Annotated[ShortText, Field(max_length=40, description="Mã loại tổ chức.")]
Code = Annotated[
    ShortText, Field(max_length=40, description="Mã chính thức M1.M2.M3.M4.M5, ví dụ 19.024.003.")
]


class OrganisationListQuery(QueryModel):
    """What the list is narrowed to."""

    q: ShortText | None = Field(None, description="Các chữ trong tên, có dấu hay không dấu.")
    parent: UUID | None = Field(None, description="Chỉ những tổ chức trực thuộc tổ chức này.")
    top: bool = Field(False, description="Chỉ những tổ chức không có cấp trên trong sổ tay.")
    kind: list[KindCode] = Field([], max_length=20, description="Loại tổ chức.")
    code: Code | None = Field(
        None,
        description="Mã hiện nay hoặc mã cũ: trả tổ chức mang mã và các tổ chức kế thừa.",
    )
    closed: bool = Field(False, description="Kể cả tổ chức đã kết thúc.")
    limit: Limit = 50
    cursor: Cursor = None


class HistoryQuery(QueryModel):
    """How much of a history to give at once."""

    limit: Limit = 50
    cursor: Cursor = None


class ActIn(BodyModel):
    """What every act on the tree says."""

    on: Day = Field(description="Ngày có hiệu lực, không ở tương lai.")
    decision: ShortText | None = Field(
        None, min_length=1, description="Số, ký hiệu, ngày của quyết định."
    )
    preview: bool = Field(False, description="true: chỉ xem trước, không làm gì.")

    def stated(self) -> Stated:
        """Return the day and the deciding paper."""
        return Stated(self.on, self.decision)


class NewOrganisationIn(BodyModel):
    """An organisation that is to be."""

    name: Name
    kind: KindCode
    parent_id: UUID | None = Field(None, description="Cấp trên; null khi đứng trên cùng.")
    code: Code | None = None

    def told(self) -> NewOrganisation:
        """Return what is said of it, for the service."""
        return NewOrganisation(self.name, self.kind, self.parent_id, self.code)


class OpenIn(ActIn, NewOrganisationIn):
    """A new organisation."""


class ChangingIn(ActIn):
    """An act on an organisation that was read before."""

    version: int = Field(ge=1, description="Số phiên bản đã đọc; đã khác thì bị từ chối (409).")

    def read(self, organisation_id: UUID) -> Read:
        """Return the organisation as its reader knew it."""
        return Read(organisation_id, self.version)


class RenameIn(ChangingIn):
    """Another name, another code; what is left out stays."""

    name: Name | None = None
    code: Code | None = None

    def told(self, organisation_id: UUID) -> Renaming:
        """Return what is asked for, for the service."""
        return Renaming(self.read(organisation_id), self.name, self.code)


class MoveIn(ChangingIn):
    """Another place in the tree."""

    parent_id: UUID | None = Field(description="Cấp trên mới; null để đứng trên cùng.")
    kind: KindCode | None = Field(None, description="Loại mới, ví dụ chi bộ thành chi bộ cơ sở.")
    code: Code | None = Field(
        None, description="Mã mới; bỏ trống thì giữ phần riêng dưới mã cấp trên mới nếu còn trống."
    )

    def told(self, organisation_id: UUID) -> Moving:
        """Return what is asked for, for the service."""
        return Moving(self.read(organisation_id), self.parent_id, self.kind, self.code)


class MergedIn(BodyModel):
    """Another organisation that merges, as it was read."""

    id: UUID
    version: int = Field(ge=1)


class ChildCodeIn(BodyModel):
    """The code that an organisation below the merged ones is to have."""

    id: UUID
    code: Code


class MergeIn(ChangingIn):
    """What it merges with, and what they become."""

    others: list[MergedIn] = Field(
        [], max_length=_MOST_MERGED, description="Tổ chức cùng sáp nhập."
    )
    into: UUID | None = Field(None, description="Tổ chức còn lại sau sáp nhập, nếu đã có.")
    new: NewOrganisationIn | None = Field(None, description="Tổ chức mới lập từ sáp nhập.")
    codes: list[ChildCodeIn] = Field(
        [], max_length=_MOST_ASSIGNED, description="Mã mới của tổ chức trực thuộc, nếu đã định."
    )

    def told(self, organisation_id: UUID) -> Merging:
        """Return what is asked for, for the service."""
        others = [Read(one.id, one.version) for one in self.others]
        heir = self.new.told() if self.new is not None else self.into
        if heir is None:
            raise AssertionError("validated: into or new")
        return Merging(
            [self.read(organisation_id), *others],
            heir,
            {one.id: one.code for one in self.codes},
        )

    @model_validator(mode="after")
    def _one_heir(self) -> Self:
        if (self.into is None) == (self.new is None):
            raise PydanticCustomError("one_of", "into or new")
        return self


class PartIn(BodyModel):
    """What is split off."""

    name: Name
    kind: KindCode | None = Field(None, description="Bỏ trống: cùng loại với tổ chức bị chia.")
    code: Code | None = None
    children: list[UUID] = Field(
        [], max_length=_MOST_ASSIGNED, description="Tổ chức trực thuộc đi theo phần này."
    )
    members: list[UUID] = Field(
        [], max_length=_MOST_ASSIGNED, description="Đảng viên của chi bộ đi theo phần này."
    )

    def told(self) -> Part:
        """Return the part, for the service."""
        return Part(self.name, self.kind, self.code, self.children, self.members)


class SplitIn(ChangingIn):
    """Into what it is split."""

    parts: list[PartIn] = Field(min_length=1, max_length=_MOST_PARTS)
    stays: bool = Field(False, description="true: tách ra, tổ chức cũ vẫn còn.")

    def told(self, organisation_id: UUID) -> Splitting:
        """Return what is asked for, for the service."""
        parts = [part.told() for part in self.parts]
        return Splitting(self.read(organisation_id), parts, self.stays)


class CloseIn(ChangingIn):
    """It ends without a successor."""
