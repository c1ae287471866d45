"""A client of the API that speaks in answers: status, code, JSON, and what it cost."""

from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask
from sqlalchemy import Engine, event


@dataclass(frozen=True)
class Answer:
    """What came back. queries: statements sent to the database, BEGIN and the like left out."""

    status: int
    headers: dict[str, str]
    body: bytes
    queries: int

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def code(self) -> str | None:
        return self.json.get("code")


class Client:
    """GETs under /api/v1 (or from the root, for paths that say so with two slashes)."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self._client = app.test_client()
        self._engine = engine

    def get(self, path: str, *, headers: dict[str, str] | None = None, **query: Any) -> Answer:
        return self.ask("GET", path, headers=headers, **query)

    def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **query: Any
    ) -> Answer:
        address = path[1:] if path.startswith("//") else f"/api/v1{path}"
        count = 0

        def note(*_: Any) -> None:
            nonlocal count
            count += 1

        event.listen(self._engine, "before_cursor_execute", note)
        try:
            found = self._client.open(
                address, method=method, headers=headers, query_string=query or None
            )
        finally:
            event.remove(self._engine, "before_cursor_execute", note)
        begun = 1 if self._engine.dialect.name == "sqlite" else 0  # our own BEGIN is a statement
        return Answer(found.status_code, dict(found.headers), found.data, count - begun)
