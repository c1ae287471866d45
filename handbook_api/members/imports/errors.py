"""Why a whole list is not taken over."""

from handbook_api.core.errors import HandbookError, NotFound


class ImportNotFound(NotFound):
    """You have no such import under way."""

    code = "imports.not_found"


class HeadingsNotFound(HandbookError):
    """No row of the first `rows` looks like headings of a list of members (`sheet`)."""

    status, code = 422, "imports.headings_not_found"


class MappingNotUnderstood(HandbookError):
    """The confirmed columns cannot be used; `problem` says where and why."""

    status, code = 422, "imports.mapping_not_understood"


class FieldsMissing(HandbookError):
    """Nobody can be taken over without the fields `missing`; say which column holds each."""

    status, code = 422, "imports.fields_missing"


class ListTooLong(HandbookError):
    """More rows than are taken this way (`limit`); the command line takes more."""

    status, code = 413, "imports.list_too_long"


class ListRefused(HandbookError):
    """Nobody was taken over: `count` faults; the returned workbook names each at its box."""

    status, code = 422, "imports.list_refused"


class NobodyInList(HandbookError):
    """Under the headings stands nobody."""

    status, code = 422, "imports.nobody_in_list"


class CarriedOutAlready(HandbookError):
    """This import was carried out already; send the file again to compare once more."""

    status, code = 409, "imports.carried_out_already"


class FileForgotten(HandbookError):
    """The file was kept for some days only, and is gone; send it again."""

    status, code = 410, "imports.file_forgotten"


class NotPreviewed(HandbookError):
    """The columns have not been confirmed for a preview yet."""

    status, code = 409, "imports.not_previewed"
