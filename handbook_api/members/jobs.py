"""What time does to records: nothing is kept longer than its register says."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from handbook_api.auth.jobs import hourly
from handbook_api.content_store import Content
from handbook_api.members.retention import forget_after_term, forget_at_end
from handbook_api.runtime import Runtime

#: Records of one transaction; each loses some rows.
_BATCH = 200


def forget_what_is_over(runtime: Runtime) -> int:
    """Return how many records lost what is past its time. Safe to run twice and by several."""
    return _each(runtime, forget_at_end) + _each(runtime, forget_after_term)


def _each(runtime: Runtime, forget: Callable[..., int]) -> int:
    done, some = 0, _BATCH
    while some == _BATCH:
        with runtime.transaction() as session:
            some = _some(session, runtime.content, forget)
        done += some
    return done


def _some(session: Session, content: Content, forget: Callable[..., int]) -> int:
    return forget(session, content, limit=_BATCH)


@hourly
def forget(runtime: Runtime) -> None:
    """Records lose what is past its time; at most once an hour in this process."""
    forget_what_is_over(runtime)
