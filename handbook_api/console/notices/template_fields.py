"""The fields of a template in a form: what was typed in them, and how they stand there again.

A meeting's hour and place are asked once, and stand in the template's words as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from handbook_api.console.typed_times import Mistyped, Parts, typed_day, typed_moment, typed_time
from handbook_api.content_store import NoticeField, NoticeKind, TemplateVersion
from handbook_api.core import clock
from handbook_api.core.errors import FieldFault

#: Fields of templates that say what the notice itself says: field of the form by code and type.
_ASKED_ONCE = {("starts", "datetime"): "starts_at", ("place", "text"): "place"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as the form asks for it. name: of the inputs. value: as it stands there."""

    field: NoticeField
    name: str
    value: str | Parts


def asked_fields(
    version: TemplateVersion, kind: NoticeKind, values: Mapping[str, Any]
) -> Sequence[Asked]:
    """Return what the form asks for besides what every such notice says."""
    return [
        Asked(one, name_of(one), _standing(one, values.get(one.code)))
        for one in version.fields
        if _of_the_notice(one, kind) is None
    ]


def name_of(field: NoticeField) -> str:
    """Return what the inputs of a field are called."""
    return f"values.{field.code}"


def typed_values(
    version: TemplateVersion, kind: NoticeKind, form: Mapping[str, str]
) -> tuple[dict[str, Any], list[FieldFault]]:
    """Return what was typed in the fields of a template, and what of it cannot be read."""
    values: dict[str, Any] = {}
    faults: list[FieldFault] = []
    for field in version.fields:
        name = _of_the_notice(field, kind)
        try:
            said = _typed(field, form, name or name_of(field))
        except Mistyped as error:
            if name is None:  # else the notice's own field says so
                faults.append(error.fault)
            continue
        if said is not None:
            values[field.code] = said
    return values, faults


def faults_in_form(
    version: TemplateVersion, kind: NoticeKind, faults: Sequence[FieldFault]
) -> Sequence[FieldFault]:
    """Return what a template was refused for, by the names of the form's inputs."""
    names = {one.code: _of_the_notice(one, kind) or name_of(one) for one in version.fields}
    return [FieldFault(names.get(one.field, one.field), one.code, one.facts) for one in faults]


def _of_the_notice(field: NoticeField, kind: NoticeKind) -> str | None:
    return _ASKED_ONCE.get((field.code, field.type)) if kind.has_event else None


def _typed(field: NoticeField, form: Mapping[str, str], name: str) -> str | int | None:
    match field.type:
        case "datetime":
            at = typed_moment(form, name)
            return at.replace(tzinfo=None).isoformat(timespec="minutes") if at else None
        case "date":
            day = typed_day(form, name)
            return day.isoformat() if day else None
        case "time":
            hour = typed_time(form, name)
            return hour.isoformat(timespec="minutes") if hour else None
        case _:
            said = form.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()
    if field.type != "number" or not said:
        return said or None
    if not (said.isascii() and said.isdigit()):
        raise Mistyped(name, "field.int_parsing")
    return int(said)


def _standing(field: NoticeField, value: Any) -> str | Parts:
    """How a value that was kept stands in the form."""
    if field.type == "datetime":
        at = datetime.fromisoformat(value) if value else None
        return Parts.of(at.replace(tzinfo=clock.VIETNAM) if at and at.tzinfo is None else at)
    if field.type == "date":
        day = date.fromisoformat(value) if value else None
        return Parts(str(day.day), str(day.month), str(day.year)) if day else Parts()
    if field.type == "time" and value:
        hour = time.fromisoformat(value)
        return f"{hour.hour}:{hour.minute:02}"
    return "" if value is None else str(value)
