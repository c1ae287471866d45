"""Long lists in pieces that both databases take in one statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_MOST = 500


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield `rows` in their order, at most 500 at a time."""
    for start in range(0, len(rows), _MOST):
        yield rows[start : start + _MOST]
