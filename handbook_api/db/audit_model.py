"""The tables of the audit log, and the bytes of an entry that its hash is taken over."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from handbook_api.db.base import Base
from handbook_api.db.sealing import CHAIN_BYTES

#: Paths are compared byte by byte on both databases, so that “inside” is a range of the index.
PathText = String(200).with_variant(String(200, collation="C"), "postgresql")


class AuditEntry(Base):
    """One act: who, when, what, on which record, where it stood. Never changed, never deleted.

    Triggers refuse UPDATE and DELETE; `audit_verifying.verify` finds whatever got past them.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "subject_kind", "subject_id", "sequence"),
        Index("ix_audit_entries_account", "actor_account_id", "sequence"),
        Index("ix_audit_entries_act", "act", "sequence"),
        Index("ix_audit_entries_path", "path", "sequence"),
        Index("ix_audit_entries_at", "at"),
    )

    #: 1, 2, 3 … in the order of commits, without gaps.
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    #: `Identity.name`; the account beside it when there is one.
    actor: Mapped[str] = mapped_column(String(80))
    actor_account_id: Mapped[UUID | None]
    act: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64))
    #: Path of the organisation that the subject belonged to at that time.
    path: Mapped[str | None] = mapped_column(PathText)
    #: Names of the fields that were seen or changed, never their contents.
    fields: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    request_id: Mapped[str | None] = mapped_column(String(64))
    session_id: Mapped[UUID | None]
    refused: Mapped[bool]
    #: The hash of the entry before, 32 zero bytes before the first.
    previous: Mapped[bytes] = mapped_column(LargeBinary(CHAIN_BYTES))
    hash: Mapped[bytes] = mapped_column(LargeBinary(CHAIN_BYTES))


class AuditHead(Base):
    """The last entry's number and hash: one row, locked by whoever appends."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(CHAIN_BYTES))


#: What the hash covers: every column but the two that make the chain.
COVERED = tuple(
    column.key for column in AuditEntry.__table__.columns if column.key not in ("previous", "hash")
)


def canonical(entry: Mapping[str, Any]) -> bytes:
    """Return the bytes that an entry's hash is taken over; equal on both databases.

    JSON in UTF-8 without spaces, keys in the order of their code points, one for each column of
    `COVERED`. `at` is ISO 8601 in UTC with six decimals and “+00:00”; ids are lower-case with
    hyphens. Raises TypeError or ValueError for what no entry of ours can hold.
    """
    covered = {name: entry[name] for name in COVERED}
    covered["at"] = covered["at"].astimezone(UTC).isoformat(timespec="microseconds")
    if not _is_plain(covered["fields"], covered["facts"]):
        raise TypeError("fields are a list of names; facts are text, whole numbers, yes or no")
    return orjson.dumps(covered, option=orjson.OPT_SORT_KEYS)


def _is_plain(fields: object, facts: object) -> bool:
    # A float would pass through JSON in two spellings, and NaN would look like null.
    return (
        isinstance(fields, list)
        and all(type(name) is str for name in fields)
        and isinstance(facts, dict)
        and all(type(name) is str for name in facts)
        and all(fact is None or type(fact) in (str, int, bool) for fact in facts.values())
    )
