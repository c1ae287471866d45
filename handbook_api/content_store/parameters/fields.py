"""The fields of a member's record: what each is for, who sees it, who changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook_api.content_store.files import MEMBER_FIELDS, table_of
from handbook_api.content_store.parameters.named import Named, named
from handbook_api.content_store.parameters.roles import role_of
from handbook_api.content_store.tables import TableReader
from handbook_api.core.identity import Role

#: The viewer class of the member himself: it has no roles.
SELF = "self"


@dataclass(frozen=True, slots=True)
class ViewerClass(Named):
    """Who, seen from the record. roles: any of these. where: “cell” (held exactly in the
    record's cell) or “above” (held in an organisation above it); “” for the member himself.
    """

    roles: frozenset[Role]
    where: str


@dataclass(frozen=True, slots=True)
class FieldSpec(Named):
    """A field of the record.

    kind: “text”, “date”, “choice” (a code of the list `choices`), “organisation”, “lines” (a
        list with dates). sensitive: sealed at rest. purpose: one plain Vietnamese sentence.
    seen_by, changed_by: codes of viewer classes. retention: how long, in words. keep: the same
        for programs: “always”, “until_end” (of membership), “until_term” (some time after it).
    headers: how columns of real lists call it; the first is our own. upstream: what the papers
        and the national database call it.
    pattern, hint: what a value must look like (a whole-match regular expression, “” for any)
        and, in words, what to write.
    looked_up: found again by its exact value. sole: no two people have the same.
    """

    kind: str
    sensitive: bool
    purpose: str
    seen_by: frozenset[str]
    changed_by: frozenset[str]
    retention: str
    keep: str
    headers: tuple[str, ...]
    upstream: str
    choices: str
    pattern: str
    hint: str
    max_length: int
    looked_up: bool
    sole: bool
    note: str


def member_fields_of(folder: Path) -> Mapping[str, FieldSpec]:
    """Return every field by code, in the order of the record. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, MEMBER_FIELDS), MEMBER_FIELDS)
    return {spec.code: spec for spec in told.each("fields", _field)}


def viewer_classes_of(folder: Path) -> Mapping[str, ViewerClass]:
    """Return every viewer class by code. Raises ContentUnreadable."""
    told = TableReader(table_of(folder, MEMBER_FIELDS), MEMBER_FIELDS)
    return {one.code: one for one in told.each("viewers", _viewers)}


def _viewers(told: TableReader) -> ViewerClass:
    roles = frozenset(role_of(one, told, "roles") for one in told.texts("roles"))
    return ViewerClass(*named(told), roles=roles, where=told.text_or("where"))


def _field(told: TableReader) -> FieldSpec:
    return FieldSpec(
        *named(told),
        kind=told.text("kind"),
        sensitive=told.text("class") == "sensitive",
        purpose=told.text("purpose"),
        seen_by=frozenset(told.texts("seen_by")),
        changed_by=frozenset(told.texts("changed_by")),
        retention=told.text("retention"),
        keep=told.text("keep"),
        headers=told.texts("headers"),
        upstream=told.text_or("upstream"),
        choices=told.text_or("choices"),
        pattern=told.text_or("pattern"),
        hint=told.text_or("hint"),
        max_length=told.maybe_number("max_length") or 0,
        looked_up=told.truth_or("looked_up"),
        sole=told.truth_or("sole"),
        note=told.text_or("note"),
    )
