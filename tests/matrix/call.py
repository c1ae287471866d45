"""One call of an operation about a target: what it answers tells only of rights."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from handbook_api.core import clock
from tests.matrix.world import Target

Request = tuple[str, str, dict[str, Any], Any]


@dataclass(frozen=True)
class Call:
    """A request that is well-formed: what it answers tells only of rights.

    is_list: the answer is a list; what counts is whether the target is in it.
    of_cells: the operation exists for cells only.
    of_organisations: the list is one of organisations, not of people.
    is_own: it is about whoever calls, or about nobody: tried once for each actor, under “own”.
    """

    make: Callable[[Target], Request]
    is_list: bool = False
    of_cells: bool = False
    of_organisations: bool = False
    is_own: bool = False
    #: Of a body that is a file.
    media_type: str = "text/csv"

    def fits(self, target: Target | None, relation: str) -> bool:
        """Whether there is such a case."""
        if target is None or (self.is_own and relation not in ("own", "disabled")):
            return False
        return not self.of_cells or target.organisation == target.cell

    def request(self, target: Target) -> Request:
        """Return method, path, query and body."""
        return self.make(target)


def getting(path: str, **query: Any) -> Callable[[Target], Request]:
    def make(target: Target) -> Request:
        named = {name: value.format(**names_of(target)) for name, value in query.items()}
        return "GET", path.format(**names_of(target)), named, None

    return make


def sending(
    method: str, path: str, body: Callable[[Target], Any] | None = None
) -> Callable[[Target], Request]:
    def make(target: Target) -> Request:
        return method, path.format(**names_of(target)), {}, body(target) if body else None

    return make


def names_of(target: Target) -> dict[str, str]:
    return {
        "organisation": str(target.organisation),
        "cell": str(target.cell),
        "member": str(target.member),
        "account": str(target.account),
        **{name: str(value) for name, value in asdict(target.belongings).items()},
    }


def today() -> str:
    return clock.today().isoformat()


def always(body: Any) -> Callable[[Target], Any]:
    return lambda _: body
