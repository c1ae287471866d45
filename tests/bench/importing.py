"""How fast real regulations are read and stored."""

import statistics
import tempfile
import time
from pathlib import Path

from handbook_api.core.settings import Settings
from handbook_api.db import migrate
from handbook_api.documents import service
from handbook_api.documents.reading.reader import read_file
from handbook_api.documents.service import Overrides
from handbook_api.gateways.text_extraction import Limits, SandboxedExtraction
from handbook_api.preparing import publish_content
from handbook_api.runtime import build_runtime
from tests.bench import corpus
from tests.bench.figures import table

_ROUNDS = 5


def run() -> None:
    """Print pages a second: reading alone, and reading with storing and linking."""
    files = corpus.REGULATIONS
    if not files:
        raise SystemExit(f"The corpus is missing: {corpus.SHARED / 'corpus/documents'}")
    reading, storing, pages = [], [], 0
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            runtime = build_runtime(Settings(var_folder=Path(folder)))
            migrate.upgrade(runtime.engine)
            publish_content(runtime)
            begun = time.perf_counter()
            with SandboxedExtraction() as extraction:
                documents = [read_file(path, Limits(), extraction) for path in files]
            read = time.perf_counter()
            for document in documents:
                with runtime.transaction() as session:
                    plan = service.plan_import(
                        session, document, Overrides(), runtime.content.term_starts
                    )
                    service.carry_out(session, plan)
            stored = time.perf_counter()
            runtime.close()
        pages = sum(document.pages for document in documents)
        reading.append(read - begun)
        storing.append(stored - begun)
    print("### Importing (two regulations, PDF with a text layer, each in a limited child)\n")
    table(
        ["files", "pages", "read: pages/s", "read and stored: pages/s"],
        [
            [
                len(files),
                pages,
                f"{pages / statistics.median(reading):.0f}",
                f"{pages / statistics.median(storing):.0f}",
            ]
        ],
    )
