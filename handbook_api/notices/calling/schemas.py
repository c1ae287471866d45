"""Recipients and the call list on the wire."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handbook_api.http.wire import (
    BodyModel,
    Cursor,
    Instant,
    Limit,
    LongText,
    PageOut,
    QueryModel,
    ShortText,
    WireModel,
)
from handbook_api.members.exports.service import LEAST_PURPOSE, MOST_PURPOSE
from handbook_api.members.wire_names import CellRef, Coded
from handbook_api.notices.calling.exporting import Format, Wanted
from handbook_api.notices.calling.service import Tried
from handbook_api.notices.calling.vocabulary import DeviceState, How, Outcome
from handbook_api.notices.inbox.service import Answered
from handbook_api.notices.models import Reach
from handbook_api.notices.queries import RecipientFilter

_MOST_NAMED = 100


class ToldOut(WireModel):
    """Told by somebody, not by the handbook."""

    at: datetime
    how: Coded
    by: UUID | None = Field(description="Tài khoản của người báo.")


class RecipientOut(WireModel):
    """A recipient and how far the notice came with him."""

    member_id: UUID
    name: str
    cell: CellRef | None = Field(description="Nơi nhận thông báo: bí thư ở đó lo báo tin.")
    reach: Coded
    in_inbox_at: datetime
    handed_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None
    opened_version: int | None = Field(
        description="Bản đã mở; nhỏ hơn version là chưa xem bản mới."
    )
    confirmed_at: datetime | None
    answer: Coded | None
    answered_at: datetime | None
    answer_late: bool | None
    reminders: int
    told: ToldOut | None


class RecipientPageOut(PageOut[RecipientOut]):
    """A page of recipients."""


class RecipientAnswerOut(WireModel):
    """An answer somebody gave."""

    answer: Coded
    reason: str | None
    made_at: datetime
    received_at: datetime
    late: bool
    given_by: UUID | None = Field(description="Người ghi giúp; null là tự trả lời.")


class ContactOut(WireModel):
    """A try to reach somebody."""

    id: UUID
    at: datetime
    how: Coded
    outcome: Coded
    by: UUID | None


class MessagesOut(WireModel):
    """Messages of one way, by what became of them."""

    way: Coded
    state: Coded
    count: int
    last_at: datetime | None


class WholeRecipientOut(RecipientOut):
    """A recipient with all that is known; reading it is written down."""

    answers: list[RecipientAnswerOut]
    contacts: list[ContactOut]
    messages: list[MessagesOut] = Field(description="Chuông, tin nhắn, thư điện tử đã gửi.")


class TryOut(WireModel):
    """The last try."""

    at: datetime
    how: Coded
    outcome: Coded


class HeardOut(WireModel):
    """Whether a bell would ring."""

    state: Coded
    last_at: datetime | None = Field(description="Lần cuối máy liên lạc với sổ tay.")


class CallLineOut(WireModel):
    """Somebody to be called."""

    member_id: UUID
    name: str
    cell: CellRef | None
    group: Coded
    reach: Coded
    phone: str | None = Field(description="null: hồ sơ chưa có số, hoặc không được xem.")
    reachable_by: Coded | None
    device: HeardOut
    tries: int
    last_try: TryOut | None
    to_correct: Coded | None = Field(description="Mục hồ sơ cần đính chính: số gọi lần cuối sai.")


class CallListOut(PageOut[CallLineOut]):
    """Whom to call: the unreached first, then those who opened it and have not answered, then those
    who have not heard that it was corrected; or who have not heard that it was cancelled."""

    call_from: datetime | None = Field(description="Trước lúc này danh sách để trống.")
    begun: bool


class NotedOut(WireModel):
    """What was written down."""

    contact: ContactOut
    recipient: RecipientOut
    to_correct: Coded | None = Field(
        description="Mục hồ sơ cần đính chính (PATCH /members/{member_id}, hoặc nhắc đồng chí đó "
        "gửi POST /me/corrections); null khi số không sai."
    )


class DeviceHolderOut(WireModel):
    """Somebody and what rings for him."""

    member_id: UUID
    name: str
    cell: CellRef
    device: HeardOut
    signed_in: bool = Field(description="Đang đăng nhập ở ít nhất một máy.")


class DeviceHolderPageOut(PageOut[DeviceHolderOut]):
    """A page of people and their devices."""


class RecipientListQuery(QueryModel):
    """Filters of recipients; repeated values of one filter mean “or”."""

    reach: list[Reach] = Field([], max_length=10)
    answer: list[ShortText] = Field([], max_length=10, description="Mã câu trả lời.")
    silent: bool = Field(False, description="Chưa trả lời, chưa xác nhận.")
    within: UUID | None = Field(None, description="Chỉ trong tổ chức này và bên dưới.")
    limit: Limit = 50
    cursor: Cursor = None

    def filter(self, path: str | None) -> RecipientFilter:
        """Return what the list is narrowed to. path: of `within`."""
        return RecipientFilter(self.reach, self.answer, self.silent, path)


class CallListQuery(QueryModel):
    """How much of the call list."""

    within: UUID | None = Field(None, description="Chỉ trong tổ chức này và bên dưới.")
    limit: Limit = 50
    cursor: Cursor = None


class PapersQuery(QueryModel):
    """For whom papers are made."""

    member_id: list[UUID] = Field(
        [],
        max_length=_MOST_NAMED,
        description="Bỏ trống: những người báo trực tiếp chưa nhận được.",
    )
    within: UUID | None = Field(None, description="Chỉ trong tổ chức này và bên dưới.")


class DeviceListQuery(QueryModel):
    """Whose devices."""

    state: list[DeviceState] = Field([], max_length=3, description="Bỏ trống: mọi người.")
    within: UUID | None = Field(None, description="Chỉ trong tổ chức này và bên dưới.")
    limit: Limit = 50
    cursor: Cursor = None


class ContactIn(BodyModel):
    """Somebody was tried to be reached."""

    how: How = Field(strict=False)
    outcome: Outcome = Field(strict=False)
    at: Instant | None = Field(None, description="Lúc báo, khi ghi muộn vì mất sóng.")

    @model_validator(mode="after")
    def _numbers_are_of_phones(self) -> Self:
        if self.outcome == Outcome.WRONG_NUMBER and self.how != How.PHONE:
            raise PydanticCustomError("wrong_number", "numbers are of phones")
        return self

    def tried(self) -> Tried:
        """Return it as the service takes it."""
        return Tried(self.how, self.outcome, self.at)


class AnswerForIn(BodyModel):
    """What somebody answered by mouth or on paper."""

    answer: str = Field(min_length=1, max_length=20, description="Mã câu trả lời.")
    reason: str | None = Field(None, max_length=1000, description="Lý do, khi câu trả lời cần.")
    made_at: Instant | None = Field(None, description="Lúc đồng chí đó trả lời, khi ghi muộn.")

    def answered(self) -> Answered:
        """Return it as the service takes it."""
        reason = None if self.reason is None else self.reason.replace("\x00", "")
        return Answered(self.answer, reason, self.made_at)


class RecipientExportIn(BodyModel):
    """A list of recipients that somebody needs."""

    purpose: LongText = Field(
        min_length=LEAST_PURPOSE,
        max_length=MOST_PURPOSE,
        description="Danh sách dùng để làm gì; ghi vào nhật ký và lên đầu danh sách.",
    )
    format: Format = Field(Format.XLSX, strict=False)
    reach: list[Annotated[Reach, Field(strict=False)]] = Field([], max_length=10)
    answer: list[ShortText] = Field([], max_length=10, description="Mã câu trả lời.")
    silent: bool = Field(False, description="Chưa trả lời, chưa xác nhận.")
    within: UUID | None = Field(
        None, strict=False, description="Chỉ trong tổ chức này và bên dưới."
    )

    def wanted(self, notice_id: UUID, path: str | None) -> Wanted:
        """Return it as the service takes it. path: of `within`."""
        narrowed = RecipientFilter(self.reach, self.answer, self.silent, path)
        return Wanted(notice_id, self.purpose, self.format, narrowed)
