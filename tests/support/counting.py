"""How many statements a piece of work costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass
class Counted:
    """The statements sent so far."""

    number: int = 0


@contextmanager
def statements(engine: Engine) -> Iterator[Counted]:
    """Count what is sent to the database inside the block."""
    counted = Counted()

    def note(*_: Any) -> None:
        counted.number += 1

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)
