"""The log is read in words: every act of the policy tables, and every one named in code."""

import ast
from pathlib import Path

import pytest

import handbook_api.registry  # noqa: F401  # all rooms have said their acts afterwards
from handbook_api.content_store import load
from handbook_api.core.policy import _TABLES

CODE = Path(__file__).parents[2] / "handbook_api"


def _named_in_code():
    """What is written as text where an act is recorded."""
    for path in CODE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                for given in call.args[2:3]:
                    if isinstance(given, ast.Constant):
                        yield given.value


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_act_has_words(language):
    ours = {act for table in _TABLES for act in table if act.__module__.startswith("handbook_api")}
    acts = {act.value for act in ours} | set(_named_in_code())
    labels = load(CODE.parent / "content").messages(language).labels

    assert {act for act in acts if f"act.{act}" not in labels} == set()
    assert len(acts) > 60
