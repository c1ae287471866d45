"""Facts told upwards: a lower room says what happened, rooms above it listen.

Listeners run at once and in the same transaction: either everything that follows from an act is
done, or nothing is. Who listens to what stands in `registry.py`.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

#: Listeners may answer; whoever emits a question collects what they say.
Listener = Callable[[Session, Any], Any]

_LISTENERS: dict[type, tuple[Listener, ...]] = {}


def listen(event: type, *listeners: Listener) -> None:
    """`listeners`, and nobody else, hear every `event` from now on, in this order."""
    _LISTENERS[event] = listeners


def emit(session: Session, event: object) -> list[Any]:
    """Let every listener of this kind of event act; return what they said, in their order."""
    return [listener(session, event) for listener in _LISTENERS.get(type(event), ())]
