"""What an officer should mend in the content folder, said in plain Vietnamese."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from handbook_api.content_store.checking.dates import date_problems
from handbook_api.content_store.checking.glossary import glossary_problems
from handbook_api.content_store.checking.names import name_problems
from handbook_api.content_store.checking.parameters import parameter_problems
from handbook_api.content_store.checking.problem import Problem
from handbook_api.content_store.checking.references import reference_problems
from handbook_api.content_store.checking.relations import relation_problems
from handbook_api.content_store.checking.shapes import shape_problems
from handbook_api.content_store.checking.shelf import Shelf, shelf_of
from handbook_api.content_store.checking.speech import speech_problems
from handbook_api.content_store.checking.summaries import summary_problems
from handbook_api.content_store.checking.text import text_problems


def check(folder: Path, *, today: date | None = None) -> tuple[Problem, ...]:
    """Return every problem in `folder`, by file; none means that it can be published.

    One faulty file does not hide the problems of the others. `today`, when given, also finds
    days vouched for that have not come yet.
    """
    shapes = tuple(shape_problems(folder))
    broken = frozenset(problem.file for problem in shapes)
    shelf = shelf_of(folder, broken)
    rules = parameter_problems(folder, broken, today)
    found = {*text_problems(folder), *shapes, *_across(folder, shelf, today), *rules}
    return tuple(sorted(found, key=_position))


def _position(problem: Problem) -> tuple[str, str, str]:
    """Line 9 comes before line 10."""
    place = re.sub(r"\d+", lambda number: number[0].zfill(6), problem.place)
    return problem.file, place, problem.message


def _across(folder: Path, shelf: Shelf, today: date | None) -> Iterator[Problem]:
    yield from name_problems(folder, shelf)
    yield from date_problems(shelf, today)
    yield from reference_problems(shelf)
    yield from relation_problems(shelf)
    yield from summary_problems(shelf)
    yield from glossary_problems(shelf)
    yield from speech_problems(shelf)


__all__ = ["Problem", "check"]
