"""Refusals we foresaw. Words live in content/messages; here are codes, statuses and facts."""


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
