"""Which groups are told apart, so that no number tells of single people.

Figures of a group below the least number are put together with those of others. Whoever has the
total and all groups but one has that one too: so what is put together is never less than the
least number either. And an organisation that was put together with others above is not opened by
itself: its figures would give away its neighbour's.
"""

from collections.abc import Collection, Mapping
from itertools import pairwise

from handbook_api.organisations.paths import chain


def told_apart(people: Mapping[str, int], least: int) -> Collection[str]:
    """Return the groups (by their paths, with how many people each has) that are told apart.

    Empty groups are: there is nobody to tell of.
    """
    by_size = sorted(people, key=lambda path: (people[path], path))
    peopled = [path for path in by_size if people[path]]
    together: list[str] = []
    for path in peopled:
        is_enough = sum(people[one] for one in together) >= least
        if people[path] >= least and (not together or is_enough):
            break
        together.append(path)
    return frozenset(people) - frozenset(together)


def strangers(cells: Mapping[str, int], known: Collection[str]) -> Mapping[str, int]:
    """Return how many people of each cell are strangers to somebody who is told all at `known`.

    Of those whom he knows a number tells him nothing; but what he knows of them he takes from
    the total. So only strangers hide strangers.
    """
    return {path: 0 if path.startswith(tuple(known)) else people for path, people in cells.items()}


def people_below(cells: Mapping[str, int], above: str) -> Mapping[str, int]:
    """Return how many people each group directly under `above` has; of a cell, its own."""
    found: dict[str, int] = {}
    for path, people in cells.items():
        if path.startswith(above):
            child = child_at(above, path)
            found[child] = found.get(child, 0) + people
    return found


def is_told_apart(cells: Mapping[str, int], office: str, path: str, least: int) -> bool:
    """Whether figures at `path` may be told to somebody who serves at `office`, at or above it.

    cells: how many people each cell inside `office` has, by its path.
    """
    if _people(cells, path) < least:
        return False
    way = [one for one in chain(path) if one.startswith(office)]
    return all(
        below in told_apart(people_below(cells, above), least) for above, below in pairwise(way)
    )


def child_at(above: str, path: str) -> str:
    """Return the path directly under `above` on the way to `path`; `path` itself when equal."""
    return path[: path.find("/", len(above)) + 1] or path


def _people(cells: Mapping[str, int], above: str) -> int:
    return sum(people for path, people in cells.items() if path.startswith(above))
