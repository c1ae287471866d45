"""What comes in when a notice is written, corrected, grouped."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from handbook_api.core.identity import Role
from handbook_api.http.wire import BodyModel, Instant, ShortText
from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import Priority
from handbook_api.notices.service import Correction, Draft, Link, NewGroup
from search_index.vietnamese.folding import fold

#: Far above what the rules allow, so that the rules' own words answer.
_MOST_LETTERS = 40_000
_MOST_ROWS = 2_000


def _says_something(written: str) -> str:
    # Blanks, NULs and marks without a letter below them are nothing to call or tell things by.
    kept = written.replace("\x00", "")
    if not any(one.isalnum() for one in fold(kept)):
        raise PydanticCustomError("missing", "nothing that can be read")
    return kept


#: Words with a letter or a digit among them.
_Said = Annotated[str, AfterValidator(_says_something)]


def _kept(value: object) -> object:
    return value.replace("\x00", "") if isinstance(value, str) else value


class LinkIn(BodyModel):
    """A document, or one provision of it."""

    document_id: ShortText = Field(min_length=1)
    anchor: ShortText | None = Field(None, min_length=1, description="Điểm, khoản trong văn bản.")

    def link(self) -> Link:
        """Return it as the service takes it."""
        return Link(self.document_id, self.anchor)


class AudienceIn(BodyModel):
    """Who is meant; each part adds people, roles and statuses narrow the organisations."""

    organisations: list[UUID] = Field([], max_length=_MOST_ROWS, strict=False)
    below: bool = Field(True, description="Cả các tổ chức trực thuộc.")
    roles: list[Role] = Field([], max_length=20, strict=False)
    statuses: list[ShortText] = Field([], max_length=20)
    groups: list[UUID] = Field([], max_length=_MOST_ROWS, strict=False)
    members: list[UUID] = Field(
        [], max_length=_MOST_ROWS, strict=False, description="Hồ sơ của từng người."
    )
    exempt: bool = Field(False, description="Gửi cả người được miễn sinh hoạt.")

    def audience(self) -> Audience:
        """Return it as it is kept; what is named twice is named once."""
        return Audience(
            organisations=tuple(dict.fromkeys(self.organisations)),
            below=self.below,
            roles=tuple(dict.fromkeys(self.roles)),
            statuses=tuple(dict.fromkeys(self.statuses)),
            groups=tuple(dict.fromkeys(self.groups)),
            members=tuple(dict.fromkeys(self.members)),
            exempt=self.exempt,
        )


class WordsIn(BodyModel):
    """When, where, and what goes with it: what drafts and corrections share."""

    links: list[LinkIn] = Field([], max_length=100, description="Văn bản kèm theo.")
    starts_at: Instant | None = Field(None, description="Giờ bắt đầu, nếu là giấy mời.")
    ends_at: Instant | None = None
    place: ShortText | None = Field(None, min_length=1, description="Địa điểm.")
    answer_by: Instant | None = Field(None, description="Hạn trả lời.")


class DraftIn(WordsIn):
    """A notice as somebody wants to send it."""

    kind: ShortText = Field(min_length=1, description="Mã loại thông báo.")
    title: str = Field("", max_length=_MOST_LETTERS)
    text: str = Field("", max_length=_MOST_LETTERS)
    template: ShortText | None = Field(
        None, min_length=1, description="Mã mẫu; khi dùng mẫu thì để trống tiêu đề và nội dung."
    )
    values: dict[str, Any] = Field({}, max_length=50, description="Các ô của mẫu.")
    priority: Priority = Field(Priority.NORMAL, strict=False)
    audience: AudienceIn
    send_at: Instant | None = Field(None, description="Giờ gửi; bỏ trống là gửi ngay.")
    expires_at: Instant | None = Field(None, description="Hết ý nghĩa từ lúc nào.")
    contact_id: UUID | None = Field(
        None, strict=False, description="Tài khoản của người để hỏi, trong tổ chức gửi."
    )

    def draft(self) -> Draft:
        """Return it as the service takes it."""
        return Draft(
            kind=self.kind,
            audience=self.audience.audience(),
            title=self.title.replace("\x00", ""),
            text=self.text.replace("\x00", ""),
            template=self.template,
            values={name: _kept(value) for name, value in self.values.items()},
            links=[one.link() for one in self.links],
            priority=self.priority,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            send_at=self.send_at,
            answer_by=self.answer_by,
            expires_at=self.expires_at,
            contact_id=self.contact_id,
        )


class NewNoticeIn(DraftIn):
    """A notice, and the organisation that speaks."""

    organisation_id: UUID = Field(strict=False)


class ChangedDraftIn(DraftIn):
    """A draft written anew."""

    revision: int = Field(ge=0, le=2**31 - 1, description="revision lúc đọc.")


class RevisionIn(BodyModel):
    """An act on a notice as it was read."""

    revision: int = Field(ge=0, le=2**31 - 1, description="revision lúc đọc.")


class CancellationIn(RevisionIn):
    """Why a notice is taken back."""

    reason: _Said = Field(
        min_length=1,
        max_length=300,
        description="Vì sao thu hồi, trong một câu; người đã biết đọc.",
    )


class NoticeCorrectionIn(WordsIn):
    """How a notice reads from now on."""

    title: str = Field(min_length=1, max_length=_MOST_LETTERS)
    text: str = Field(min_length=1, max_length=_MOST_LETTERS)
    reason: _Said = Field(min_length=1, max_length=300, description="Đã đổi gì, trong một câu.")
    expires_at: Instant | None = Field(
        None, description="Hết ý nghĩa từ lúc nào; không gửi ô này là giữ như cũ, null là bỏ hẳn."
    )
    revision: int = Field(ge=0, le=2**31 - 1, description="revision lúc đọc.")

    def correction(self) -> Correction:
        """Return it as the service takes it."""
        return Correction(
            title=self.title.replace("\x00", ""),
            text=self.text.replace("\x00", ""),
            reason=self.reason.strip(),
            links=[one.link() for one in self.links],
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            answer_by=self.answer_by,
            expires_at=self.expires_at,
            endless="expires_at" in self.model_fields_set and self.expires_at is None,
        )


class NoticeGroupIn(BodyModel):
    """A group."""

    organisation_id: UUID = Field(strict=False)
    name: _Said = Field(min_length=1, max_length=100, pattern=r"\S")
    members: list[UUID] = Field(
        [], max_length=_MOST_ROWS, strict=False, description="Hồ sơ của từng người."
    )

    def group(self) -> NewGroup:
        """Return it as the service takes it."""
        return _group(self.name, self.members)


class ChangedGroupIn(BodyModel):
    """A group made up anew."""

    name: _Said = Field(min_length=1, max_length=100, pattern=r"\S")
    members: list[UUID] = Field([], max_length=_MOST_ROWS, strict=False)
    version: int = Field(ge=1, le=2**31 - 1, description="version lúc đọc.")

    def group(self) -> NewGroup:
        """Return it as the service takes it."""
        return _group(self.name, self.members)


def _group(name: str, members: list[UUID]) -> NewGroup:
    return NewGroup(name, tuple(dict.fromkeys(members)))
