"""The words of pages are whole: in both languages, all of them said, none of them elsewhere."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "content/messages"
#: All but the description of the API, which is for programmers.
TEMPLATES = sorted(
    path
    for path in (ROOT / "handbook_api").rglob("templates/**/*.html")
    if "http" not in path.relative_to(ROOT).parts
)
SOURCES = sorted((ROOT / "handbook_api").rglob("*.py"))

#: Keys of which only the beginning stands in the code.
COMPOSED = ("base.weekday_",)
#: Names are the same in every language: of a language itself, and symbols of documents.
_NAMES = re.compile(r"Tiếng Việt|\d+-[A-ZĐ]+/[A-ZĐ]+")

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_MARKED = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)


def _areas(language: str) -> dict[str, dict[str, object]]:
    return {
        path.stem: tomllib.loads(path.read_text("utf-8"))
        for path in sorted((MESSAGES / language).glob("*.toml"))
    }


def _keys(language: str) -> dict[str, str]:
    return {
        f"{area}.{key}": str(text)
        for area, words in _areas(language).items()
        for key, text in words.items()
    }


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


Said = tuple[str, str, frozenset[str]]


def _said_in_templates() -> Iterator[Said]:
    """Yield where, which key and with which facts, for every key that is said as it is."""
    reader = Environment()
    for path in TEMPLATES:
        tree = reader.parse(path.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            is_say = isinstance(call.node, nodes.Name) and call.node.name == "say"
            if is_say and call.args and isinstance(call.args[0], nodes.Const):
                facts = frozenset(one.key for one in call.kwargs)
                yield str(path.relative_to(ROOT)), call.args[0].value, facts


def _said_in_python() -> Iterator[Said]:
    areas = set(_areas("vi"))
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            key = getattr(call.args[0], "value", None)
            if name == "say" and isinstance(key, str) and key.partition(".")[0] in areas:
                facts = frozenset(one.arg for one in call.keywords if one.arg)
                yield str(path.relative_to(ROOT)), key, facts


def _literals() -> set[str]:
    """Return every text that stands whole in the code, said there or handed on."""
    found = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    reader = Environment()
    for path in TEMPLATES:
        tree = reader.parse(path.read_text("utf-8"))
        found |= {one.value for one in tree.find_all(nodes.Const) if isinstance(one.value, str)}
    return found


def test_both_languages_have_the_same_areas_and_keys():
    assert set(_areas("vi")) == set(_areas("en"))
    assert set(_keys("vi")) ^ set(_keys("en")) == set()


def test_both_languages_name_the_same_facts():
    english = _keys("en")
    other = {key for key, text in _keys("vi").items() if _facts(text) != _facts(english[key])}

    assert other == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_area_is_a_plain_table_of_texts(language):
    odd = [
        f"{area}.{key}"
        for area, words in _areas(language).items()
        for key, text in words.items()
        if not isinstance(text, str) or not text.strip()
    ]

    assert odd == []


def test_whatever_a_page_says_has_words():
    keys = _keys("vi")
    said = [*_said_in_templates(), *_said_in_python()]

    assert said, "pages say nothing: the test looks in the wrong place"
    assert {(where, key) for where, key, _ in said if key not in keys} == set()


def test_whatever_a_page_says_is_told_the_facts_it_names():
    keys = _keys("vi")
    lacking = {
        (where, key, *sorted(_facts(keys[key]) - facts))
        for where, key, facts in [*_said_in_templates(), *_said_in_python()]
        if key in keys and not _facts(keys[key]) <= facts
    }

    assert lacking == set()


def test_every_key_is_said_somewhere():
    literals = _literals()
    unsaid = {key for key in _keys("vi") if key not in literals and not key.startswith(COMPOSED)}

    assert unsaid == set()


@pytest.mark.parametrize("prefix", COMPOSED)
def test_a_composed_key_has_several_ends(prefix):
    assert sum(key.startswith(prefix) for key in _keys("vi")) > 1


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_brings_no_script_no_style_and_no_words_of_its_own(path):
    text = _COMMENT.sub("", path.read_text("utf-8"))

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<script[^>]*>[^<]+", text) == []
    assert re.findall(r"<style|\sstyle\s*=", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == []
    lines = _NAMES.sub("", text).splitlines()
    assert [line.strip() for line in lines if _MARKED.search(line)] == []
