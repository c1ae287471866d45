"""What time does to notices: none is kept for ever, and with it goes what hangs on it.

Rule: content/parameters/notices.toml, keep_notices_months. Deliveries, which are kept shorter, are
forgotten by `delivering`.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, and_, delete, exists, select
from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.db.base import Base
from handbook_api.jobs import Again
from handbook_api.members.months import add_months
from handbook_api.notices.delivering.models import Delivery
from handbook_api.notices.models import (
    FINAL_NOTICE_STATES,
    Answer,
    Contact,
    Notice,
    NoticeEvent,
    NoticeVersion,
    Recipient,
)
from handbook_api.runtime import Runtime

#: The job that forgets.
FORGET = "notices.forget"
#: What hangs on a notice, in the order in which it goes.
HANGING: tuple[type[Base], ...] = (
    Delivery,
    Answer,
    Contact,
    Recipient,
    NoticeEvent,
    NoticeVersion,
)
#: Rows of one transaction, and notices looked at in it: no writer waits long for it.
_ROWS, _NOTICES = 5_000, 100


def forget(session: Session, runtime: Runtime, payload: Mapping[str, Any]) -> Again | None:
    """Some of the notices that are past their time are gone; to be called again until all are."""
    del payload
    months = runtime.content.notices(clock.today()).keep_notices_months
    first_day = add_months(clock.today(), -months)
    before = datetime.combine(first_day, time(), clock.VIETNAM)
    old = (
        select(Notice.id)
        .where(Notice.created_at < before, Notice.state.in_(FINAL_NOTICE_STATES))
        .order_by(Notice.created_at)
        .limit(_NOTICES)
    )
    found, gone = session.scalars(old).all(), 0
    for notice_id in found:
        for model in HANGING:
            gone += _forget_rows(session, model, notice_id, _ROWS - gone)
            if gone >= _ROWS:
                return Again()
        session.execute(delete(Notice).where(Notice.id == notice_id))
    return Again() if len(found) == _NOTICES else None


def _forget_rows(session: Session, model: type[Base], notice_id: UUID, most: int) -> int:
    """At most `most` rows of a notice are gone; return how many."""
    table = Base.metadata.tables[model.__tablename__]
    keys = list(table.primary_key.columns)
    some = select(*keys).where(table.c.notice_id == notice_id).limit(most).subquery()
    same = and_(*(some.c[key.name] == key for key in keys))
    done = session.execute(
        delete(model).where(exists().where(same)).execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount
