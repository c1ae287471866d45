"""Advisory file locks that die with their process, so that a killed writer leaves none behind."""

import errno
import fcntl
import os
import time
from pathlib import Path

_PAUSE_SECONDS = 0.02


class FileLock:
    """A lock on a file, held until `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, *, shared: bool = False, wait: float = 0.0) -> bool:
        """Take the lock within `wait` seconds and say whether that succeeded.

        Raises FileNotFoundError when the folder of the lock is gone.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, mode)
            except OSError as refused:
                if refused.errno not in {errno.EAGAIN, errno.EACCES} or (
                    time.monotonic() >= deadline
                ):
                    os.close(descriptor)
                    if refused.errno not in {errno.EAGAIN, errno.EACCES}:
                        raise
                    return False
                time.sleep(_PAUSE_SECONDS)
            else:
                self._descriptor = descriptor
                return True

    def release(self) -> None:
        """Let go; harmless when the lock is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
