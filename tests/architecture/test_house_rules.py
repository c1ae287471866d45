"""Conventions hold where a test holds them."""

import ast
import importlib
import inspect
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from handbook_api import cli, registry
from handbook_api.app import create_app
from handbook_api.content_store import load
from handbook_api.core.policy import Access, every_act
from handbook_api.core.settings import Settings
from handbook_api.http.openapi import all_refusals
from handbook_api.http.operations import operation_of
from handbook_api.http.problems import FRAMEWORK_CODES
from handbook_api.http.resource import ApiResource
from handbook_api.pages.page import Page

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for package in ("handbook_api", "search_index")
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
)

#: Endpoints that are not ApiResources, and why they may be public.
FRAMEWORK_ENDPOINTS = {
    "api.root",
    "assets.give",
    "description.docs",
    "description.openapi",
    "description.static",
    "health.healthz",
    "health.metrics",
    "health.readyz",
    "webclient_offline.service_worker",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_small_enough_to_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= 500, "split it by act"


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    ]

    assert long == []


def test_no_module_is_an_attic():
    attics = {"utils", "helpers", "common", "misc", "manager"}

    assert [path for path in SOURCES if path.stem in attics] == []


def test_nothing_is_imported_inside_a_function():
    hidden = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_only_the_transaction_commits():
    committing = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.is_relative_to(ROOT / "handbook_api")
        and re.search(r"session\.commit\(", path.read_text("utf-8"))
    }

    assert committing == {"handbook_api/db/transaction.py"}


def test_nobody_reads_the_wall_clock_past_the_clock():
    readers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"datetime\.now\(|date\.today\(|utcnow\(", path.read_text("utf-8"))
    }

    assert readers == {"handbook_api/core/clock.py"}


#: Queries that give no rows of anybody's: facts about the library as a whole.
WITHOUT_A_VIEWER = {
    "documents.queries.library.all_issuers",
    "documents.queries.library.all_topics",
    "documents.queries.library.changed_since",
    "documents.queries.library.knows_sequence",
    "documents.queries.library.sequence",
}


def _query_modules():
    for path in SOURCES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "queries" in parts:
            yield importlib.import_module(".".join(parts).removesuffix(".__init__"))


def test_a_column_that_points_elsewhere_names_its_own_type():
    """Otherwise it has none until the other table is known, and a statement that is built before
    then sends what the driver does not understand: whether it does hangs on who imported what."""
    untyped = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.AnnAssign)
        and "UUID" in ast.unparse(node.annotation)
        and isinstance(node.value, ast.Call)
        and any(ast.unparse(one).startswith("ForeignKey") for one in node.value.args)
        and not any(ast.unparse(one) == "Uuid" for one in node.value.args)
    ]

    assert untyped == []


def test_whoever_wants_rows_says_who_is_asking():
    without = {
        f"{module.__name__.removeprefix('handbook_api.')}.{name}"
        for module in _query_modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and "session" in inspect.signature(function).parameters
        and "viewer" not in inspect.signature(function).parameters
    }

    assert without == WITHOUT_A_VIEWER


def _contracts(app):
    for rule in app.url_map.iter_rules():
        resource = getattr(app.view_functions[rule.endpoint], "view_class", None)
        if isinstance(resource, type) and issubclass(resource, ApiResource):
            for name in ("get", "post", "put", "patch", "delete"):
                if method := getattr(resource, name, None):
                    yield operation_of(method)


def test_every_route_says_who_may_come_and_a_policy_knows_the_act(library):
    acts = {act for act, _ in every_act()}
    unknown = [
        contract.id
        for contract in _contracts(create_app(library))
        if not isinstance(contract.access, Access) and contract.access not in acts
    ]

    assert unknown == []


def test_every_act_of_a_policy_has_grounds_that_explain_themselves():
    silent = [
        act.value
        for act, rows in every_act()
        if not rows or any(not ground.__doc__ for row in rows for ground in row)
    ]

    assert silent == []


def test_every_route_is_an_api_resource_a_page_or_a_listed_file(library):
    app = create_app(library)
    unguarded = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not issubclass(
            getattr(app.view_functions[rule.endpoint], "view_class", object), (ApiResource, Page)
        )
    }

    assert unguarded == FRAMEWORK_ENDPOINTS


def test_pages_ask_services_and_never_the_database():
    touching = [
        path
        for path in SOURCES
        if {"console", "pages", "webclient"} & set(path.parts)
        and "from sqlalchemy import" in path.read_text("utf-8")
    ]

    assert touching == []


def test_every_refusal_has_words_in_both_languages_and_no_words_are_orphans():
    content = load(ROOT / "content")
    vietnamese, english = (set(content.messages(name).errors) for name in ("vi", "en"))
    # Tests make refusals of their own: nobody ever reads those.
    ours = [one for one in all_refusals() if one.__module__.startswith("handbook_api")]
    codes = {refusal.code for refusal in ours} | set(FRAMEWORK_CODES.values())
    fields = {code for code in vietnamese if code.startswith("field.")}

    assert vietnamese == english
    assert codes - vietnamese == set()
    assert vietnamese - codes - fields == set()


def test_every_label_is_said_in_both_languages():
    content = load(ROOT / "content")

    assert set(content.messages("vi").labels) == set(content.messages("en").labels)


def test_every_setting_is_documented():
    text = (ROOT / "docs/settings.md").read_text("utf-8")

    assert [name for name in Settings.model_fields if f"HANDBOOK_{name.upper()}" not in text] == []


def test_every_command_explains_itself():
    silent = [
        command.name
        for group in (cli.main, *registry.COMMANDS, cli.db, cli.content)
        for command in (group, *group.commands.values())
        if not command.help
    ]

    assert silent == []


def test_no_two_shapes_on_the_wire_share_a_name(library):
    shapes = {}
    for contract in _contracts(create_app(library)):
        for model in (contract.takes, contract.gives):
            for shape in _shapes_of(model) if model else ():
                shapes.setdefault(shape.__name__, set()).add(shape)

    assert {name: found for name, found in shapes.items() if len(found) > 1} == {}


def _shapes_of(model, seen=None):
    seen = set() if seen is None else seen
    if model in seen:
        return seen
    seen.add(model)
    for field in model.model_fields.values():
        for kind in _kinds_in(field.annotation):
            _shapes_of(kind, seen)
    return seen


def _kinds_in(annotation):
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _kinds_in(inner)
