"""Many deliveries changed in few statements: those that are changed alike are changed together."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from handbook_api.notices.delivering.models import Delivery, Way


@dataclass(frozen=True, slots=True)
class Key:
    """Which delivery of a push."""

    notice_id: UUID
    target_id: UUID
    round: int


#: An attempt more, or one that did not count.
ONE_MORE: Mapping[str, Any] = {"attempts": Delivery.attempts + 1}
ONE_LESS: Mapping[str, Any] = {"attempts": Delivery.attempts - 1}


class Changes:
    """What is to be changed. only: nothing is changed where this does not hold (any more)."""

    def __init__(self, *only: ColumnElement[bool]) -> None:
        self._only = only
        self._alike: defaultdict[Any, list[UUID]] = defaultdict(list)
        self._values: dict[Any, Mapping[str, Any]] = {}

    def add(self, key: Key, values: Mapping[str, Any]) -> None:
        """This delivery is to have these values."""
        alike = (key.notice_id, key.round, *(id(v) if _is_sql(v) else v for v in values.values()))
        self._alike[alike].append(key.target_id)
        self._values[alike] = values

    def write(self, session: Session) -> None:
        """Everything added so far is so."""
        for alike, targets in self._alike.items():
            notice_id, round_, *_ = alike
            changed = (
                update(Delivery)
                .where(
                    Delivery.notice_id == notice_id,
                    Delivery.way == Way.PUSH.value,
                    Delivery.round == round_,
                    Delivery.target_id.in_(targets),
                    *self._only,
                )
                .values(self._values[alike])
                .execution_options(synchronize_session=False)
            )
            session.execute(changed)


def _is_sql(value: object) -> bool:
    return isinstance(value, ColumnElement)
