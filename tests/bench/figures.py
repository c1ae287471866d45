"""Percentiles, memory and tables."""

import os
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the value below which `percent` of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds `act` took."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def memory_now() -> float:
    """Return this process's resident memory, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory_peak() -> float:
    """Return the most resident memory this process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def folder_size(folder: Path) -> float:
    """Return the size of all files below `folder`, MB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print()
