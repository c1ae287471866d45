"""Waiting for work: woken by the database where it can, looking often where it is cheap."""

from threading import Event
from typing import Any

from sqlalchemy import Engine

from handbook_api.db.jobs import CHANNEL

#: Looking at an embedded database costs a fraction of a millisecond.
_SQLITE_SECONDS = 0.25
#: Whoever listens looks by himself so often, in case a call was lost with its connection.
_LISTENING_SECONDS = 5.0
#: How soon somebody who waits hears that the process is to stop.
_SLICE_SECONDS = 0.5


class Doorbell:
    """Sleep until somebody calls `wake_workers` with this channel, or for a while.

    Belongs to one thread. On PostgreSQL it has a connection of its own.
    """

    def __init__(self, engine: Engine, stopping: Event, channel: str = CHANNEL) -> None:
        self._engine = engine
        self._stopping = stopping
        self._channel = channel
        self._listens = engine.dialect.name == "postgresql"
        #: The driver's own connection: SQLAlchemy has no word for waiting.
        self._connection: Any = None

    def listen(self) -> None:
        """Calls from now on end the next `wait`; look for work between the two.

        Raises SQLAlchemyError or the driver's error when the database is away.
        """
        if not self._listens or self._connection is not None:
            return
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        self._connection = connection
        connection.autocommit = True
        connection.execute(f"LISTEN {self._channel}")

    def wait(self, at_most: float) -> None:
        """Return when called, when the process is to stop, or after `at_most` seconds or less."""
        if self._connection is None:
            self._stopping.wait(max(0.0, min(at_most, _SQLITE_SECONDS)))
            return
        left = min(at_most, _LISTENING_SECONDS)
        while left > 0 and not self._stopping.is_set():
            if self._was_called(min(left, _SLICE_SECONDS)):
                return
            left -= _SLICE_SECONDS

    def close(self) -> None:
        """Give the connection back; the next `listen` makes another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _was_called(self, seconds: float) -> bool:
        """Whether there is a reason to look; a lost connection is one."""
        driver_error: type[Exception] = self._engine.dialect.loaded_dbapi.Error
        try:
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))
        except driver_error:
            self.close()
            return True
