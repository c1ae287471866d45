"""`make bench`, or `python -m tests.bench SECTION …` for some of it."""

import platform
import sys
from datetime import datetime

from handbook_api.core import logs
from tests.bench import (
    importing,
    jobs,
    laying,
    member_import,
    people,
    pushing,
    reading,
    relevance,
    searching,
    serving,
    syncing,
)

SECTIONS = {
    "importing": importing.run,
    "searching": searching.run,
    "relevance": relevance.run,
    "serving": serving.run,
    "people": people.run,
    "member_import": member_import.run,
    "pushing": pushing.run,
    "jobs": jobs.run,
    "laying": laying.run,
    "syncing": syncing.run,
    "reading": reading.run,
}


def main() -> None:
    """Print every section asked for as Markdown."""
    logs.configure("error")
    wanted = sys.argv[1:] or list(SECTIONS)
    unknown = set(wanted) - set(SECTIONS)
    if unknown:
        raise SystemExit(f"Unknown: {', '.join(unknown)}. Known: {', '.join(SECTIONS)}")
    print(f"Measured {datetime.now():%Y-%m-%d}, Python {platform.python_version()}\n")  # noqa: DTZ005
    for name in wanted:
        SECTIONS[name]()


if __name__ == "__main__":
    main()
