"""Statements are compiled once for all tests: each makes engines of its own, and would compile
them anew, which takes longer than most tests ask of a database."""

from collections.abc import Callable
from functools import wraps

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

_compiled: dict[type[Dialect], LRUCache] = {}


def compiled_once(make_engine: Callable[..., Engine]) -> Callable[..., Engine]:
    """Return `create_engine` whose engines share what they compiled with others of their kind."""

    @wraps(make_engine)
    def create(*args, **named) -> Engine:
        engine = make_engine(*args, **named)
        kind = type(engine.dialect)
        # A compiled statement is kept under its dialect: any of the kind will do.
        kind.__eq__ = lambda self, other: type(self) is type(other)
        kind.__hash__ = lambda self: hash(type(self))
        engine._compiled_cache = _compiled.setdefault(kind, engine._compiled_cache)
        return engine

    return create
