"""The API asked by whatever identity a test makes up: rights without signing in."""

from collections.abc import Callable

from handbook_api.core.identity import Identity
from handbook_api.http.authentication import plug_in
from handbook_api.runtime import Runtime
from tests.support.apps import create_app
from tests.support.client import Client


def asking_as(runtime: Runtime) -> Callable[[Identity], Client]:
    """Return how to get a client that asks as an identity."""
    app, people = create_app(runtime), dict[str, Identity]()
    plug_in(app, lambda _session, _runtime, token: people[token])
    client = Client(app, runtime.engine)

    def as_who(identity: Identity) -> Client:
        token = f"token-{len(people)}"
        people[token] = identity
        return client.acting_as(token)

    return as_who
