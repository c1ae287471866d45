"""Refusals we foresaw. Words live in content/messages; here are codes, statuses and facts."""


class HandbookError(Exception):
    """A refusal we foresaw: a stable code, an HTTP status, and the facts a message may name."""

    status = 400
    code = "request.refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(HandbookError):
    """Nothing visible to this viewer has that name; missing and hidden look the same."""

    status, code = 404, "request.not_found"
