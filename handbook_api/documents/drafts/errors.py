"""What is refused on a document's way into the library, and why."""

from handbook_api.core.errors import HandbookError, NotFound


class DraftNotFound(NotFound):
    """No such draft, or not for this viewer."""

    code = "drafts.not_found"


class TooManyDrafts(HandbookError):
    """The organisation has `most` drafts open: finish or discard some first."""

    status, code = 409, "drafts.too_many"


class NotReady(HandbookError):
    """The draft is not waiting to be looked through: it is being read, was refused or is done."""

    status, code = 409, "drafts.not_ready"


class NothingToReadAgain(HandbookError):
    """The file is being read or was read already."""

    status, code = 409, "drafts.nothing_to_read_again"


class FileNeeded(HandbookError):
    """No file was chosen."""

    status, code = 422, "drafts.file_needed"


class DraftFileTooLarge(HandbookError):
    """The file is larger than is taken in (`limit`, megabytes)."""

    status, code = 413, "drafts.file_too_large"


class UnknownRelation(NotFound):
    """The draft has no relation of that number."""

    code = "drafts.unknown_relation"


class RelationNotUnderstood(HandbookError):
    """The words name no document: write its kind, symbol and day."""

    status, code = 422, "drafts.relation_not_understood"


class TooManyRelations(HandbookError):
    """So many relations (`most`) no document has."""

    status, code = 409, "drafts.too_many_relations"


class RelationsUnanswered(HandbookError):
    """Nobody has said of `count` relations whether they are so."""

    status, code = 409, "drafts.relations_unanswered"


class DraftIncomplete(HandbookError):
    """Something stands in the way (`reason`, a code): the review says what is to be mended."""

    status, code = 409, "drafts.incomplete"


class AudienceIncomplete(HandbookError):
    """A document of an organisation needs that organisation, and no other has one."""

    status, code = 422, "drafts.audience_incomplete"


class LibraryMoved(HandbookError):
    """Taking it over would do something else than was looked at: look again."""

    status, code = 409, "drafts.library_moved"
