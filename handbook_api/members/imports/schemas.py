"""Imports on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from handbook_api.content_store import Content
from handbook_api.core.words import Words
from handbook_api.http.wire import BodyModel, QueryModel, ShortText, WireModel
from handbook_api.members.imports import targets
from handbook_api.members.imports.letters import letter_of
from handbook_api.members.imports.mapping import ColumnMapping, mapping_from
from handbook_api.members.imports.models import ImportRun
from handbook_api.members.imports.proposing import Proposal
from handbook_api.members.imports.service import Outcome, Plan, Speaker
from handbook_api.members.wire_names import Coded

#: Of each list in a preview.
_MOST = 100

Letters = Annotated[str, Field(pattern="^[A-Za-z]{1,3}$")]


class ImportQuery(QueryModel):
    """Which sheet."""

    sheet: ShortText | None = Field(None, description="Tên trang tính; bỏ trống: trang đầu tiên.")


class MappingModel(BodyModel):
    """Which column says what."""

    sheet: ShortText = Field("", description="Tên trang tính; để trống với CSV.")
    first_row: int = Field(ge=2, le=1_048_576, description="Dòng đầu tiên dưới tiêu đề.")
    columns: dict[Letters, ShortText] = Field(
        min_length=1, max_length=60, description="Chữ cái của cột → mã mục."
    )
    fixed: dict[ShortText, ShortText] = Field(
        {}, max_length=2, description="Nội dung chung cho cả danh sách: cell, status."
    )
    cells_in_titles: bool = Field(False, description="Chi bộ ghi ở dòng riêng phía trên.")

    def understood(self, content: Content) -> ColumnMapping:
        """Return the mapping. Raises MappingNotUnderstood, FieldsMissing."""
        return mapping_from(content, self.model_dump())


class ConfirmationIn(BodyModel):
    """Take the list over."""

    mapping: MappingModel
    update: bool = Field(False, description="Sửa cả hồ sơ đã có theo danh sách.")


class ColumnOut(WireModel):
    """A column of the list, and what it seems to be."""

    letter: str
    heading: str
    target: Coded | None = Field(description="Mục hồ sơ đề nghị; null: không nhập.")
    sure: bool = Field(description="Tiêu đề nói rõ và nội dung không trái.")
    samples: list[str] = Field(description="Vài ô đầu; số dài được che.")


class ProposalOut(WireModel):
    """What a list seems to say."""

    id: UUID
    kept_until: datetime = Field(description="Tệp bị xóa sau thời điểm này.")
    sheets: list[str]
    columns: list[ColumnOut]
    mapping: MappingModel = Field(description="Bảng ghép cột đề nghị, để xem và sửa.")
    remembered: MappingModel | None = Field(
        description="Bảng ghép cột đã xác nhận lần trước cho danh sách cùng mẫu."
    )
    missing: list[Coded] = Field(description="Mục bắt buộc chưa có cột.")
    targets: list[Coded] = Field(description="Mọi mục có thể ghép.")


class CountsOut(WireModel):
    """The numbers of a preview."""

    rows: int
    new: int
    unchanged: int
    changed: int
    faults: int


class CellCountOut(WireModel):
    """New people of one cell."""

    cell: str = Field(description="Mã chi bộ, hoặc tên khi chưa có mã.")
    count: int


class FieldCountOut(WireModel):
    """How often a field differs from the records."""

    field: Coded
    count: int


class ChangedOut(WireModel):
    """A known person whose record says something else."""

    row: int
    member_id: UUID
    fields: list[Coded]


class PassedOverOut(WireModel):
    """A row that is no person."""

    row: int
    why: Coded


class FaultOut(WireModel):
    """What is wrong with a box, and what to do."""

    box: str = Field(description="Địa chỉ ô, ví dụ C12.")
    row: int
    column: str
    code: str
    message: str
    fix: str


class PreviewOut(WireModel):
    """What taking the list over would do."""

    counts: CountsOut
    by_cell: list[CellCountOut]
    changed_fields: list[FieldCountOut]
    changed: list[ChangedOut]
    passed_over: list[PassedOverOut]
    faults: list[FaultOut] = Field(description="Một trăm lỗi đầu; tải tệp để xem đủ.")


class OutcomeOut(WireModel):
    """What came of it."""

    id: UUID
    added: int
    updated: int
    unchanged: int
    left: int = Field(description="Hồ sơ khác với danh sách được để nguyên.")


def proposal_out(
    content: Content,
    words: Words,
    run: ImportRun,
    proposal: Proposal,
    *,
    remembered: ColumnMapping | None,
    kept_until: datetime,
) -> ProposalOut:
    """Return a proposal in words."""

    def named(target: str) -> Coded:
        return Coded(code=target, name=targets.name_of_target(content, words, target))

    return ProposalOut(
        id=run.id,
        kept_until=kept_until,
        sheets=list(proposal.sheets),
        columns=[
            ColumnOut(
                letter=one.letter,
                heading=one.heading,
                target=named(one.target) if one.target else None,
                sure=one.sure,
                samples=list(one.samples),
            )
            for one in proposal.columns
        ],
        mapping=mapping_model(proposal.mapping),
        remembered=mapping_model(remembered) if remembered else None,
        missing=[named(code) for code in proposal.missing],
        targets=[named(code) for code in (*targets.fields_taken(content), *targets.PARTS)],
    )


def mapping_model(mapping: ColumnMapping) -> MappingModel:
    """Return a mapping as it is sent and taken."""
    return MappingModel.model_construct(
        sheet=mapping.sheet,
        first_row=mapping.first_row,
        columns={letter_of(column): target for column, target in mapping.columns.items()},
        fixed=dict(mapping.fixed),
        cells_in_titles=mapping.cells_in_titles,
    )


def preview_out(speaker: Speaker, plan: Plan) -> PreviewOut:
    """Return a plan in words, its lists cut."""
    content, words = speaker.content, speaker.words

    def fields(codes: Sequence[str]) -> list[Coded]:
        return [Coded(code=code, name=content.member_fields[code].name) for code in codes]

    return PreviewOut(
        counts=CountsOut(**plan.counts),
        by_cell=[
            CellCountOut(cell=cell, count=count)
            for cell, count in sorted(plan.by_cell.items())[:_MOST]
        ],
        changed_fields=[
            FieldCountOut(field=fields([code])[0], count=count)
            for code, count in plan.fields.most_common()
        ],
        changed=[
            ChangedOut(row=one.row, member_id=one.member_id, fields=fields(one.fields))
            for one in plan.changed[:_MOST]
        ],
        passed_over=[
            PassedOverOut(
                row=one.row, why=Coded(code=one.why, name=words.label(f"import_row.{one.why}"))
            )
            for one in plan.passed_over[:_MOST]
        ],
        faults=_faults(speaker, plan),
    )


def outcome_out(outcome: Outcome) -> OutcomeOut:
    """Return what came of an import."""
    return OutcomeOut(
        id=outcome.import_id,
        added=outcome.added,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        left=outcome.left,
    )


def _faults(speaker: Speaker, plan: Plan) -> list[FaultOut]:
    shown = []
    for found in plan.faults[:_MOST]:
        said, column = speaker.fault(found), letter_of(found.column)
        shown.append(
            FaultOut(
                box=f"{column}{found.row}",
                row=found.row,
                column=column,
                code=found.refusal.code,
                message=said.message,
                fix=said.fix,
            )
        )
    return shown
