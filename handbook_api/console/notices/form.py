"""The form of a notice's words: what it asks for, what was typed, what of it is to be mended."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import request

from handbook_api.console.notices.base import NoticesPage
from handbook_api.console.notices.symbols import SYMBOLS, typed_links
from handbook_api.console.notices.template_fields import faults_in_form, typed_values
from handbook_api.console.typed_times import Mistyped, Parts, typed_moment
from handbook_api.content_store import NoticeKind, NoticeTemplate, TemplateVersion
from handbook_api.content_store.errors import TemplateFieldsRefused
from handbook_api.core.errors import FieldFault, FieldsRefused
from handbook_api.notices.errors import LinkUnknown, TimesOutOfOrder, TooLong, TooMany
from handbook_api.notices.schemas.writing import DraftIn
from handbook_api.notices.service import Draft
from handbook_api.organisations.models import Organisation

#: Times of a notice, by the names of their fields.
TIMES = ("starts_at", "ends_at", "answer_by", "send_at", "expires_at")
_MISSING = "field.missing"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is about. before: what stands there so far. version: None: written freely."""

    organisation: Organisation
    kind: NoticeKind
    template: NoticeTemplate | None
    version: TemplateVersion | None
    before: Draft


def typed_draft(page: NoticesPage, sheet: Sheet) -> Draft:
    """Return what was typed; to whom it goes stays as it was. Raises FieldsRefused for all that is
    to be mended, InvalidRequest."""
    form: Mapping[str, str] = request.form
    times, faults = typed_times(form)
    faults += _missing(sheet, form, times, {one.field for one in faults})
    values: dict[str, Any] = {}
    if sheet.version is not None and sheet.template is not None:
        values, unread = typed_values(sheet.version, sheet.kind, form)
        faults += unread
        faults += _unfilled(sheet, values, {one.field for one in faults})
    if faults:
        raise FieldsRefused(faults, count=len(faults))
    before = sheet.before
    links = typed_links(page.session, page.identity, form.get(SYMBOLS, ""), before.links)
    given = {name: as_it_was(before, name, at).isoformat() for name, at in times.items()}
    text = {} if sheet.version else {"text": typed_text(form)}
    body = page.form(DraftIn, kind=sheet.kind.code, audience={}, **given, **text)
    code = sheet.template.code if sheet.template else None
    return replace(
        body.draft(),
        template=code,
        values=values,
        links=links,
        audience=before.audience,
        contact_id=before.contact_id,
    )


def typed_times(form: Mapping[str, str]) -> tuple[dict[str, datetime], list[FieldFault]]:
    """Return the times that were typed, and which of them cannot be read."""
    times: dict[str, datetime] = {}
    faults: list[FieldFault] = []
    for name in TIMES:
        try:
            at = typed_moment(form, name)
        except Mistyped as error:
            faults.append(error.fault)
            continue
        if at is not None:
            times[name] = at
    return times, faults


def as_it_was(before: Draft, name: str, typed: datetime) -> datetime:
    """Return a time as it stood, to the second, where nothing else was typed."""
    stood: datetime | None = getattr(before, name)
    return stood if stood is not None and Parts.of(stood) == Parts.of(typed) else typed


def typed_text(form: Mapping[str, str]) -> str:
    """Return the text as it was typed; browsers end lines in a way of their own."""
    return form.get("text", "").replace("\r\n", "\n")


@contextmanager
def told_in_form(page: NoticesPage) -> Iterator[None]:
    """What a notice is refused for is told beside the field that it is about."""
    try:
        yield
    except (TimesOutOfOrder, TooLong, TooMany) as refusal:
        field = str(refusal.facts["field"])
        names = _names(page)
        if field not in names:
            raise
        facts = {**refusal.facts, "field": names[field]}
        at = SYMBOLS if field == "links" else field
        raise FieldsRefused([FieldFault(at, refusal.code, facts)], count=1) from refusal
    except LinkUnknown as refusal:
        fault = FieldFault(SYMBOLS, refusal.code, refusal.facts)
        raise FieldsRefused([fault], count=1) from refusal


def _names(page: NoticesPage) -> Mapping[str, str]:
    say = page.words.say
    return {
        "title": say("console_notices.title"),
        "text": say("console_notices.text"),
        "links": say("console_notices.symbols"),
        "starts_at": say("console_notices.starts_at"),
        "ends_at": say("console_notices.ends_at"),
        "answer_by": say("console_notices.answer_by"),
        "send_at": say("console_notices.send_at"),
        "expires_at": say("console_notices.expires_at"),
    }


def _missing(
    sheet: Sheet, form: Mapping[str, str], times: Mapping[str, datetime], told: set[str]
) -> Iterator[FieldFault]:
    wanted = [] if sheet.version else ["title", "text"]
    wanted += ["place"] if sheet.kind.has_event else []
    yield from (FieldFault(one, _MISSING) for one in wanted if not form.get(one, "").strip())
    if sheet.kind.has_event and "starts_at" not in times and "starts_at" not in told:
        yield FieldFault("starts_at", _MISSING)


def _unfilled(sheet: Sheet, values: Mapping[str, Any], told: set[str]) -> Sequence[FieldFault]:
    """What the template misses, beside what was told already."""
    if sheet.version is None or sheet.template is None:
        return ()
    try:
        sheet.version.fill(values, template=sheet.template.code)
    except TemplateFieldsRefused as refusal:
        found = faults_in_form(sheet.version, sheet.kind, refusal.faults)
        return [one for one in found if one.field not in told]
    return ()
