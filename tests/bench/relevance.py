"""Whether the right document and the right point come first, on the labelled questions."""

import csv
import tempfile
from collections import defaultdict
from pathlib import Path

from handbook_api.app import create_app
from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.documents import service
from handbook_api.documents.reading.reader import read_file
from handbook_api.documents.service import Overrides
from handbook_api.gateways.text_extraction import Limits, SandboxedExtraction
from handbook_api.preparing import publish_content
from handbook_api.runtime import Runtime, build_runtime
from handbook_api.search import following
from tests.bench import corpus
from tests.bench.figures import table
from tests.support.client import Client

#: Questions with the points that answer them: those that came with the corpus, and our own.
SETS = {
    "questions of the corpus": corpus.SHARED / "corpus/queries-dev.csv",
    "our own questions": Path(__file__).parent / "questions.csv",
}


def library_with_corpus(folder: Path) -> Runtime:
    """Return a library with the published catalogue and the whole corpus imported."""
    runtime = build_runtime(Settings(var_folder=folder))
    migrate.upgrade(runtime.engine)
    publish_content(runtime)
    with SandboxedExtraction() as extraction:
        paths = [*corpus.REGULATIONS, *corpus.ARTICLES]
        papers = [read_file(path, Limits(), extraction) for path in paths]
    for read in papers:
        with runtime.transaction() as session:
            plan = service.plan_import(session, read, Overrides(), runtime.content.term_starts)
            service.carry_out(session, plan)
    following.catch_up(runtime, wait=10)
    return runtime


def judge(api: Client, questions: Path) -> list[dict[str, object]]:
    """Ask every labelled question; say where the expected document and point came."""
    with questions.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [_judge_one(api, row) for row in rows]


def _judge_one(api: Client, row: dict[str, str]) -> dict[str, object]:
    wanted = row["document"].split(";")
    points = _points(row["points"], wanted[0])
    hits = api.get("/search", q=row["query"], limit=10).json["hits"]
    named = [_name(hit) for hit in hits]
    found = [
        (name, passage["number"] or passage["anchor"])
        for name, hit in zip(named, hits, strict=True)
        for passage in hit["passages"]
    ]
    return {
        "id": row["id"],
        "kind": row["kind"],
        "query": row["query"],
        "document": _place(named, wanted),
        "point": _place(found, points) if points else None,
        "has points": bool(points),
        "top": [f"{name}:{number}" for name, number in found[:5]],
    }


def _points(listed: str, first: str) -> list[tuple[str, str]]:
    found = []
    for point in filter(None, listed.split(";")):
        document, _, number = point.rpartition(":")
        found.append((document or first, number))
    return found


def _name(hit: dict) -> str:
    document = hit["document"]
    return (
        document["file_name"] if document["kind"]["code"] == "article" else document["id"].upper()
    )


def _place(found: list, wanted: list) -> int | None:
    """First place (from 1) of anything wanted."""
    return next((place for place, item in enumerate(found, 1) if item in wanted), None)


def run() -> None:
    """Print a table by kind of question for each set, and what was missed."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = library_with_corpus(Path(folder))
        api = Client(create_app(runtime), runtime.engine)
        for name, questions in SETS.items():
            _show(name, judge(api, questions))
        runtime.close()


def _show(name: str, rows: list[dict[str, object]]) -> None:
    by_kind = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    print(f"### Relevance: {name}\n")
    table(
        ["kind", "questions", "document in top 3", "point in top 5"],
        [[kind, *_line(group)] for kind, group in [*by_kind.items(), ("all", rows)]],
    )
    for row in rows:
        missed = row["has points"] and not _in(row["point"], 5)
        if missed or not _in(row["document"], 3):
            places = f"document {row['document']}, point {row['point']}"
            print(f"- {row['id']} {row['query']}: {places}; came {row['top']}")
    print()


def _in(place: object, most: int) -> bool:
    return isinstance(place, int) and place <= most


def _line(group: list) -> list[str]:
    pointed = [row for row in group if row["has points"]]
    documents = sum(_in(row["document"], 3) for row in group)
    points = sum(_in(row["point"], 5) for row in pointed)
    return [
        str(len(group)),
        f"{documents}/{len(group)}",
        f"{points}/{len(pointed)}" if pointed else "–",
    ]
