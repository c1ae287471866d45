"""One cell of the matrix: an actor calls an operation about a target, over HTTP, for real.

After each call that changed something everything is as it was, so that no cell of the matrix feels
another.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from handbook_api.runtime import Runtime
from tests.matrix.call import Call
from tests.matrix.calls import CALLS
from tests.matrix.outcomes import outcome_of, tells_of
from tests.matrix.world import RELATIONS, World
from tests.support.client import Answer, Client

DECLARED = Path(__file__).with_name("declared.csv")
BUDGETS = Path(__file__).with_name("queries.csv")

Matrix = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Stage:
    """The application over a copy of the world's database, renewed when something was changed.

    renew: everything is again as the world made it.
    """

    app: Flask
    runtime: Runtime
    renew: Callable[[], None]

    def ask(self, call: Call, world: World, actor: str, relation: str) -> Answer:
        """Call the operation as `actor`; return the answer."""
        target = world.target(actor, relation)
        assert target is not None
        method, path, query, body = call.request(target)
        client = Client(self.app, self.runtime.engine).acting_as(world.token(actor, relation))
        headers = {"Content-Type": call.media_type} if isinstance(body, bytes) else None
        answer = client.ask(method, path, body=body, headers=headers, **query)
        if method != "GET" and answer.status < 300:
            self.renew()
        return answer


@dataclass(frozen=True)
class Cell:
    """What came of a call about a target. queries: None where nothing was asked."""

    operation: str
    relation: str
    outcome: str
    queries: int | None = None


def outcomes(stage: Stage, world: World, actor: str) -> Iterator[Cell]:
    """Yield the cells of everything that `actor` can try."""
    for operation, call in CALLS.items():
        for relation in RELATIONS:
            target = world.target(actor, relation)
            if target is None or not call.fits(target, relation):
                yield Cell(operation, relation, "-")
                continue
            answer = stage.ask(call, world, actor, relation)
            outcome = outcome_of(answer, target, call)
            if outcome in ("no", "hidden", "out"):
                assert not tells_of(answer, target), (operation, actor, relation)
            yield Cell(operation, relation, outcome, answer.queries)


def declared() -> Matrix:
    """Return the declared matrix: (operation, actor) → relation → outcome."""
    with DECLARED.open(encoding="utf-8", newline="") as file:
        return {
            (row["operation"], row["actor"]): {name: row[name] for name in RELATIONS}
            for row in csv.DictReader(file)
        }


def budgets() -> Mapping[str, int]:
    """Return how many statements each operation that reads may take."""
    with BUDGETS.open(encoding="utf-8", newline="") as file:
        return {row["operation"]: int(row["most"]) for row in csv.DictReader(file)}
