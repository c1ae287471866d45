"""What the library refuses, and why."""

from handbook_api.core.errors import HandbookError, NotFound


class DocumentNotFound(NotFound):
    """No such document, or not for this viewer."""

    code = "documents.not_found"


class ProvisionNotFound(NotFound):
    """The document has no provision at that anchor."""

    code = "documents.provision_not_found"


class FileNotHeld(NotFound):
    """We know of the document but hold no file of it."""

    code = "documents.no_file"


class SymbolNotUnderstood(HandbookError):
    """That is not how documents are numbered; write it like 294-QĐ/TW."""

    status, code = 422, "documents.symbol_not_understood"


class SymbolNotFound(NotFound):
    """No visible document carries that symbol (and date, when one was given)."""

    code = "documents.symbol_not_found"


class MetadataMissing(HandbookError):
    """The text does not say its title; give it with --title."""

    status, code = 422, "documents.metadata_missing"


class SameSymbolOtherDate(HandbookError):
    """Within one term a number is given once: the date is wrong, or it is another document."""

    status, code = 409, "documents.same_symbol_other_date"


class DecidedInContent(HandbookError):
    """The document has an entry in content/; what that says is changed there."""

    status, code = 409, "documents.decided_in_content"


class MarkedSecret(HandbookError):
    """The file is marked Mật, Tối mật or Tuyệt mật and may not be kept on a networked system."""

    status, code = 422, "documents.secret"


class NothingToKeep(HandbookError):
    """The file holds no readable text."""

    status, code = 422, "documents.no_text"


class UnknownIssuer(HandbookError):
    """No issuer of that name is in content/issuers.toml."""

    status, code = 422, "documents.unknown_issuer"
