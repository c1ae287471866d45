"""What the audit log refuses."""

from handbook_api.core.errors import HandbookError


class LogTooLong(HandbookError):
    """The log has `number` entries, too many to check while a page waits; at most `most`."""

    status, code = 409, "audit.too_long"
