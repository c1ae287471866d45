"""Every route that reads costs at most its declared number of statements, however long a list.

What people are asked about is held to it for each actor, where the matrix asks it.
"""

import pytest

from handbook_api.app import create_app
from handbook_api.http.openapi import openapi_document
from tests.matrix.calls import CALLS, LIBRARY
from tests.matrix.cells import budgets
from tests.matrix.staging import staged
from tests.matrix.world import ACTORS, RELATIONS
from tests.support.client import Client

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

    assert set(budgets()) == reads
    assert set(PAPERS) == LIBRARY


def test_every_route_that_reads_answers_somebody(stage_and_world):
    stage, world = stage_and_world
    asked, answered = set(), set()
    for operation, path, query, token in _reads(world):
        asked.add(operation)
        if operation not in answered:
            client = Client(stage.app, stage.runtime.engine).acting_as(token)
            answered |= {operation} if client.ask("GET", path, **query).status == 200 else set()

    assert asked - answered == UNANSWERED


def test_a_longer_list_costs_no_more(stage_and_world):
    stage, world = stage_and_world
    lists, dearer = set(), {}
    for operation, path, query, token in _reads(world):
        if "limit" not in query:
            continue
        client = Client(stage.app, stage.runtime.engine).acting_as(token)
        long = client.ask("GET", path, **query)
        if len(long.json.get("items", ())) > 1:
            lists.add(operation)
            short = client.ask("GET", path, **(query | {"limit": "1"}))
            if long.queries > short.queries:
                dearer[operation] = (short.queries, long.queries)

    assert dearer == {}
    assert {"listMembers", "listAccounts", "listOrganisations"} <= lists


def test_no_route_of_the_library_costs_more_than_its_budget(api, bring, paper):
    bring(paper())
    most, dearer = budgets(), {}
    for operation, (path, query) in PAPERS.items():
        answer = api.get(path, **query)

        assert answer.status == 200, (operation, answer.body[:200])
        if answer.queries > most[operation]:
            dearer[operation] = answer.queries

    assert dearer == {}
