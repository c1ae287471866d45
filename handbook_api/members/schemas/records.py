"""A whole record on the wire, and what follows from it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from handbook_api.content_store import Content
from handbook_api.core.words import Words
from handbook_api.http.wire import WireModel
from handbook_api.members.badges import Age, Badge
from handbook_api.members.lines import LineSeen
from handbook_api.members.models import CellStay, StatusChange
from handbook_api.members.record import Record
from handbook_api.members.schemas.fields import (
    GroupOut,
    Sensitivity,
    ValueSourceOut,
    groups_out,
    said_source,
    sensitivity_of,
)
from handbook_api.members.views import View
from handbook_api.members.wire_names import CellRef, Coded, cell_ref, coded, labelled
from handbook_api.organisations.models import Organisation


class LineOut(WireModel):
    """A line of a list: a position, a school, an award, a penalty, a rating."""

    id: UUID
    code: Coded | None
    text: str | None
    since: date | None
    until: date | None


class ListOut(WireModel):
    """A list of the record."""

    code: str
    name: str
    sensitivity: Sensitivity
    purpose: str = Field(description="Vì sao lưu.")
    changeable: bool = Field(description="Người đang xem được ghi vào danh sách này.")
    lines: list[LineOut]
    source: ValueSourceOut | None = Field(
        None, description="Lần ghi cuối: ai ghi, ngày nào; chỉ trong hồ sơ của mình."
    )


class AgeOut(WireModel):
    """Membership age today."""

    counted_from: date = Field(
        description="Tính từ ngày quyết định kết nạp, trừ thời gian gián đoạn."
    )
    years: int
    months: int


class BadgeOut(WireModel):
    """The Party badge that comes next."""

    years: int
    reached_on: date = Field(description="Ngày đủ tuổi đảng.")
    round_on: date = Field(description="Đợt trao gần nhất.")
    waits_until: date | None = Field(description="Còn chờ sau kỷ luật đến trước ngày này.")
    early_from: date = Field(description="Bệnh nặng thì có thể đề nghị xét sớm từ ngày này.")


class StayOut(WireModel):
    """A time in one cell."""

    cell: CellRef
    since: date
    until: date | None
    how: Coded


class StatusChangeOut(WireModel):
    """A step that the status has taken."""

    before: Coded | None
    after: Coded
    on: date
    until: date | None
    decision: str | None
    decided_on: date | None


class NumberOut(WireModel):
    """A number that the person bears or bore."""

    field: str
    number: str
    since: date
    until: date | None


class StatusStepOut(WireModel):
    """A step of the status that may be taken now."""

    to: Coded
    name: str
    needs_decision: bool
    needs_until: bool


class RecordOut(WireModel):
    """A member's record as this reader sees it; what he may not see is not in it."""

    id: UUID
    version: int = Field(description="Gửi lại khi sửa, để không ghi đè lên việc của người khác.")
    cell: CellRef | None
    host_cell: CellRef | None = Field(description="Nơi đang sinh hoạt tạm thời.")
    status_until: date | None = Field(description="Ngày cuối của tình trạng có thời hạn.")
    groups: list[GroupOut]
    lists: list[ListOut]
    membership_age: AgeOut | None
    next_badge: BadgeOut | None
    cells: list[StayOut]
    statuses: list[StatusChangeOut]
    numbers: list[NumberOut]
    steps: list[StatusStepOut] = Field(description="Các bước chuyển tình trạng làm được lúc này.")


class ViewOut(WireModel):
    """Somebody opened or changed one's record."""

    at: datetime
    act: Coded
    fields: list[str] = Field(description="Mã các mục đã xem hoặc đã sửa.")
    own: bool = Field(description="Chính mình.")
    role: Coded | None = Field(description="Vai trò của người xem lúc đó; không nêu tên.")
    organisation: str | None


def record_out(content: Content, record: Record, words: Words, language: str) -> RecordOut:
    """Return a record in words."""
    at = record.at
    return RecordOut(
        id=at.member.id,
        version=at.member.version,
        cell=cell_ref(at.home) if at.member.cell_id else None,
        host_cell=cell_ref(at.host) if at.host else None,
        status_until=at.member.status_until if record.statuses is not None else None,
        groups=groups_out(content, record.fields, record.sources, words, language),
        lists=[_list(content, record, code, words, language) for code in record.lists],
        membership_age=_age(record.age),
        next_badge=_badge(record.badge),
        cells=[_stay(stay, cell, words) for stay, cell in record.stays or ()],
        statuses=[_status(content, one, language) for one in record.statuses or ()],
        numbers=[
            NumberOut(field=field, number=one.text, since=one.since, until=one.until)
            for field, values in record.numbers.items()
            for one in values
        ],
        steps=_steps(content, record, language),
    )


def _list(content: Content, record: Record, code: str, words: Words, language: str) -> ListOut:
    spec = content.member_fields[code]
    return ListOut(
        code=code,
        name=spec.called(language),
        sensitivity=sensitivity_of(spec),
        purpose=spec.purpose,
        changeable=code in record.changeable_lists,
        lines=[_line(content, spec.choices, one, language) for one in record.lists[code]],
        source=said_source(record.sources.of(code), words) if record.lists[code] else None,
    )


def _line(content: Content, choices: str, seen: LineSeen, language: str) -> LineOut:
    line, code = seen.line, None
    if seen.code is not None:
        listed = content.lists[choices].choices if choices else {}
        code = coded(listed.get(seen.code), seen.code, language)
    return LineOut(id=line.id, code=code, text=seen.text, since=line.since, until=line.until)


def _age(age: Age | None) -> AgeOut | None:
    if age is None:
        return None
    return AgeOut(counted_from=age.counted_from, years=age.years, months=age.months)


def _badge(badge: Badge | None) -> BadgeOut | None:
    if badge is None:
        return None
    return BadgeOut(
        years=badge.years,
        reached_on=badge.reached_on,
        round_on=badge.round_on,
        waits_until=badge.waits_until,
        early_from=badge.early_from,
    )


def _stay(stay: CellStay, cell: Organisation, words: Words) -> StayOut:
    how = labelled("stay", stay.how, words)
    return StayOut(cell=cell_ref(cell), since=stay.since, until=stay.until, how=how)


def _status(content: Content, change: StatusChange, language: str) -> StatusChangeOut:
    states = content.member_statuses.states
    before = change.from_status
    return StatusChangeOut(
        before=coded(states.get(before), before, language) if before else None,
        after=coded(states.get(change.to_status), change.to_status, language),
        on=change.on,
        until=change.until,
        decision=change.decision,
        decided_on=change.decided_on,
    )


def _steps(content: Content, record: Record, language: str) -> list[StatusStepOut]:
    states = content.member_statuses.states
    return [
        StatusStepOut(
            to=coded(states[step.end], step.end, language),
            name=step.name_en if language == "en" and step.name_en else step.name,
            needs_decision=step.needs_decision,
            needs_until=states[step.end].needs_until,
        )
        for step in record.steps
    ]


def views_out(
    content: Content, views: Sequence[View], words: Words, language: str
) -> list[ViewOut]:
    """Return who opened or changed a record, in words."""
    return [
        ViewOut(
            at=view.at,
            act=labelled("act", view.act, words),
            fields=list(view.fields),
            own=view.own,
            role=_role(content, view.role, language),
            organisation=view.organisation,
        )
        for view in views
    ]


def _role(content: Content, role: str | None, language: str) -> Coded | None:
    if role is None:
        return None
    spec = next((one for one in content.roles.values() if one.code == role), None)
    return coded(spec, role, language)
