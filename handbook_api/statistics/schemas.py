"""Figures on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.http.wire import QueryModel, WireModel
from handbook_api.organisations.schemas.giving import OrganisationRef, organisation_ref
from handbook_api.statistics.figures import Figures
from handbook_api.statistics.service import Adoption


class AdoptionQuery(QueryModel):
    """Of which organisation."""

    organisation_id: UUID


class FiguresOut(WireModel):
    """How far a group of people has come. `counted` is the denominator of all that follows."""

    counted: int = Field(description="Đảng viên được tính: mẫu số của các số bên dưới.")
    left_out: int = Field(description="Đảng viên không tính: miễn, tạm vắng, đình chỉ.")
    activated: int = Field(description="Đã đăng nhập ít nhất một lần.")
    seen: int = Field(description="Đã vào sổ tay trong `seen_within_days` ngày qua.")
    with_bell: int = Field(description="Có máy nhận được chuông báo.")
    by_app: int = Field(description="Đang đăng nhập trên máy nào đó: tới được qua sổ tay.")
    by_phone: int = Field(description="Chỉ tới được bằng điện thoại.")
    in_person: int = Field(description="Chỉ gặp trực tiếp hoặc giấy báo.")


class AdoptionPart(WireModel):
    """An organisation directly below."""

    organisation: OrganisationRef
    figures: FiguresOut | None = Field(
        description="null: ít người nên gộp với tổ chức khác, xem `together`."
    )


class StatusLeftOut(WireModel):
    """A status that keeps somebody out of the denominator."""

    code: str
    name: str


class AdoptionOut(WireModel):
    """How far the handbook is used in an organisation and directly below it."""

    organisation: OrganisationRef
    counted_at: datetime
    seen_within_days: int
    statuses_left_out: list[StatusLeftOut] = Field(description="Tình trạng không tính vào mẫu số.")
    least_people: int = Field(
        description="Nhóm ít người hơn chỉ tách riêng cho người vốn thấy từng đảng viên ở đó."
    )
    total: FiguresOut
    parts: list[AdoptionPart] = Field(description="Các tổ chức trực thuộc, theo tên.")
    together: FiguresOut | None = Field(
        description="Cộng của các tổ chức không tách riêng; null khi tách riêng hết."
    )


def adoption_out(found: Adoption, content: Content, language: str) -> AdoptionOut:
    """Show the figures of an organisation."""
    kinds, states = content.organisation_kinds, content.member_statuses
    rules = content.statistics(clock.today())
    left_out = states.members - states.counted
    return AdoptionOut(
        organisation=organisation_ref(found.organisation, kinds, language),
        counted_at=found.counted_at,
        seen_within_days=rules.seen_within_days,
        statuses_left_out=[
            StatusLeftOut(code=code, name=state.called(language))
            for code, state in states.states.items()
            if code in left_out
        ],
        least_people=rules.least_people,
        total=_figures(found.total),
        parts=[
            AdoptionPart(
                organisation=organisation_ref(part.organisation, kinds, language),
                figures=_figures(part.figures) if part.figures else None,
            )
            for part in found.parts
        ],
        together=_figures(found.together) if found.together else None,
    )


def _figures(one: Figures) -> FiguresOut:
    return FiguresOut(
        counted=one.counted,
        left_out=one.left_out,
        activated=one.activated,
        seen=one.seen,
        with_bell=one.with_bell,
        by_app=one.by_app,
        by_phone=one.by_phone,
        in_person=one.in_person,
    )
