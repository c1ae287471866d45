"""Files that wait for a yes, sealed piece by piece; and a sheet of paper to read them from."""

import base64
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.members.imports import queries
from handbook_api.members.imports.errors import FileForgotten
from handbook_api.members.imports.models import ImportPart, ImportRun
from handbook_api.members.sealed_rows import seal_texts, texts_of

#: The largest file that is sent over the web.
MOST_BYTES = 10 * 1024 * 1024
_PIECE_BYTES = 512 * 1024
_CONTENT = "content"
_PREFIX = "handbook-import-"
#: Folders of lists that are being read, and of workbooks that are being written.
_LEFT_BEHIND = (f"{_PREFIX}*", "handbook-table-*")


def keep_file(session: Session, import_id: UUID, file: bytes, at: datetime) -> None:
    """`file` lies sealed beside its import, in pieces."""
    for number, start in enumerate(range(0, len(file), _PIECE_BYTES)):
        part = ImportPart(id=uuid4(), import_id=import_id, number=number, kept_at=at)
        piece = base64.b64encode(file[start : start + _PIECE_BYTES]).decode()
        seal_texts(session, part, **{_CONTENT: piece})
        session.add(part)
    session.flush()


@contextmanager
def file_of(session: Session, viewer: Identity, run: ImportRun, folder: Path) -> Iterator[Path]:
    """The kept file of an import, readable at a path until the block ends.

    Raises FileForgotten.
    """
    pieces = [
        base64.b64decode(texts_of(session, part)[_CONTENT])
        for part in queries.parts_of(session, viewer, run.id)
    ]
    if not pieces:
        raise FileForgotten
    with file_at(b"".join(pieces), run.extension, folder) as path:
        yield path


@contextmanager
def file_at(content: bytes, extension: str, folder: Path) -> Iterator[Path]:
    """A file of `content` in a folder of its own inside `folder`, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder) as name:
        path = Path(name) / f"list{extension}"
        path.write_bytes(content)
        yield path


def sweep(folder: Path, before: datetime) -> None:
    """Nothing lies in `folder` that a process left behind there, in the clear, when it was killed.

    before: what is older is nobody's any more; no list takes so long.
    """
    for pattern in _LEFT_BEHIND:
        for path in folder.glob(pattern):
            if path.lstat().st_mtime < before.timestamp():
                shutil.rmtree(path, ignore_errors=True)


def forget_file(session: Session, import_id: UUID) -> None:
    """Nothing of the file is left; the import itself stays in the register."""
    session.execute(delete(ImportPart).where(ImportPart.import_id == import_id))


def forget_files_before(session: Session, before: datetime) -> None:
    """No file that came before `before` is left."""
    session.execute(delete(ImportPart).where(ImportPart.kept_at < before))
