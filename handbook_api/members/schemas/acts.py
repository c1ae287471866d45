"""What is done to a record, on the wire."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from handbook_api.content_store.parameters.papers import PaperKind
from handbook_api.http.wire import BodyModel, Cursor, Day, Limit, QueryModel, ShortText, WireModel
from handbook_api.members.dossier import PaperNote
from handbook_api.members.lines import NewLine
from handbook_api.members.models import DossierPaper
from handbook_api.members.people import NewMember, person_of
from handbook_api.members.schemas.fields import FieldText
from handbook_api.members.status_steps import Step

Fields = dict[ShortText, FieldText]
Changes = dict[ShortText, FieldText | None]
_MOST_FIELDS = 60


class MemberIn(BodyModel):
    """Somebody who is to get a record."""

    cell: UUID = Field(description="Chi bộ.")
    status: ShortText = Field(min_length=1, description="Mã tình trạng hiện có.")
    status_since: Day | None = Field(None, description="Ngày bắt đầu tình trạng.")
    status_until: Day | None = Field(None, description="Ngày cuối, nếu tình trạng có thời hạn.")
    decision: ShortText | None = Field(None, description="Số, ký hiệu quyết định.")
    decided_on: Day | None = Field(None, description="Ngày quyết định.")
    in_cell_since: Day | None = Field(None, description="Ngày về chi bộ.")
    fields: Fields = Field(
        max_length=_MOST_FIELDS, description="Các mục theo mã; ngày ghi năm-tháng-ngày."
    )

    def person(self) -> NewMember:
        """Return the person that is meant. Raises DateNotUnderstood, NameMissing."""
        return person_of(
            self.cell,
            self.status,
            self.fields,
            status_since=self.status_since,
            status_until=self.status_until,
            decision=self.decision,
            decided_on=self.decided_on,
            in_cell_since=self.in_cell_since,
        )


class ChangesIn(BodyModel):
    """Fields that are to say something else."""

    version: int = Field(ge=1, le=2**31 - 1, description="Phiên bản hồ sơ đã đọc.")
    fields: Changes = Field(
        min_length=1, max_length=_MOST_FIELDS, description="Giá trị mới theo mã mục; null để xóa."
    )


class StatusStepIn(BodyModel):
    """A step of the status."""

    version: int | None = Field(None, ge=1, le=2**31 - 1, description="Phiên bản hồ sơ đã đọc.")
    to: ShortText = Field(min_length=1, description="Mã tình trạng mới.")
    on: Day = Field(description="Từ ngày.")
    until: Day | None = Field(None, description="Đến hết ngày, nếu có thời hạn.")
    decision: ShortText | None = Field(None, description="Số, ký hiệu quyết định.")
    decided_on: Day | None = Field(None, description="Ngày quyết định.")
    cell: UUID | None = Field(None, description="Chi bộ, khi người đã ra trở lại nơi khác nơi cũ.")

    def step(self) -> Step:
        """Return the step that is meant."""
        return Step(self.to, self.on, self.until, self.decision, self.decided_on, self.cell)


class LineIn(BodyModel):
    """A line to be written."""

    list: ShortText = Field(min_length=1, description="Mã danh sách: awards, positions …")
    code: ShortText | None = Field(None, description="Mã trong danh mục, nếu danh sách có.")
    text: FieldText | None = Field(None, description="Ghi bằng lời.")
    since: Day | None = Field(None, description="Từ ngày.")
    until: Day | None = Field(None, description="Đến ngày.")

    def line(self) -> NewLine:
        """Return the line that is meant."""
        return NewLine(self.list, self.code, self.text, self.since, self.until)


class LineEndIn(BodyModel):
    """The last day of a line."""

    until: Day = Field(description="Đến hết ngày.")


class LineMade(WireModel):
    """A line that was written."""

    id: UUID


class RevealIn(BodyModel):
    """Which masked field to show in full."""

    field: ShortText = Field(min_length=1, description="Mã mục.")


class RevealOut(WireModel):
    """A masked field in full."""

    field: str
    value: str | None


class LookUpIn(BodyModel):
    """A number by which somebody is looked for; in the body, so that no log keeps it."""

    field: ShortText = Field(min_length=1, description="card_number, citizen_id, phone …")
    number: ShortText = Field(min_length=1, description="Con số đầy đủ.")


class PaperIn(BodyModel):
    """What is noted of one kind of paper."""

    held: bool = Field(description="Có hay chưa.")
    where_kept: ShortText | None = Field(None, description="Nơi lưu. Không đưa ảnh chụp lên.")

    def note(self) -> PaperNote:
        """Return the note that is meant."""
        return PaperNote(self.held, self.where_kept)


class DossierIn(BodyModel):
    """What is noted of the dossier, by kind of paper; the others stay as they are."""

    papers: dict[ShortText, PaperIn] = Field(min_length=1, max_length=300)


class PaperOut(WireModel):
    """One kind of paper: whether it is there, and where."""

    code: str
    name: str
    form: str = Field(description="Số mẫu in trên giấy.")
    stage: str
    held: bool | None = Field(description="null: chưa ai ghi.")
    where_kept: str | None
    noted_at: datetime | None


class DossierOut(WireModel):
    """The checklist of the dossier."""

    papers: list[PaperOut]


class ViewsQuery(QueryModel):
    """How much of the log to give at once."""

    limit: Limit = 50
    cursor: Cursor = None


def dossier_out(
    papers: Sequence[tuple[PaperKind, DossierPaper | None]], language: str
) -> DossierOut:
    """Return the checklist in words."""
    return DossierOut(
        papers=[
            PaperOut(
                code=kind.code,
                name=kind.called(language),
                form=kind.form,
                stage=kind.stage,
                held=noted.held if noted else None,
                where_kept=noted.where_kept if noted else None,
                noted_at=noted.noted_at if noted else None,
            )
            for kind, noted in papers
        ]
    )
