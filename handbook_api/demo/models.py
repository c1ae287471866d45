"""The mark by which a database is known as the demo's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class DemoMark(Base):
    """Everybody in this database is fiction. One row, or none."""

    __tablename__ = "demo_marks"

    #: Always 1: a database is made a demo once.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: What the demo consists of stands at or below it.
    top_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("organisations.id"))
    seed: Mapped[int]
    members: Mapped[int]
    cells: Mapped[int]
    #: Role shown → id of the account that guests are let into.
    shown: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
