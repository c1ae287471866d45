"""Ids of another committee, tried everywhere an id can stand: not a byte of theirs comes back."""

import random
import re

import pytest
from sqlalchemy import Uuid, select

from handbook_api.db.base import Base
from tests.matrix.calls import CALLS
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS
from tests.support.client import Client

#: Requests for each kind of database; the long run takes tens of thousands.
TRIES = 1_200
_SOME_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def stage_and_world(copies, settings_for, tmp_path):
    """The application over copies of one prepared world."""
    with staged(copies, settings_for, tmp_path) as both:
        yield both


def _every_id(stage):
    """Every id that lies in any table."""
    found = set()
    with stage.runtime.transaction(read_only=True) as session:
        for table in Base.metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, Uuid):
                    found |= {str(id_) for id_ in session.scalars(select(column)) if id_}
    return sorted(found)


def test_no_borrowed_id_brings_back_a_byte_of_another_committee(stage_and_world):
    stage, world = stage_and_world
    chance = random.Random(20261122)
    theirs = world.targets["B1a"]
    ids = _every_id(stage)
    actors = [actor for actor in ACTORS if actor not in ("guest", "nobody", "self")]
    leaks, reached = [], 0
    for _ in range(TRIES):
        actor, operation = chance.choice(actors), chance.choice(sorted(CALLS))
        call = CALLS[operation]
        if operation in ("signOut", "endMyOtherSessions", "sendMemberList", "sendDocumentFile"):
            continue
        method, path, query, body = call.request(chance.choice(list(world.targets.values())))
        path = _SOME_ID.sub(lambda _: chance.choice(ids), path)
        body = _borrowed(body, ids, chance)
        client = Client(stage.app, stage.runtime.engine).acting_as(world.token(actor, "own"))
        answer = client.ask(method, path, body=body, **query)
        reached += answer.status < 300
        text = answer.body.decode("utf-8", "replace")
        sent = f"{path}{body}"
        if any(mark in text and mark not in sent for mark in theirs.marks):
            leaks.append((actor, operation, path))
        assert answer.status < 500, (operation, path, answer.body[:200])
        if method != "GET" and answer.status < 300:
            stage.renew()

    assert leaks == []
    assert reached > TRIES / 20, "the tries must also reach what is theirs to reach"


def _borrowed(value, ids, chance):
    if isinstance(value, dict):
        return {key: _borrowed(inner, ids, chance) for key, inner in value.items()}
    if isinstance(value, list):
        return [_borrowed(inner, ids, chance) for inner in value]
    if isinstance(value, str) and _SOME_ID.fullmatch(value):
        return chance.choice(ids)
    return value
