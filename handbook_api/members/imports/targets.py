"""What a column of a list can be taken for: a field of the record, or a part of one."""

from collections.abc import Mapping

from handbook_api.content_store import Content
from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.core.identity import Role
from handbook_api.core.words import Words
from handbook_api.members.values import LINES

FULL_NAME, BIRTH_DATE, SEX, CELL, STATUS = "full_name", "birth_date", "sex", "cell", "status"
JOINED_ON, OFFICIAL_ON = "joined_on", "official_on"

#: A name in two columns; a birth date in the column of the sex; a cross for the sex; the
#: committee that tells cells of one name apart.
FAMILY_NAME = "family_name"
GIVEN_NAME = "given_name"
BORN_MAN = "birth_date_of_man"
BORN_WOMAN = "birth_date_of_woman"
MARKED_MAN = "marked_man"
MARKED_WOMAN = "marked_woman"
COMMITTEE = "committee"

PARTS = (FAMILY_NAME, GIVEN_NAME, BORN_MAN, BORN_WOMAN, MARKED_MAN, MARKED_WOMAN, COMMITTEE)

#: Lists of lines that say something without a day. A penalty or a rating without one would lead
#: to wrong waiting times.
_LINES_TAKEN = frozenset(("positions", "awards"))


def fields_taken(content: Content) -> Mapping[str, FieldSpec]:
    """Return the fields that a list may fill: those that organisation officers change."""
    officers = {
        code
        for code, viewers in content.viewer_classes.items()
        if Role.ORGANISATION_OFFICER in viewers.roles
    }
    return {
        code: spec
        for code, spec in content.member_fields.items()
        if spec.changed_by & officers and (spec.kind != LINES or code in _LINES_TAKEN)
    }


def name_of_target(content: Content, words: Words, target: str) -> str:
    """Return what people call `target`."""
    if target in PARTS:
        return words.label(f"import_target.{target}")
    return content.member_fields[target].name


def groups_missing(targets: frozenset[str]) -> tuple[str, ...]:
    """Return the fields without which nobody can be taken over and that `targets` lack.

    The cell and the status may be said once for the whole list: then they count as targets.
    """
    return tuple(
        field for field, ways in _NEEDED.items() if not any(way <= targets for way in ways)
    )


_NEEDED: Mapping[str, tuple[frozenset[str], ...]] = {
    FULL_NAME: (frozenset((FULL_NAME,)), frozenset((FAMILY_NAME, GIVEN_NAME))),
    BIRTH_DATE: (frozenset((BIRTH_DATE,)), frozenset((BORN_MAN, BORN_WOMAN))),
    CELL: (frozenset((CELL,)),),
    STATUS: (frozenset((STATUS,)), frozenset((JOINED_ON,)), frozenset((OFFICIAL_ON,))),
}
