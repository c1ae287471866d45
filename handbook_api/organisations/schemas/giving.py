"""What goes out over the wire."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from handbook_api.content_store import OrganisationKind
from handbook_api.core.words import Words
from handbook_api.http.wire import PageOut, WireModel
from handbook_api.organisations.models import (
    Organisation,
    OrganisationChange,
    OrganisationCode,
)
from handbook_api.organisations.queries import Kin, OrganisationAt

Kinds = Mapping[str, OrganisationKind]


class OrganisationKindName(WireModel):
    """A kind, named."""

    code: str
    name: str


class OrganisationChangeName(WireModel):
    """What happens or happened to an organisation, named."""

    code: str
    name: str


class OrganisationRef(WireModel):
    """Just enough of an organisation to name it and link to it."""

    id: UUID
    name: str
    kind: OrganisationKindName
    code: str | None
    is_cell: bool
    closed_on: date | None = Field(description="Ngày đầu tiên không còn nữa; null khi đang còn.")


class OrganisationBrief(OrganisationRef):
    """An organisation in a list."""

    parent_id: UUID | None
    opened_on: date
    version: int
    children: int = Field(description="Số tổ chức trực thuộc đang hoạt động.")


class BorneCode(WireModel):
    """A code and when it was borne."""

    code: str
    since: date
    until: date | None = Field(description="Ngày đầu tiên không còn mang mã; null khi đang mang.")


class KinOut(WireModel):
    """An organisation that this one came from or became."""

    organisation: OrganisationRef
    on: date


class OrganisationOut(OrganisationBrief):
    """An organisation, whole."""

    body: str = Field(description="Cơ quan lãnh đạo, ví dụ “chi ủy”.")
    above: list[OrganisationRef] = Field(description="Các cấp trên, từ trên xuống.")
    codes: list[BorneCode] = Field(description="Mã hiện nay và các mã cũ.")
    predecessors: list[KinOut]
    successors: list[KinOut]


class KinName(WireModel):
    """The name that an organisation had when it happened."""

    id: UUID
    name: str


class OrganisationChangeOut(WireModel):
    """A line of the history."""

    what: OrganisationChangeName
    on: date
    decision: str | None
    before: str | None = Field(description="Tên, mã, loại hoặc cấp trên trước đó.")
    after: str | None
    became: list[KinName]
    grew_from: list[KinName]
    recorded_at: datetime


class OrganisationKindOut(OrganisationKindName):
    """A kind of organisation, and where it may stand."""

    short: str
    body: str
    parents: list[str] = Field(description="Mã các loại mà nó được trực thuộc.")
    may_be_top: bool
    is_cell: bool
    is_grassroots: bool
    code_level: int
    closed_on: date | None
    note: str


class OrganisationKindsOut(WireModel):
    """Every kind, highest first."""

    items: list[OrganisationKindOut]


class OrganisationPageOut(PageOut[OrganisationBrief]):
    """A page of organisations."""


class OrganisationHistoryOut(PageOut[OrganisationChangeOut]):
    """A page of a history."""


def kind_name(code: str, kinds: Kinds, language: str) -> OrganisationKindName:
    """Put the word beside a kind's code; a kind that content no longer knows is its code."""
    kind = kinds.get(code)
    return OrganisationKindName(code=code, name=kind.called(language) if kind else code)


def change_name(code: str, words: Words) -> OrganisationChangeName:
    """Put the word beside the code of what happens."""
    return OrganisationChangeName(code=code, name=words.label(f"organisation_change.{code}"))


def organisation_ref(row: Organisation, kinds: Kinds, language: str) -> OrganisationRef:
    """Name an organisation."""
    return OrganisationRef(
        id=row.id,
        name=row.name,
        kind=kind_name(row.kind, kinds, language),
        code=row.code,
        is_cell=row.is_cell,
        closed_on=row.closed_on,
    )


def organisation_brief(at: OrganisationAt, kinds: Kinds, language: str) -> OrganisationBrief:
    """Show an organisation in a list."""
    row = at.organisation
    return OrganisationBrief(
        **dict(organisation_ref(row, kinds, language)),
        parent_id=row.parent_id,
        opened_on=row.opened_on,
        version=row.version,
        children=at.children,
    )


def organisation_out(  # everything that belongs to the picture of one
    at: OrganisationAt,
    above: Sequence[Organisation],
    codes: Sequence[OrganisationCode],
    kin: Sequence[Kin],
    kinds: Kinds,
    language: str,
) -> OrganisationOut:
    """Show an organisation, whole."""
    kind = kinds.get(at.organisation.kind)
    told = [
        (KinOut(organisation=organisation_ref(one.organisation, kinds, language), on=one.on), one)
        for one in kin
    ]
    return OrganisationOut(
        **dict(organisation_brief(at, kinds, language)),
        body=kind.body if kind else "",
        above=[organisation_ref(row, kinds, language) for row in above],
        codes=[BorneCode(code=row.code, since=row.since, until=row.until) for row in codes],
        predecessors=[out for out, one in told if not one.is_successor],
        successors=[out for out, one in told if one.is_successor],
    )


def change_out(row: OrganisationChange, words: Words) -> OrganisationChangeOut:
    """Show a line of the history."""
    facts = row.facts
    return OrganisationChangeOut(
        what=change_name(row.what, words),
        on=row.on,
        decision=row.decision,
        before=facts.get("before"),
        after=facts.get("after"),
        became=[KinName(**one) for one in facts.get("became", ())],
        grew_from=[KinName(**one) for one in facts.get("grew_from", ())],
        recorded_at=row.recorded_at,
    )


def kind_out(kind: OrganisationKind, language: str) -> OrganisationKindOut:
    """Show a kind."""
    return OrganisationKindOut(
        code=kind.code,
        name=kind.called(language),
        short=kind.short,
        body=kind.body,
        parents=sorted(kind.parents),
        may_be_top=kind.may_be_top,
        is_cell=kind.is_cell,
        is_grassroots=kind.is_grassroots,
        code_level=kind.code_level,
        closed_on=kind.closed_on,
        note=kind.note,
    )
