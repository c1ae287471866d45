"""A stranger's file, opened with its bytes untouched."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook_api.gateways.text_extraction.errors import FileEmpty, FileMissing, FileTooLarge


@contextmanager
def opened(path: Path, limit: int) -> Iterator[int]:
    """An open descriptor of a regular file that holds something, of at most `limit` bytes.

    Raises FileMissing, FileEmpty, FileTooLarge.
    """
    try:
        # Non-blocking: a pipe in place of a file must not make us wait for a writer.
        source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise FileMissing(name=path.name) from error
    try:
        found = os.fstat(source)
        if not stat.S_ISREG(found.st_mode):
            raise FileMissing(name=path.name)
        if found.st_size == 0:
            raise FileEmpty(name=path.name)
        if found.st_size > limit:
            raise FileTooLarge(name=path.name, size=found.st_size, limit=limit)
        yield source
    finally:
        os.close(source)
