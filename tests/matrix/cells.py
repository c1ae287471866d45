"""One cell of the matrix: an actor calls an operation about a target, over HTTP, for real.

Each call that changed something is followed by a fresh copy of the database, so that no cell of
the matrix feels another.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from handbook_api.db.engine import make_engine
from handbook_api.runtime import Runtime, attach
from tests.matrix.call import Call
from tests.matrix.calls import CALLS
from tests.matrix.outcomes import outcome_of, tells_of
from tests.matrix.world import RELATIONS, World
from tests.support.apps import create_app
from tests.support.client import Answer, Client

DECLARED = Path(__file__).with_name("declared.csv")

Matrix = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass
class Stage:
    """The application over a copy of the world's database, renewed when something was changed."""

    app: Flask
    runtime: Runtime
    fresh: Callable[[], str]

    @classmethod
    def over(cls, runtime: Runtime, fresh: Callable[[], str]) -> "Stage":
        """A stage whose copies of the database `fresh` makes, one at a time."""
        stage = cls(create_app(runtime), runtime, fresh)
        stage.renew()
        return stage

    def renew(self) -> None:
        """Everything is again as the world made it."""
        self.runtime.engine.dispose()
        self.runtime = replace(self.runtime, engine=make_engine(self.fresh()))
        attach(self.app, self.runtime)

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


def outcomes(stage: Stage, world: World, actor: str) -> Iterator[tuple[str, str, str]]:
    """Yield (operation, relation, outcome) of everything that `actor` can try."""
    for operation, call in CALLS.items():
        for relation in RELATIONS:
            if not call.fits(world.target(actor, relation), relation):
                yield operation, relation, "-"
                continue
            answer = stage.ask(call, world, actor, relation)
            target = world.target(actor, relation)
            assert target is not None
            outcome = outcome_of(answer, target, call)
            if outcome in ("no", "hidden", "out"):
                assert not tells_of(answer, target), (operation, actor, relation)
            yield operation, relation, outcome


def declared() -> Matrix:
    """Return the declared matrix: (operation, actor) → relation → outcome."""
    with DECLARED.open(encoding="utf-8", newline="") as file:
        return {
            (row["operation"], row["actor"]): {name: row[name] for name in RELATIONS}
            for row in csv.DictReader(file)
        }
