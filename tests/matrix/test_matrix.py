"""Who gets what, for every route, role and relation: as declared, and nothing leaks."""

import pytest
from sqlalchemy import true

from handbook_api.app import create_app
from handbook_api.http.openapi import openapi_document
from handbook_api.members.queries import seeing
from tests.matrix.calls import CALLS, LIBRARY
from tests.matrix.cells import budgets, declared, outcomes
from tests.matrix.permissions import DOCUMENT, permissions
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS, RELATIONS


@pytest.fixture
def stage_and_world(copies, settings_for, tmp_path):
    """The application over copies of one prepared world."""
    with staged(copies, settings_for, tmp_path) as both:
        yield both


def _as_declared(cells):
    found = {}
    for cell in cells:
        found.setdefault(cell.operation, {})[cell.relation] = cell.outcome
    return found


def _declared(actor):
    return {operation: row for (operation, who), row in declared().items() if who == actor}


def _dearer(cells):
    """Return which cost more statements than an operation that reads may."""
    most = budgets()
    return {
        (cell.operation, cell.relation): cell.queries
        for cell in cells
        if cell.operation in most and (cell.queries or 0) > most[cell.operation]
    }


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_gets_what_is_declared_and_no_more_and_at_its_price(stage_and_world, actor):
    cells = list(outcomes(*stage_and_world, actor))

    assert _as_declared(cells) == _declared(actor)
    assert _dearer(cells) == {}


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

    assert _as_declared(outcomes(*stage_and_world, actor)) != _declared(actor)
