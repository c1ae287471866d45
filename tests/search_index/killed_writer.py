"""Run as a process of its own: writers that are killed, and one that writes without end.

    python -m tests.search_index.killed_writer count ACT FOLDER FILE
    python -m tests.search_index.killed_writer kill ACT FOLDER POINT …
    python -m tests.search_index.killed_writer write FOLDER COMMITS

`count` does ACT in a copy of FOLDER and writes into FILE how often that touches the disk. `kill`
makes one copy per point, and in each a forked child that does ACT until it has touched the disk
POINT times, when it kills itself.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search_index import SearchIndex
from tests.search_index.library import a_passage

#: Everything through which writing reaches the disk.
_TOUCHES = (
    (FileStorage, "create_file"),
    (FileStorage, "rename_file"),
    (FileStorage, "delete_file"),
    (StructFile, "write"),
    (StructFile, "close"),
    (Path, "replace"),
    (Path, "mkdir"),
    (Path, "open"),
    (shutil, "rmtree"),
)


class Countdown:
    """Counts touches of the disk and kills this process at the one it was set to."""

    def __init__(self, kill_at: int | None) -> None:
        self.touched, self._kill_at = 0, kill_at

    def install(self) -> None:
        """Count from now on, in this process."""
        for owner, name in _TOUCHES:
            setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*args: Any, **kwargs: Any) -> Any:
            self.touched += 1
            if self.touched == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        return touch


def version(number: int) -> dict[str, list]:
    """Three documents that all say which version they are."""
    return {
        name: [a_passage(name, str(order), f"phiên bản {number} điều {order}") for order in (1, 2)]
        for name in ("a", "b", "c")
    }


def write(folder: Path, number: int) -> None:
    """Replace all documents by that version, in one commit."""
    with SearchIndex(folder).writer() as writer:
        for document_id, passages in version(number).items():
            writer.replace_document(document_id, passages)
        writer.commit(number)


def rebuild(folder: Path, number: int) -> None:
    """Build that version beside the live one and switch."""
    with SearchIndex(folder).rebuilding() as building:
        for passages in version(number).values():
            building.add(passages)
        building.finish(number)


ACTS = {"write": write, "rebuild": rebuild}


def _count(act: str, folder: Path, file: Path) -> None:
    copy = folder.with_name(f"{folder.name}-{act}-counted")
    shutil.copytree(folder, copy)
    countdown = Countdown(None)
    countdown.install()
    ACTS[act](copy, 2)
    touched = countdown.touched
    file.write_text(str(touched))


def _kill(act: str, folder: Path, points: list[int]) -> None:
    for point in points:
        copy = folder.with_name(f"{folder.name}-{act}-{point}")
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            Countdown(point).install()
            ACTS[act](copy, 2)
            os._exit(0)
        os.waitpid(child, 0)


def main() -> None:
    """Do what the command line says."""
    what, *rest = sys.argv[1:]
    if what == "count":
        act, folder, file = rest
        _count(act, Path(folder), Path(file))
    elif what == "kill":
        act, folder, *points = rest
        _kill(act, Path(folder), [int(point) for point in points])
    else:
        folder, commits = rest
        for number in range(2, int(commits) + 2):
            (rebuild if number % 7 == 0 else write)(Path(folder), number)


if __name__ == "__main__":
    main()
