"""What saved searches refuse, and why. None of them repeats what somebody looks for."""

from handbook_api.core.errors import HandbookError, NotFound


class SavedSearchNotFound(NotFound):
    """No saved search of yours has this id."""

    code = "saved_searches.not_found"


class NothingToFind(HandbookError):
    """The words hold nothing that could be found: no letter, no digit."""

    status, code = 422, "saved_searches.nothing_to_find"


class WordsTooLong(HandbookError):
    """The words have more than `most` letters."""

    status, code = 422, "saved_searches.too_long"


class TooManySearches(HandbookError):
    """At most `most` searches can be saved: take one back first."""

    status, code = 409, "saved_searches.too_many"
