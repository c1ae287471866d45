"""Why a file was not read, and what its owner can do about it."""

from handbook_api.core.errors import HandbookError


class FileRefused(HandbookError):
    """A file that somebody handed us cannot be taken in."""

    status, code = 422, "files.refused"


class FileMissing(FileRefused):
    """There is no regular file of that name, or we may not open it."""

    status, code = 404, "files.missing"


class FileEmpty(FileRefused):
    """The file holds nothing: send it again from where it was made."""

    code = "files.empty"


class FileTooLarge(FileRefused):
    """The file is larger than we read (`limit`, bytes): split it or save it without pictures."""

    status, code = 413, "files.too_large"


class TooMuchText(FileRefused):
    """The file unfolds to more text than any document holds (`limit`, bytes)."""

    status, code = 413, "files.too_much_text"


class WrongType(FileRefused):
    """We do not read such files (`found`, `extension`): save it as PDF, DOCX, HTML or text."""

    status, code = 415, "files.wrong_type"


class TypeMismatch(FileRefused):
    """The name promises `extension`, the content is `found`: give it its true extension."""

    status, code = 415, "files.type_mismatch"


class FileEncrypted(FileRefused):
    """The file needs a password: save a copy without one."""

    code = "files.encrypted"


class NoTextLayer(FileRefused):
    """The PDF is a scan: ask for the text version, or run OCR on it first."""

    code = "files.no_text_layer"


class FileCorrupt(FileRefused):
    """The file is damaged: open it in the program that made it and save it again."""

    code = "files.corrupt"


class ArchiveBomb(FileRefused):
    """The file unfolds beyond all measure (`reason`): it was not made by a word processor."""

    code = "files.bomb"


class ReadingTooSlow(FileRefused):
    """Reading took longer than allowed: split the document."""

    code = "files.too_slow"


class ReadingTooHungry(FileRefused):
    """Reading took more memory than allowed: split the document."""

    code = "files.too_hungry"


class ReaderStopped(FileRefused):
    """The reading process was stopped from outside: try again, then look at the machine."""

    status, code = 503, "files.reader_stopped"


class ConverterMissing(FileRefused):
    """Old Word files need LibreOffice on this machine: install it, or save as DOCX."""

    status, code = 415, "files.converter_missing"


#: What a reader may answer over the wire. Anything else from it is a broken reader.
BY_CODE: dict[str, type[FileRefused]] = {
    refusal.code: refusal
    for refusal in (
        FileEmpty,
        WrongType,
        TypeMismatch,
        FileEncrypted,
        NoTextLayer,
        FileCorrupt,
        ArchiveBomb,
        ReadingTooHungry,
        ConverterMissing,
    )
}
