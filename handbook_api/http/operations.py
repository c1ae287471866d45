"""What one HTTP method of a resource takes, gives and refuses: read by the resource base, which
enforces it, and by the OpenAPI document, which publishes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from handbook_api.core.errors import HandbookError
from handbook_api.core.policy import Access, Act

Method = TypeVar("Method", bound=Callable[..., Any])

_MARK = "__operation__"


@dataclass(frozen=True, slots=True)
class Operation:
    """The contract of one method.

    id: the operationId; clients are generated from it, so it never changes.
    access: who may come here at all: everybody, the signed-in, or those an act is open to
        (the service asks the policy; the route names the act so that it is published and tested).
    query: the model of the query string; None when it takes none.
    takes: the model of the JSON body; None when it takes none.
    gives: the model of the answer; None when the answer is a file, or nothing (status 204).
    refuses: foreseen refusals besides those every operation shares.
    most_bytes: the largest body, when a file comes in as the body itself.
    keeps_answer: a keyed write is answered again as before; not where the answer is a secret that
        is shown once.
    in_steps: the method opens its transactions itself: what it counted stays though it refuses,
        and nothing is locked while it works on a password. Its answers are not kept for a key.
    """

    id: str
    tag: str
    access: Access | Act
    query: type[BaseModel] | None = None
    takes: type[BaseModel] | None = None
    gives: type[BaseModel] | None = None
    status: int = 200
    media_types: Sequence[str] = ("application/json",)
    takes_file: Sequence[str] = ()
    refuses: Sequence[type[HandbookError]] = ()
    conditional: bool = True
    most_bytes: int | None = None
    in_steps: bool = False
    keeps_answer: bool = True

    @property
    def takes_key(self) -> bool:
        """Whether a writing method heeds an Idempotency-Key."""
        return self.keeps_answer and not self.is_public and not self.in_steps

    @property
    def is_public(self) -> bool:
        """Whether a guest may come."""
        return self.access == Access.PUBLIC

    @property
    def is_door(self) -> bool:
        """Whether people come here to be let in: whatever token they still carry is not read."""
        return self.is_public and self.in_steps


def operation(
    id_: str, tag: str, *, access: Access | Act, **contract: Any
) -> Callable[[Method], Method]:
    """Declare the contract of a resource method."""

    def declare(method: Method) -> Method:
        if method.__name__ != "get":
            contract["conditional"] = False
        setattr(method, _MARK, Operation(id_, tag, access, **contract))
        return method

    return declare


def operation_of(method: Callable[..., Any]) -> Operation:
    """Return the declared contract; a method without one is a mistake caught at start-up."""
    found = getattr(method, _MARK, None)
    if not isinstance(found, Operation):
        raise TypeError(f"{method.__qualname__} declares no operation")
    return found
