"""What corrections refuse, and why. None of them names a person or repeats what was typed."""

from handbook_api.core.errors import HandbookError, NotFound


class CorrectionNotFound(NotFound):
    """No correction that you may see has this id."""

    code = "corrections.not_found"


class UnknownField(HandbookError):
    """The record has no such field; `known` lists those it has."""

    status, code = 422, "corrections.unknown_field"


class ChangeItYourself(HandbookError):
    """This field is yours to change: do so at once."""

    status, code = 409, "corrections.change_it_yourself"


class AskedAlready(HandbookError):
    """A correction of this field is under way; withdraw it to ask for something else."""

    status, code = 409, "corrections.asked_already"


class CorrectionDone(HandbookError):
    """The correction is decided or withdrawn already."""

    status, code = 409, "corrections.done"


class ForwardedAlready(HandbookError):
    """It lies with the officer already."""

    status, code = 409, "corrections.forwarded_already"


class NoteNeeded(HandbookError):
    """Whoever refuses says why."""

    status, code = 422, "corrections.note_needed"


class NothingToExport(HandbookError):
    """Every accepted correction that you may see is on a list already."""

    status, code = 409, "corrections.nothing_to_export"


class ExportNotFound(NotFound):
    """No list of yours has this id, or its time is over; the log still tells of it."""

    code = "corrections.export_not_found"
