"""How a question about one field of the record is put, and what was typed as its answer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.members.errors import DateNotUnderstood, PersonRefused
from handbook_api.members.schemas.fields import FieldOut, text_of
from handbook_api.members.schemas.records import LineOut
from handbook_api.members.values import BY_ACTS, LINES

#: The name of the field in which the answer is typed; a day has three parts.
WANTED = "wanted"
DAY_PARTS = ("ngay", "thang", "nam")
_NO_DAY = "field.day_in_parts"


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that is asked about. now: as it stands; None for lists, which have `lines`.

    choices: codes and their names, where one of a few is to be chosen.
    """

    spec: FieldSpec
    name: str
    now: FieldOut | None
    lines: Sequence[LineOut]
    choices: Sequence[tuple[str, str]]

    @property
    def is_day(self) -> bool:
        """Whether a day is asked for, in three parts."""
        return self.spec.kind == "date"

    @property
    def in_words(self) -> bool:
        """Whether what is right can only be told: a list, or what changes by an act of its own."""
        return is_told(self.spec)

    @property
    def day(self) -> Mapping[str, str]:
        """The day as it stands, in its three parts."""
        parts = (self.now.value if self.now and self.now.value else "--").split("-")
        return dict(zip(reversed(DAY_PARTS), parts, strict=True))


def is_told(spec: FieldSpec) -> bool:
    """Whether the field takes no value of its own, so that what is right is told in words."""
    return spec.kind == LINES or spec.code in BY_ACTS


def choices_of(content: Content, spec: FieldSpec, language: str) -> Sequence[tuple[str, str]]:
    """Return the codes that the field can hold, and their names; none when it is no choice."""
    if is_told(spec) or not spec.choices:
        return ()
    listed = content.lists[spec.choices].choices
    return [(code, choice.called(language)) for code, choice in listed.items()]


def said_of(content: Content, spec: FieldSpec, value: str, language: str) -> str:
    """Return a value that is kept as text as a person reads it."""
    kept = date.fromisoformat(value) if spec.kind == "date" else value
    return (None if is_told(spec) else text_of(content, spec, kept, language)) or value


def writers_of(content: Content, spec: FieldSpec, language: str) -> str:
    """Return who writes the field, in words."""
    groups = content.viewer_classes
    return ", ".join(
        group.called(language) for code, group in groups.items() if code in spec.changed_by
    )


def typed_value(spec: FieldSpec, form: Mapping[str, str]) -> str:
    """Return what was typed, a day as year-month-day; “” when nothing was.

    Raises FieldsRefused.
    """
    if spec.kind != "date":
        return form.get(WANTED, "").strip()
    day, month, year = (form.get(part, "").strip() for part in DAY_PARTS)
    if not (day or month or year):
        return ""
    if not all(part.isdecimal() and part.isascii() for part in (day, month, year)):
        raise FieldsRefused([FieldFault(WANTED, _NO_DAY)])
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


@contextmanager
def beside_its_field(name: str) -> Iterator[None]:
    """What the record refuses is said beside the field that was typed in. name: in words."""
    try:
        yield
    except DateNotUnderstood:
        raise FieldsRefused([FieldFault(WANTED, _NO_DAY)]) from None
    except PersonRefused as refusal:
        facts = {**refusal.facts, "field": name}
        raise FieldsRefused([FieldFault(WANTED, refusal.code, facts)]) from refusal
