"""What lies in another committee is answered exactly as what does not exist, after equal work."""

import re
from uuid import uuid4

import pytest

from tests.matrix.calls import CALLS
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS, World
from tests.support.client import Client

_SOME_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_REQUEST_ID = re.compile(rb'"request_id":"[^"]*"')


@pytest.fixture
def stage_and_world(copies, settings_for, tmp_path):
    """The application over copies of one prepared world."""
    with staged(copies, settings_for, tmp_path) as both:
        yield both


def _asked(stage, world, actor, request):
    """Return status, body without ids, and how many statements it took."""
    method, path, query, body = request
    client = Client(stage.app, stage.runtime.engine).acting_as(world.token(actor, "own"))
    headers = {"Content-Type": "text/csv"} if isinstance(body, bytes) else None
    answer = client.ask(method, path, body=body, headers=headers, **query)
    said = _SOME_ID.sub("ID", _REQUEST_ID.sub(b"", answer.body).decode("utf-8", "replace"))
    return answer.status, said, answer.queries


def _strange(request, ids):
    """Return the request with ids that stand for nothing."""
    method, path, query, body = request
    swap = {name: _SOME_ID.sub(lambda _: next(ids), value) for name, value in query.items()}
    return method, _SOME_ID.sub(lambda _: next(ids), path), swap, body


@pytest.mark.parametrize("actor", [one for one in ACTORS if one not in ("guest", "nobody", "self")])
def test_what_is_theirs_is_answered_as_what_is_not_there(stage_and_world, actor):
    stage, world = stage_and_world
    theirs = world.targets["B1a"]
    ids = iter(lambda: str(uuid4()), None)
    differing, hidden = {}, 0
    for operation, call in CALLS.items():
        request = call.request(theirs)
        if call.is_own or not _SOME_ID.search(request[1]):
            continue
        there = _asked(stage, world, actor, request)
        if there[0] != 404:
            continue
        hidden += 1
        nowhere = _asked(stage, world, actor, _strange(request, ids))
        if there != nowhere:
            differing[operation] = (there, nowhere)

    assert differing == {}
    assert hidden > 20


def test_a_difference_would_be_seen(stage_and_world):
    stage, world = stage_and_world
    ours: World = world
    request = CALLS["readMember"].request(ours.targets["A1a"])
    there = _asked(stage, world, "organisation_officer", request)
    nowhere = _asked(
        stage, world, "organisation_officer", _strange(request, iter(lambda: str(uuid4()), None))
    )

    assert there != nowhere
