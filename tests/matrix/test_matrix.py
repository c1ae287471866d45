"""Who gets what, for every route, role and relation: as declared, and nothing leaks."""

import pytest
from sqlalchemy import true

from handbook_api.app import create_app
from handbook_api.http.openapi import openapi_document
from handbook_api.members.queries import seeing
from tests.matrix.calls import CALLS, LIBRARY
from tests.matrix.cells import declared, outcomes
from tests.matrix.permissions import DOCUMENT, permissions
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS, RELATIONS


@pytest.fixture
def stage_and_world(copies, settings_for, tmp_path):
    """The application over copies of one prepared world."""
    with staged(copies, settings_for, tmp_path) as both:
        yield both


def _found(stage_and_world, actor):
    found = {}
    for operation, relation, outcome in outcomes(*stage_and_world, actor):
        found.setdefault(operation, {})[relation] = outcome
    return found


def _declared(actor):
    return {operation: row for (operation, who), row in declared().items() if who == actor}


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_gets_what_is_declared_and_no_more(stage_and_world, actor):
    assert _found(stage_and_world, actor) == _declared(actor)


def test_every_operation_has_a_call_and_every_cell_is_declared(runtime):
    document = openapi_document(create_app(runtime), runtime.words("vi"))
    operations = {
        entry["operationId"] for path in document["paths"].values() for entry in path.values()
    }

    assert operations == set(CALLS) | LIBRARY
    assert set(declared()) == {(operation, actor) for operation in CALLS for actor in ACTORS}
    assert all(set(row) == set(RELATIONS) for row in declared().values())


def test_the_table_for_people_says_the_same(runtime):
    assert DOCUMENT.read_text("utf-8") == permissions(runtime, declared())


@pytest.mark.parametrize("actor", ["secretary"])
def test_a_planted_hole_in_seeing_turns_the_matrix_red(stage_and_world, actor, monkeypatch):
    monkeypatch.setattr(seeing, "_seen", lambda *_: true())

    assert _found(stage_and_world, actor) != _declared(actor)
