"""A client of the API that speaks in answers: status, code, JSON, and what it cost."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask
from sqlalchemy import Engine, event

#: Where the statements of the request under way are counted.
_tally: ContextVar[list[int]] = ContextVar("tally")


def _note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    tally = _tally.get(None)
    if tally is not None:
        tally[0] += not statement.startswith("BEGIN")  # on SQLite we say it ourselves


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
    """Requests under /api/v1 (or from the root, for paths that say so with two slashes).

    token: an access token that goes along with every request, as `acting_as` gives.
    """

    def __init__(self, app: Flask, engine: Engine, token: str | None = None) -> None:
        self._app = app
        self._client = app.test_client()
        self._engine = engine
        self._token = token
        # One listener for good: adding and removing some while threads ask would trip them up.
        if not event.contains(engine, "before_cursor_execute", _note):
            event.listen(engine, "before_cursor_execute", _note)

    def acting_as(self, token: str | None) -> "Client":
        """The same application, asked by the owner of `token` (None: by a guest)."""
        return Client(self._app, self._engine, token)

    def get(self, path: str, *, headers: dict[str, str] | None = None, **query: Any) -> Answer:
        return self.ask("GET", path, headers=headers, **query)

    def post(self, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("POST", path, headers=headers, body=body)

    def put(self, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("PUT", path, headers=headers, body=body)

    def patch(self, path: str, body: Any, *, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("PATCH", path, headers=headers, body=body)

    def delete(self, path: str, *, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("DELETE", path, headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        body: Any = None,
        **query: Any,
    ) -> Answer:
        """Ask once. body: sent as JSON, or as it is when it is bytes."""
        address = path[1:] if path.startswith("//") else f"/api/v1{path}"
        sent = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        if body is not None and not isinstance(body, bytes):
            body, sent["Content-Type"] = orjson.dumps(body), "application/json"
        tally = [0]
        token = _tally.set(tally)
        try:
            found = self._client.open(
                address,
                method=method,
                headers={**sent, **(headers or {})},
                query_string=query or None,
                data=body,
            )
        finally:
            _tally.reset(token)
        return Answer(found.status_code, dict(found.headers), found.data, tally[0])
