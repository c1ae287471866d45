"""Where organisations stand: “/key of the top/…/own key/”. What starts with it stands inside."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_
from sqlalchemy.orm import InstrumentedAttribute

from handbook_api.core.identity import ROOT_PATH

#: Compared byte by byte on both databases, so that “inside” is a range of the index.
PathText = Text().with_variant(Text(collation="C"), "postgresql")

_STEP = "/"
#: The character after “/”: no key begins with anything between the two.
_AFTER_STEP = "0"


def path_under(parent: str | None, key: str) -> str:
    """Return the path of `key` directly under the path `parent` (None: at the top)."""
    return f"{parent or ROOT_PATH}{key}{_STEP}"


def chain(path: str) -> Sequence[str]:
    """Return the paths from the top down to `path`, itself included: “/a/b/” → /a/, /a/b/."""
    steps = path.strip(_STEP).split(_STEP)
    return [f"/{'/'.join(steps[:end])}/" for end in range(1, len(steps) + 1)] if steps[0] else []


def is_inside(path: str, outer: str) -> bool:
    """Whether `path` stands at `outer` or below it."""
    return path.startswith(outer)


def inside(column: InstrumentedAttribute[Any], outer: str) -> ColumnElement[bool]:
    """The condition that the path in `column` (of the type PathText) stands at or below `outer`.

    A range, not LIKE: that is what both databases look up in the index.
    """
    return and_(column >= outer, column < outer[:-1] + _AFTER_STEP)
