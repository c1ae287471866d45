"""Why a list is not given out."""

from handbook_api.core.errors import HandbookError


class FieldsNotSeen(HandbookError):
    """Of some of these people you do not see the fields `fields`; leave them out."""

    status, code = 403, "exports.fields_not_seen"


class FieldsUnknown(HandbookError):
    """The record has no fields `fields`."""

    status, code = 422, "exports.fields_unknown"


class StatusesUnknown(HandbookError):
    """There are no statuses `statuses`."""

    status, code = 422, "exports.statuses_unknown"


class PurposeMissing(HandbookError):
    """Say in words what the list is for: `least` to `most` characters."""

    status, code = 422, "exports.purpose_missing"


class ExportTooLong(HandbookError):
    """More people than are given out this way (`limit`); narrow it, or use the command line."""

    status, code = 413, "exports.too_long"
