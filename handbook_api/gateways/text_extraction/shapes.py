"""What comes out of a file, and how much a file may cost."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a printed line stands, in points from the lower left corner of its page."""

    left: float
    right: float
    top: float
    #: Width of the first word: would it have fitted at the end of the line above?
    first_word: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a PDF, or one whole paragraph of another format.

    page: 1-based, PDF only. heading: 1 to 6 where the format says so. place: PDF only.
    Spaces at the end are kept: many writers leave one where a paragraph goes on.
    """

    text: str
    page: int | None = None
    heading: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of one file, composed (NFC), in Unicode whatever it was saved in."""

    format: str
    lines: tuple[Line, ...]
    pages: int
    #: Of plain text as it was saved; of others only an old Vietnamese one that was converted.
    encoding: str | None = None
    #: Pages that are only a picture; what is written there was not read.
    pages_without_text: tuple[int, ...] = ()
    #: Heads and feet of pages where the format keeps them apart (DOCX): only for stamps.
    margins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost. Memory and time are those of its own child process."""

    file_bytes: int = 64 * MEBIBYTE
    text_bytes: int = 32 * MEBIBYTE
    memory_bytes: int = 512 * MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    #: Sum of what an archive says it holds, and how many times its own size that may be.
    archive_bytes: int = 256 * MEBIBYTE
    archive_entries: int = 4000
    archive_ratio: int = 200
    #: LibreOffice starts slowly; it gets its own clock and this much memory.
    converter_seconds: float = 90.0
    converter_memory_bytes: int = 4096 * MEBIBYTE


DEFAULT_LIMITS = Limits()
