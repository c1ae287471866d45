"""The folder of an index: generations side by side, and a pointer to the one that is live.

    <folder>/live               name of the live generation, replaced atomically
    <folder>/writer.lock        held by the one writer or rebuild, of any process
    <folder>/generation-000007/ an engine's own files, and
                      in-use    a shared lock of every reader that has it open

A rebuild fills a new generation and then moves the pointer. What a killed process left behind is
never pointed at, and goes with the next writer, as does an old generation nobody reads any more.
"""

import os
import re
import shutil
from pathlib import Path

from search_index.errors import IndexBusy
from search_index.locking import FileLock

_POINTER = "live"
_IN_USE = "in-use"
_GENERATION = re.compile(r"generation-(\d{6,})")


class Generations:
    """Names, points at and removes generations in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lock_for_writing(self, wait: float) -> FileLock:
        """The lock that all writers share, held. Raises IndexBusy after `wait` seconds."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / "writer.lock")
        if not lock.acquire(wait=wait):
            raise IndexBusy(waited=wait)
        return lock

    def live(self) -> Path | None:
        """The live generation, or None when there is none yet."""
        try:
            name = (self._folder / _POINTER).read_text("ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        path = self._folder / name
        return path if _GENERATION.fullmatch(name) and path.is_dir() else None

    def new(self) -> Path:
        """A new empty folder beside the live generation, pointed at by nothing."""
        last = max(map(_number, self._all()), default=0)
        path = self._folder / f"generation-{last + 1:06}"
        path.mkdir()
        return path

    def make_live(self, generation: Path) -> None:
        """Point at `generation`: whoever opens the index from now on reads that one."""
        draft = self._folder / f"{_POINTER}.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / _POINTER)

    def remove_unused(self) -> None:
        """Remove every generation that is neither live nor open in a reader.

        Only while holding the writer's lock: a generation being filled is not live yet.
        """
        live = self.live()
        for generation in self._all():
            if generation != live:
                in_use = FileLock(generation / _IN_USE)
                if in_use.acquire():
                    shutil.rmtree(generation, ignore_errors=True)
                    in_use.release()

    def _all(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if _GENERATION.fullmatch(path.name)]


def hold_open(generation: Path) -> FileLock | None:
    """A lock that keeps `generation` from being removed, or None if it is being removed."""
    lock = FileLock(generation / _IN_USE)
    try:
        return lock if lock.acquire(shared=True) else None
    except FileNotFoundError:
        return None


def _number(generation: Path) -> int:
    return int(generation.name.rpartition("-")[2])
