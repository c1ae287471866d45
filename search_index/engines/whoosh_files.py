"""How Whoosh's files are opened: closed again when reading fails, read in place where mapped."""

from __future__ import annotations

import os
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile


class TidyStorage(FileStorage):  # type: ignore[misc]
    """A folder of which every opened file can be closed when reading it fails half-way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[StructFile] = []

    def open_file(self, name: str, **kwargs: object) -> StructFile:
        """Open a file for reading."""
        file = super().open_file(name, **kwargs)
        self._opened.append(file)
        return file

    def keep_open(self) -> None:
        """Reading went well: the files belong to the segments now."""
        self._opened = []

    def close_opened(self) -> None:
        """Reading failed: Whoosh forgets files that it had opened by then."""
        for file in self._opened:
            if not file.is_closed:
                file.close()
        self._opened = []


class _View:
    """A file-like reader of a piece of mapped memory."""

    def __init__(self, piece: memoryview) -> None:
        self._piece, self._at = piece, 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to `offset` and return the place."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._piece)}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the next `size` bytes, or all that are left."""
        end = len(self._piece) if size < 0 else self._at + size
        found = bytes(self._piece[self._at : end])
        self._at += len(found)
        return found

    def readline(self) -> bytes:
        """Return everything up to and with the next line feed; unpickling may ask for it."""
        start, rest = self._at, self.read()
        line, feed, _ = rest.partition(b"\n")
        self._at = start + len(line) + len(feed)
        return line + feed


class _ViewFile(BufferFile):  # type: ignore[misc]
    """Whoosh's BufferFile without the copy that it makes of everything it is given."""

    def __init__(self, piece: memoryview, name: str) -> None:
        super().__init__(b"", name=name)
        self._buf, self.file = piece, _View(piece)


class _MappedFiles(CompoundStorage):  # type: ignore[misc]
    """The files of a segment, lying in one mapped file."""

    def open_file(self, name: str, *args: object, **kwargs: object) -> StructFile:
        """Open one of them in place; copied into memory only where mapping was impossible."""
        if not self._source:
            return super().open_file(name, *args, **kwargs)
        offset, length = self.range(name)
        return _ViewFile(memoryview(self._source)[offset : offset + length], name)


class MappedSegment(W3Segment):  # type: ignore[misc]
    """A segment that every process reads from the same pages of the file cache."""

    def open_compound_file(self, storage: FileStorage) -> _MappedFiles:
        """Open the files of the segment."""
        file = storage.open_file(self.make_filename(self.COMPOUND_EXT))
        return _MappedFiles(file, use_mmap=storage.supports_mmap)
