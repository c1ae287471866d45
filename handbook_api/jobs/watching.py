"""Seeing from outside whether a worker is stuck."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class Watch:
    """What is being worked on, and for how long. One thread works, another looks."""

    def __init__(self) -> None:
        self._begun: tuple[str, float] | None = None

    @contextmanager
    def over(self, kind: str) -> Iterator[None]:
        """Inside the block a job of this kind is being worked on."""
        self._begun = (kind, monotonic())
        try:
            yield
        finally:
            self._begun = None

    def longer_than(self, seconds: float) -> str | None:
        """Return the kind of what has been worked on for longer; None when there is no such."""
        begun = self._begun
        return begun[0] if begun is not None and monotonic() - begun[1] > seconds else None
