"""Every route that reads costs at most its declared number of statements, however long a list."""

import csv
from pathlib import Path

import pytest

from handbook_api.app import create_app
from handbook_api.http.openapi import openapi_document
from tests.matrix.calls import CALLS, LIBRARY
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS, RELATIONS
from tests.support.client import Client

BUDGETS = Path(__file__).with_name("queries.csv")

#: In the small world nobody is answered: no file was taken in or handed out, there is no provider
#: of identities, and no administrator serves at the top, where jobs are looked after. What they
#: cost until they refuse is held to the budget as well.
UNANSWERED = {
    "countJobs",
    "getCorrectionExport",
    "getMemberImportFaults",
    "getOidc",
    "getOwnOidc",
    "listDeadJobs",
}

_DOCUMENT = "/documents/77-hd-tw-2024"
#: The library is asked about a paper of which the text is held.
PAPERS = {
    "listDocuments": ("/documents", {"limit": "100"}),
    "resolveSymbol": ("/documents/resolve", {"symbol": "77-HD/TW"}),
    "getDocument": (_DOCUMENT, {}),
    "listProvisions": (f"{_DOCUMENT}/provisions", {}),
    "getProvision": (f"{_DOCUMENT}/provisions/1.2", {}),
    "listCitations": (f"{_DOCUMENT}/citations", {}),
    "getFile": (f"{_DOCUMENT}/file", {}),
    "search": ("/search", {"q": "kết nạp đảng viên"}),
    "suggest": ("/search/suggest", {"q": "kết n"}),
}


@pytest.fixture
def stage_and_world(copies, settings_for, tmp_path):
    """The application over copies of one prepared world."""
    with staged(copies, settings_for, tmp_path) as both:
        yield both


def _budgets():
    with BUDGETS.open(encoding="utf-8", newline="") as file:
        return {row["operation"]: int(row["most"]) for row in csv.DictReader(file)}


def _reads(world):
    """Yield every call that reads, as every actor about everything he may ask about."""
    for operation, call in CALLS.items():
        for actor in ACTORS:
            for relation in RELATIONS:
                target = world.target(actor, relation)
                if not call.fits(target, relation):
                    continue
                method, path, query, _ = call.request(target)
                if method == "GET":
                    yield operation, path, query, world.token(actor, relation)


def test_every_route_that_reads_has_a_budget(runtime):
    document = openapi_document(create_app(runtime), runtime.words("vi"))
    reads = {path["get"]["operationId"] for path in document["paths"].values() if "get" in path}

    assert set(_budgets()) == reads
    assert set(PAPERS) == LIBRARY


def test_no_route_of_people_costs_more_than_its_budget(stage_and_world):
    stage, world = stage_and_world
    budgets, cost, answered = _budgets(), {}, set()
    for operation, path, query, token in _reads(world):
        client = Client(stage.app, stage.runtime.engine).acting_as(token)
        answer = client.ask("GET", path, **query)
        cost[operation] = max(cost.get(operation, 0), answer.queries)
        answered |= {operation} if answer.status == 200 else set()

    assert {one: most for one, most in cost.items() if most > budgets[one]} == {}
    assert set(cost) - answered == UNANSWERED


def test_a_longer_list_costs_no_more(stage_and_world):
    stage, world = stage_and_world
    lists, dearer = set(), {}
    for operation, path, query, token in _reads(world):
        if "limit" in query:
            client = Client(stage.app, stage.runtime.engine).acting_as(token)
            short = client.ask("GET", path, **(query | {"limit": "1"}))
            long = client.ask("GET", path, **query)
            lists |= {operation} if len(long.json.get("items", ())) > 1 else set()
            if long.queries > short.queries:
                dearer[operation] = (short.queries, long.queries)

    assert dearer == {}
    assert {"listMembers", "listAccounts", "listOrganisations"} <= lists


def test_no_route_of_the_library_costs_more_than_its_budget(api, bring, paper):
    bring(paper())
    budgets, dearer = _budgets(), {}
    for operation, (path, query) in PAPERS.items():
        answer = api.get(path, **query)

        assert answer.status == 200, (operation, answer.body[:200])
        if answer.queries > budgets[operation]:
            dearer[operation] = answer.queries

    assert dearer == {}
