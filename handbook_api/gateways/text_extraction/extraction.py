"""A file in, its text out; every refusal in words that an officer can act on."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from handbook_api.gateways.text_extraction import legacy_word, spelling
from handbook_api.gateways.text_extraction.errors import (
    BY_CODE,
    FileCorrupt,
    FileEmpty,
    FileRefused,
    ReaderStopped,
)
from handbook_api.gateways.text_extraction.nursery import Nursery
from handbook_api.gateways.text_extraction.opening import opened
from handbook_api.gateways.text_extraction.shapes import (
    DEFAULT_LIMITS,
    Extracted,
    Limits,
    Line,
    Place,
)


class TextExtraction(Protocol):
    """Whoever can turn a file into text."""

    def extract(self, path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:
        """Return the text of the file, or raise a FileRefused that says what to do."""
        ...


class NoTextExtraction:
    """Reads nothing: for a service that takes no files."""

    def extract(self, path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:  # noqa: ARG002
        raise ReaderStopped(reason="disabled")


class SandboxedExtraction:
    """Reads each file in a limited process of its own, forked from one that is kept warm.

    For many files in a row, and for one thread:

        with SandboxedExtraction() as extraction:
            for path in paths:
                extraction.extract(path)
    """

    def __init__(self) -> None:
        self.nursery = Nursery()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.nursery.close()

    def extract(self, path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:
        """Return the text of the file at `path`. No process and no temporary file is left.

        Raises a FileRefused: see errors.py for each and what its owner can do.
        """
        suffix = path.suffix.lower()
        with opened(path, limits.file_bytes) as source:
            said = self.nursery.read(source, suffix, limits)
        extracted = _understood(said)
        if isinstance(extracted, Extracted):
            return extracted
        if extracted.code != "files.converter_missing":
            raise extracted
        kind = str(extracted.facts.get("format"))
        with (
            legacy_word.converted(path, kind, limits) as modern,
            opened(modern, limits.file_bytes) as source,
        ):
            said = self.nursery.read(source, modern.suffix, limits)
        extracted = _understood(said, known_as="doc")
        if isinstance(extracted, Extracted):
            return extracted
        raise extracted


def extract(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:
    """Return the text of one file; safe in any thread. See SandboxedExtraction for many."""
    with SandboxedExtraction() as extraction:
        return extraction.extract(path, limits=limits)


def _understood(said: bytes, known_as: str | None = None) -> Extracted | FileRefused:
    """What the reader meant. It may have been taken over by the file: trust only shapes."""
    try:
        return _composed(_records(said), known_as)
    except (ValueError, TypeError, LookupError, RecursionError):
        return FileCorrupt(reason="answer")


def _records(said: bytes) -> Iterator[list[Any]]:
    for record in said.splitlines():
        parsed = json.loads(record)
        if not isinstance(parsed, list) or not parsed:
            raise TypeError
        yield parsed


def _composed(records: Iterator[list[Any]], known_as: str | None) -> Extracted | FileRefused:
    kind, encoding, pages = "", None, None
    lines: list[Line] = []
    silent: list[int] = []
    margins: list[Line] = []
    for name, *values in records:
        match name:
            case "format":
                kind = str(values[0])
            case "encoding":
                encoding = str(values[0])
            case "line":
                lines.append(_line(*values))
            case "margin":
                margins.append(_line(values[0], None, None, None))
            case "silent":
                silent.append(int(values[0]))
            case "end":
                pages = int(values[0])
            case "refused":
                facts = {str(key): value for key, value in dict(values[1]).items()}
                return BY_CODE[values[0]](**facts)
    if pages is None:
        return FileCorrupt(reason="unfinished")
    if not any(line.text.strip() for line in lines):
        return FileEmpty(format=kind)
    spelled, encoding = spelling.modern([*lines, *margins], encoding)
    return Extracted(
        format=known_as or kind,
        lines=spelled[: len(lines)],
        pages=pages,
        encoding=encoding,
        pages_without_text=tuple(silent),
        margins=tuple(line.text for line in spelled[len(lines) :]),
    )


def _line(text: str, page: int | None, heading: int | None, place: list[float] | None) -> Line:
    if not isinstance(text, str):
        raise TypeError
    where = Place(*map(float, place)) if place else None
    return Line(text, int(page) if page else None, int(heading) if heading else None, where)
