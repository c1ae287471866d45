"""What is refused about annotations, and why. None of it repeats what somebody wrote."""

from handbook_api.core.errors import HandbookError, NotFound


class AnnotationNotFound(NotFound):
    """No annotation of yours has this id."""

    code = "annotations.not_found"


class ChangedMeanwhile(HandbookError):
    """It was changed or deleted on another device since this one read it: read it, then choose."""

    status, code = 409, "annotations.changed_meanwhile"


class TargetStays(HandbookError):
    """What an annotation is, and of which document, does not change: make a new one."""

    status, code = 409, "annotations.target_stays"


class TooManyAnnotations(HandbookError):
    """At most `most` can be kept: delete some first."""

    status, code = 409, "annotations.too_many"


class NothingWritten(HandbookError):
    """A note needs words, a highlight the passage, and a bookmark neither."""

    status, code = 422, "annotations.nothing_written"


class NoteTooLong(HandbookError):
    """The note has more than `most` letters."""

    status, code = 422, "annotations.note_too_long"


class QuoteTooLong(HandbookError):
    """The passage has more than `most` letters."""

    status, code = 422, "annotations.quote_too_long"
