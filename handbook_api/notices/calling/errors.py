"""What looking after recipients refuses, and why."""

from handbook_api.core.errors import HandbookError, NotFound


class ContactNotFound(NotFound):
    """No try to reach this person is written down under this id."""

    code = "notices.contact_not_found"


class ContactStands(HandbookError):
    """Only who wrote a try down takes it back, and on the same day."""

    status, code = 409, "notices.contact_stands"


class TooManyPapers(HandbookError):
    """More papers than are made at once (`limit`): name an organisation, or single people."""

    status, code = 413, "notices.too_many_papers"


class RecipientsTooMany(HandbookError):
    """More people than are given out this way (`limit`): narrow the list."""

    status, code = 413, "notices.export_too_long"
