"""What workers do for annotations: what was deleted is gone for good after its days.

Rule: content/parameters/annotations.toml, keep_deleted_days.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handbook_api.annotations.models import Annotation
from handbook_api.core import clock
from handbook_api.jobs import Again, Every, Handlers, Slot
from handbook_api.runtime import Runtime

FORGET = "annotations.forget"
#: Rows of one transaction: no writer waits long for it.
_ROWS = 5_000


def forget(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Some of what was deleted long ago is gone; to be called again until all of it is."""
    del payload
    days = runtime.content.annotations(clock.today()).keep_deleted_days
    before = clock.now() - timedelta(days=days)
    old = select(Annotation.id).where(Annotation.deleted_at < before).limit(_ROWS)
    found = session.scalars(old).all()
    session.execute(delete(Annotation).where(Annotation.id.in_(found)))
    return Again() if len(found) == _ROWS else None


JOBS: Handlers = {FORGET: forget}
SLOTS = (Slot("annotations-forget", Every.DAILY, FORGET, hour=3),)
