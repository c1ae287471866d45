"""Tables of saved searches."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base


class SavedSearch(Base):
    """What somebody wants to be told of. His words are sealed: they tell what occupies him."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("account_id", "blind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("accounts.id"))
    #: The words and what narrows them, and their blind index: equal searches are run once.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[int] = mapped_column(SmallInteger, index=True)
    blind: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    created_at: Mapped[datetime]


class Watch(Base):
    """How far the library's changes have been looked through for saved searches."""

    __tablename__ = "saved_search_watch"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    #: The last change of the library that has been looked at.
    sequence: Mapped[int] = mapped_column(BigInteger)
