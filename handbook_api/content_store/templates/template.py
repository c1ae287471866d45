"""A template over time, and how its fields are filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handbook_api.content_store.errors import TemplateFieldsRefused, TemplateVersionUnknown
from handbook_api.content_store.parameters.named import Named
from handbook_api.content_store.templates.values import Unusable, written
from handbook_api.core.errors import FieldFault

#: Where a field's words go: “{place}”.
PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class NoticeField:
    """Something to fill in.

    type: “text” (one line), “lines”, “date”, “time”, “datetime” or “number”.
    label: what to ask for. max_length: of the words that are written. hint: an example.
    """

    code: str
    label: str
    type: str
    required: bool
    max_length: int
    hint: str


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """The words from one day on. number: 1, 2, 3 …, never given twice.

    title, text: plain text with fields in braces. A line of `text` all of whose fields were left
        empty is left out.
    """

    number: int
    title: str
    text: str
    fields: tuple[NoticeField, ...]
    since: date
    source: str
    as_of: date | None
    note: str

    def fill(self, values: Mapping[str, object], *, template: str) -> tuple[str, str]:
        """Return (title, text) with `values` in their places; both plain text.

        Raises TemplateFieldsRefused with every fault: fields that do not exist, are missing, of
        the wrong kind or too long.
        """
        words: dict[str, str] = {}
        faults = [*self._strange(values), *self._put(values, words)]
        if faults:
            raise TemplateFieldsRefused(faults, template=template, count=len(faults))
        lines = (line for line in self.text.split("\n") if _stays(line, words))
        return _filled(self.title, words), _filled("\n".join(lines), words).strip()

    def _strange(self, values: Mapping[str, object]) -> Iterator[FieldFault]:
        known = {one.code for one in self.fields}
        yield from (FieldFault(name, "field.extra_forbidden") for name in values.keys() - known)

    def _put(self, values: Mapping[str, object], words: dict[str, str]) -> Iterator[FieldFault]:
        for told in self.fields:
            try:
                said = written(told.type, values.get(told.code))
            except Unusable as fault:
                yield FieldFault(told.code, fault.code)
                continue
            if told.required and not said:
                yield FieldFault(told.code, "field.missing")
            if len(said) > told.max_length:
                facts = {"max_length": told.max_length}
                yield FieldFault(told.code, "field.string_too_long", facts)
            words[told.code] = said


@dataclass(frozen=True, slots=True)
class NoticeTemplate(Named):
    """Prepared words for notices of one kind (a code of notice_kinds.toml). versions: oldest
    first; an old one is kept, so that what was sent can be read as it was.
    """

    kind: str
    versions: tuple[TemplateVersion, ...]

    def on(self, day: date) -> TemplateVersion | None:
        """Return the version in use on `day`; None before the first."""
        begun = [version for version in self.versions if version.since <= day]
        return begun[-1] if begun else None

    def version(self, number: int) -> TemplateVersion:
        """Return the version `number`. Raises TemplateVersionUnknown."""
        for version in self.versions:
            if version.number == number:
                return version
        raise TemplateVersionUnknown(template=self.code, version=number)

    def fill(self, version: int, values: Mapping[str, object]) -> tuple[str, str]:
        """Return (title, text) of `version` with `values` in their places; both plain text.

        Raises TemplateVersionUnknown, TemplateFieldsRefused (with every fault).
        """
        return self.version(version).fill(values, template=self.code)


def places_of(text: str) -> tuple[str, ...]:
    """Return the names of the fields that `text` has places for, in order."""
    return tuple(PLACE.findall(text))


def _stays(line: str, words: Mapping[str, str]) -> bool:
    places = places_of(line)
    return not places or any(words[name] for name in places)


def _filled(text: str, words: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: words[place[1]], text)
