"""What does a job: a function of a session, the runtime and the job's payload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from handbook_api.db.jobs import Payload
from handbook_api.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Again:
    """The job came a step further and is not finished: call its handler again.

    at: not before; None: as soon as others that are due had their turn. payload: what the next
    step gets; None: the same as this one.
    """

    at: datetime | None = None
    payload: Payload | None = None


#: Runs in one transaction together with the mark that the job is done, so that either both are
#: there or neither. It raises to be tried again later, and raises a refusal (4xx) when nothing
#: can come of it. It is short: whoever has much to do does a piece and answers Again.
Handler = Callable[[Session, Runtime, Mapping[str, Any]], Again | None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job most of which is done outside the database, while nobody waits for our locks.

    prepare: does it, in no transaction, and returns the handler that writes down what came of it.
    takes: how long that may last; for so long nobody else begins the job.
    """

    prepare: Callable[[Runtime, Mapping[str, Any]], Handler]
    takes: timedelta


Handlers = Mapping[str, Handler | Prepared]
