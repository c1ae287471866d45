"""What one HTTP method of a resource takes, gives and refuses: read by the resource base, which
enforces it, and by the OpenAPI document, which publishes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from handbook_api.core.errors import HandbookError

Method = TypeVar("Method", bound=Callable[..., Any])

_MARK = "__operation__"


@dataclass(frozen=True, slots=True)
class Operation:
    """The contract of one method.

    id: the operationId; clients are generated from it, so it never changes.
    query: the model of the query string; None when it takes none.
    gives: the model of the answer; None when the answer is a file.
    refuses: foreseen refusals besides those every operation shares.
    """

    id: str
    tag: str
    query: type[BaseModel] | None = None
    gives: type[BaseModel] | None = None
    media_types: Sequence[str] = ("application/json",)
    refuses: Sequence[type[HandbookError]] = ()
    conditional: bool = True


def operation(id_: str, tag: str, **contract: Any) -> Callable[[Method], Method]:
    """Declare the contract of a resource method."""

    def declare(method: Method) -> Method:
        setattr(method, _MARK, Operation(id_, tag, **contract))
        return method

    return declare


def operation_of(method: Callable[..., Any]) -> Operation:
    """Return the declared contract; a method without one is a mistake caught at start-up."""
    found = getattr(method, _MARK, None)
    if not isinstance(found, Operation):
        raise TypeError(f"{method.__qualname__} declares no operation")
    return found
