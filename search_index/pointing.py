"""“điểm 3.5.1 quy định 294”: a query that names a provision is answered with that provision."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from search_index.matching import Ranked
from search_index.provision_steps import find_anchor, find_steps
from search_index.snapshot import Snapshot

#: A dotted number is a point even without the word “điểm”.
_DOTTED = re.compile(r"(?<![\d./-])\d{1,2}(?:\.\d{1,2}){1,3}(?![\d./-])")
#: Documents looked into when the query does not say which one.
_LOOKED_INTO = 20


def pointed_at(text: str, snapshot: Snapshot, found: Ranked, named: Sequence[int]) -> Ranked:
    """`found`, with the provisions that `text` names before all others of their documents.

    Where the query names no document, those that hold such a provision come first.
    """
    paths = _paths(text)
    if not paths:
        return found
    passages, best, holders = found.passages.copy(), found.best.copy(), []
    for document in named or found.matching[:_LOOKED_INTO].tolist():
        numbers = snapshot.passages_of(document)
        places = {snapshot.passage(int(number)).anchor: int(number) for number in numbers}
        asked = {places[anchor] for steps in paths if (anchor := _anchor(steps, places))}
        if asked:
            holders.append(document)
            highest = float(passages[numbers].max(initial=0))
            for number in asked:
                passages[number] = highest + 1
            best[document] = max(float(best[document]), highest + 1)
    first = [one for one in found.matching.tolist() if one in holders]
    rest = [one for one in found.matching.tolist() if one not in holders]
    matching = found.matching.copy()
    matching[:] = first + rest
    return replace(found, passages=passages, best=best, matching=matching)


def _paths(text: str) -> list[tuple[str, ...]]:
    named = [path.steps for chain in find_steps(text) for path in chain.paths]
    return named or [(f"diem-{found[0]}",) for found in _DOTTED.finditer(text)]


def _anchor(steps: Sequence[str], places: Iterable[str]) -> str | None:
    """The anchor of the passage that holds what is named; a letter is held by its point."""
    known = frozenset(places)
    for end in range(len(steps), 0, -1):
        if anchor := find_anchor(steps[:end], known):
            return anchor
    return None
