"""Acts in several short transactions: what was tried stays counted though the answer is no.

A refusal that is raised inside a transaction takes everything with it. Here it is returned, the
transaction commits, and then it is raised. Slow work on passwords stands between transactions,
so that nothing is locked meanwhile.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from sqlalchemy.orm import Session

from handbook_api.core.errors import HandbookError

#: Opens a writing transaction that commits when its block ends well.
Step = Callable[[], AbstractContextManager[Session]]

T = TypeVar("T")


def take_step(step: Step, act: Callable[[Session], T | HandbookError]) -> T:
    """Commit what `act` did, then return what it returned, or raise the refusal it returned."""
    with step() as session:
        outcome = act(session)
    if isinstance(outcome, HandbookError):
        raise outcome
    return outcome
