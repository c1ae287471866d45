"""How fast the index is built and answers, at 1k, 5k and 20k passages."""

import multiprocessing
import tempfile
import time
from pathlib import Path

from search_index import Query, SearchIndex
from tests.bench import corpus
from tests.bench.figures import folder_size, memory_now, memory_peak, percentile, table

SIZES = (1_000, 5_000, 20_000)
_QUESTIONS = 200


def run() -> None:
    """Print two tables. Each size is measured in a process of its own, so memory is its own."""
    context = multiprocessing.get_context("spawn")
    found = []
    for size in SIZES:
        with context.Pool(1) as pool:
            found.append(pool.apply(_measure, (size,)))
    print("### Building the index\n")
    table(
        [
            "passages",
            "documents",
            "passages/s",
            "size MB",
            "peak memory while building MB",
            "memory while answering MB",
        ],
        [row["build"] for row in found],
    )
    print("### Answering (one thread, warm, with excerpts and facets), ms\n")
    table(
        ["passages", "kind", "p50", "p95", "p99"],
        [line for row in found for line in row["answers"]],
    )


def _measure(size: int) -> dict[str, list]:
    laws = corpus.laws(size)
    count = sum(len(law.passages) for law in laws)
    scope = {law.slug: corpus.facts(law) for law in laws}
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder))
        begun = time.perf_counter()
        with index.rebuilding() as fresh:
            for law in laws:
                fresh.add(list(corpus.passages(law)))
            fresh.finish(1)
        seconds = time.perf_counter() - begun
        built = memory_peak()
        index.refresh()
        asked = corpus.questions(laws, _QUESTIONS)
        answers = [
            [f"{count:,}", kind, *_ask(index, scope, kind, texts)] for kind, texts in asked.items()
        ]
        build = [
            f"{count:,}",
            len(laws),
            f"{count / seconds:,.0f}",
            f"{folder_size(Path(folder)):.1f}",
            f"{built:.0f}",
            f"{memory_now():.0f}",
        ]
        index.close()
    return {"build": build, "answers": answers}


def _ask(index: SearchIndex, scope, kind: str, texts: list[str]) -> list[str]:
    def answer(text: str) -> object:
        if kind == "suggest":
            return index.suggest(text, scope)
        return index.search(Query(text=text), scope)

    for text in texts:
        answer(text)  # warm: the same questions once before
    times = []
    for text in texts:
        begun = time.perf_counter()
        answer(text)
        times.append((time.perf_counter() - begun) * 1000)
    return [f"{percentile(times, percent):.1f}" for percent in (50, 95, 99)]
