"""Fields of the record on the wire: what is kept, why, and what it says."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.words import Words
from handbook_api.http.wire import WireModel
from handbook_api.members.record import FieldSeen
from handbook_api.members.sources import Source, Sources
from handbook_api.members.values import BY_ACTS, STATUS
from handbook_api.members.wire_names import Coded, coded, labelled


def _no_nul(value: object) -> object:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("NUL")
    return value


#: What a field holds, as it is typed. U+0000 has no place in any text.
FieldText = Annotated[str, BeforeValidator(_no_nul), Field(max_length=1000)]
Sensitivity = Literal["basic", "sensitive"]

#: How the fields of a record are laid out; what stands nowhere here comes last.
GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    (
        "person",
        (
            "full_name",
            "birth_name",
            "other_names",
            "sex",
            "birth_date",
            "birth_place",
            "home_town",
            "ethnicity",
            "religion",
            "citizen_id",
        ),
    ),
    (
        "membership",
        (
            "cell",
            "status",
            "exemption_reason",
            "admission_decided_on",
            "joined_on",
            "official_on",
            "card_number",
            "record_number",
        ),
    ),
    ("contact", ("phone", "email", "residence", "reachable_by", "contact_person")),
    (
        "work",
        ("occupation", "general_education", "qualification", "political_theory", "languages"),
    ),
)
_OTHER = "other"


class ValueSourceOut(WireModel):
    """Where a value comes from."""

    kind: Coded = Field(
        description="himself: chính mình ghi; correction: sửa theo đề nghị của mình; officer: cán "
        "bộ ghi; list: theo danh sách nhập."
    )
    on: date = Field(description="Ngày ghi, theo giờ Việt Nam.")


class FieldOut(WireModel):
    """A field of the record as this reader sees it."""

    code: str
    name: str
    value: str | None = Field(
        description="Giá trị: chữ, mã của danh mục, hoặc ngày năm-tháng-ngày."
    )
    text: str | None = Field(description="Giá trị bằng lời, để hiện ra.")
    sensitivity: Sensitivity = Field(description="basic: cơ bản; sensitive: nhạy cảm.")
    purpose: str = Field(description="Vì sao lưu.")
    retention: str = Field(description="Giữ đến bao giờ.")
    masked: bool = Field(description="Chỉ hiện các ký tự cuối.")
    changeable: bool = Field(description="Người đang xem được sửa mục này.")
    source: ValueSourceOut | None = Field(
        None,
        description="Giá trị này từ đâu, từ ngày nào; chỉ trong hồ sơ của mình, null khi mục trống "
        "hoặc không còn biết.",
    )


class GroupOut(WireModel):
    """Fields that belong together."""

    code: str
    name: str
    fields: list[FieldOut]


class RegisterFieldOut(WireModel):
    """A field of the register: what it is for, who sees it, who changes it."""

    code: str
    name: str
    kind: str
    sensitivity: Sensitivity
    purpose: str
    retention: str
    seen_by: list[Coded]
    changed_by: list[Coded]
    choices: list[Coded]
    hint: str


class RegisterOut(WireModel):
    """The register of fields, in the order of the record."""

    fields: list[RegisterFieldOut]


def grouped_codes(codes: Collection[str]) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the fields `codes` in their groups, in the order of the record; groups without any
    are left out."""
    placed = {code for _, known in GROUPS for code in known}
    groups = [(group, [code for code in known if code in codes]) for group, known in GROUPS]
    groups.append((_OTHER, [code for code in codes if code not in placed]))
    return [(group, found) for group, found in groups if found]


def groups_out(
    content: Content, seen: Sequence[FieldSeen], sources: Sources, words: Words, language: str
) -> list[GroupOut]:
    """Return the fields in their groups; groups of which nothing is seen are left out."""
    left = {one.spec.code: one for one in seen}
    groups = []
    for group, codes in GROUPS:
        fields = [left.pop(code) for code in codes if code in left]
        groups.append((group, fields))
    groups.append((_OTHER, list(left.values())))
    return [
        GroupOut(
            code=group,
            name=words.label(f"record_group.{group}"),
            fields=[
                field_out(content, one, source_out(one, sources, words), language) for one in fields
            ],
        )
        for group, fields in groups
        if fields
    ]


def source_out(seen: FieldSeen, sources: Sources, words: Words) -> ValueSourceOut | None:
    """Return where the value of a field comes from, in words.

    What changes by acts of its own has its history beside it, with the decisions.
    """
    if not seen.value or seen.spec.code in BY_ACTS:
        return None
    return said_source(sources.of(seen.spec.code), words)


def said_source(source: Source | None, words: Words) -> ValueSourceOut | None:
    """Return a source in words."""
    if source is None:
        return None
    return ValueSourceOut(kind=labelled("record_source", source.kind, words), on=source.on)


def field_out(
    content: Content, seen: FieldSeen, source: ValueSourceOut | None, language: str
) -> FieldOut:
    """Return one field in words."""
    spec, value = seen.spec, seen.value
    return FieldOut(
        code=spec.code,
        name=spec.called(language),
        value=value.isoformat() if isinstance(value, date) else value,
        text=text_of(content, spec, value, language),
        sensitivity=sensitivity_of(spec),
        purpose=spec.purpose,
        retention=spec.retention,
        masked=seen.masked,
        changeable=seen.changeable,
        source=source,
    )


def text_of(
    content: Content, spec: FieldSpec, value: str | date | None, language: str
) -> str | None:
    """Return a value as a person reads it."""
    if value is None:
        return None
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if spec.code == STATUS:
        return coded(content.member_statuses.states.get(value), value, language).name
    if spec.kind == "choice":
        return coded(content.lists[spec.choices].choices.get(value), value, language).name
    return value


def sensitivity_of(spec: FieldSpec) -> Sensitivity:
    """Return the class of a field as the law names it."""
    return "sensitive" if spec.sensitive else "basic"


def register_out(content: Content, language: str) -> RegisterOut:
    """Return the register of fields in words."""
    return RegisterOut(
        fields=[
            RegisterFieldOut(
                code=spec.code,
                name=spec.called(language),
                kind=spec.kind,
                sensitivity=sensitivity_of(spec),
                purpose=spec.purpose,
                retention=spec.retention,
                seen_by=_groups(content, spec.seen_by, language),
                changed_by=_groups(content, spec.changed_by, language),
                choices=_choices(content, spec, language),
                hint=spec.hint,
            )
            for spec in content.member_fields.values()
        ]
    )


def _groups(content: Content, codes: Collection[str], language: str) -> list[Coded]:
    groups = content.viewer_classes
    return [coded(group, code, language) for code, group in groups.items() if code in codes]


def _choices(content: Content, spec: FieldSpec, language: str) -> list[Coded]:
    if spec.code == STATUS:
        return [
            coded(status, code, language) for code, status in content.member_statuses.states.items()
        ]
    if not spec.choices:
        return []
    listed = content.lists[spec.choices].choices
    return [coded(choice, code, language) for code, choice in listed.items()]
