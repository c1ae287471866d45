"""Refusals we foresaw. Words live in content/messages; here are codes, statuses and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class HandbookError(Exception):
    """A refusal we foresaw: a stable code, an HTTP status, and the facts a message may name."""

    status = 400
    code = "request.refused"
    #: True for refusals of rights: an attempt worth an entry in the audit log.
    remembered = False

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(HandbookError):
    """Nothing visible to this viewer has that name; missing and hidden look the same."""

    status, code = 404, "request.not_found"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One value that cannot be used. code: “field.…”, whose words may name the facts."""

    field: str
    code: str
    facts: Mapping[str, object] | None = None


class FieldsRefused(HandbookError):
    """Some values could not be used; `faults` names every one, so that all are mended at once."""

    status, code = 422, "request.invalid"

    def __init__(self, faults: Sequence[FieldFault], **facts: object) -> None:
        super().__init__(**facts)
        self.faults = tuple(faults)
