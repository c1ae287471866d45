"""Sensitive fields: each value sealed under its own row, the earlier ones kept beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handbook_api.content_store.parameters.fields import FieldSpec
from handbook_api.db.sealing import KeyRing, Place, keys_of
from handbook_api.members.bulk import insert_rows
from handbook_api.members.errors import NumberHeld
from handbook_api.members.models import SealedValue

#: Ids asked for in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535.
_MOST_IDS = 5_000


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """What a field said from `since` to `until`, both inclusive; `until` None: to this day."""

    text: str
    since: date
    until: date | None


def put(session: Session, spec: FieldSpec, member_id: UUID, text: str | None, on: date) -> bool:
    """The field says `text` from `on` on (None: nothing); what it said before is kept.

    Returns whether anything changed. Raises NumberHeld where `spec.sole` and another living
    record holds `text`; it names no one.
    """
    current = session.scalar(
        select(SealedValue).where(
            SealedValue.member_id == member_id,
            SealedValue.field == spec.code,
            SealedValue.until.is_(None),
        )
    )
    if current is not None:
        if _open(keys_of(session), current) == text:
            return False
        current.until, current.sole = max(on - timedelta(days=1), current.since), None
        # The number is free before somebody, perhaps the same person, takes one.
        session.flush()
    elif text is None:
        return False
    if text is not None:
        put_all(session, [(spec, member_id, text, on)])
    return True


def put_all(session: Session, values: Iterable[tuple[FieldSpec, UUID, str, date]]) -> None:
    """Store present values of fields that have none yet: (field, member, text, since) each.

    Raises NumberHeld when one that may be held once only is held already.
    """
    keys = keys_of(session)
    rows = [_row(keys, *value) for value in values]
    try:
        insert_rows(session, SealedValue, rows)
    except IntegrityError as error:
        # Two people at once: the check before found nothing, the unique index did. Of several
        # numbers it does not say which.
        sole = sorted({row["field"] for row in rows if row["sole"]})
        raise NumberHeld(field=", ".join(sole)) from error


def read_fields(
    session: Session, member_ids: Collection[UUID], fields: Collection[str]
) -> dict[UUID, dict[str, str]]:
    """Return the present values of `fields` by member and field, opened."""
    keys, found = keys_of(session), dict[UUID, dict[str, str]]()
    for ids in _pieces(member_ids):
        query = select(SealedValue).where(
            SealedValue.member_id.in_(ids),
            SealedValue.field.in_(fields),
            SealedValue.until.is_(None),
        )
        for value in session.scalars(query):
            found.setdefault(value.member_id, {})[value.field] = _open(keys, value)
    return found


def histories(
    session: Session, member_id: UUID, fields: Collection[str]
) -> Mapping[str, Sequence[EarlierValue]]:
    """Return everything each of `fields` ever said of a member, newest first."""
    keys, found = keys_of(session), dict[str, list[EarlierValue]]()
    query = (
        select(SealedValue)
        .where(SealedValue.member_id == member_id, SealedValue.field.in_(fields))
        .order_by(SealedValue.until.is_(None).desc(), SealedValue.since.desc(), SealedValue.id)
    )
    for value in session.scalars(query):
        said = EarlierValue(_open(keys, value), value.since, value.until)
        found.setdefault(value.field, []).append(said)
    return found


def find_by_blind(session: Session, field: str, text: str) -> Sequence[UUID]:
    """Return the members whose `field` says exactly `text` now."""
    return session.scalars(
        select(SealedValue.member_id).where(
            SealedValue.field == field,
            SealedValue.blind == keys_of(session).blind(field, text),
            SealedValue.until.is_(None),
        )
    ).all()


def held_already(session: Session, blinds: Collection[bytes]) -> frozenset[bytes]:
    """Return which of `blinds` (of fields that one person only may hold) are held now."""
    found: set[bytes] = set()
    for piece in _pieces(blinds):
        found.update(session.scalars(select(SealedValue.sole).where(SealedValue.sole.in_(piece))))
    return frozenset(found)


def _row(keys: KeyRing, spec: FieldSpec, member_id: UUID, text: str, since: date) -> dict[str, Any]:
    row_id = uuid4()
    blind = keys.blind(spec.code, text) if spec.looked_up or spec.sole else None
    return {
        "id": row_id,
        "member_id": member_id,
        "field": spec.code,
        "sealed": keys.seal(text, place_of(row_id)),
        "key_id": keys.current,
        "blind": blind,
        "sole": blind if spec.sole else None,
        "since": since,
        "until": None,
    }


def place_of(row_id: UUID) -> Place:
    """Return the place that the sealed value of this row is bound to."""
    return Place("sealed_values", "sealed", str(row_id))


def _open(keys: KeyRing, value: SealedValue) -> str:
    return keys.open(value.sealed, place_of(value.id))


def _pieces(ids: Collection[Any]) -> Iterable[Sequence[Any]]:
    listed = list(ids)
    return (listed[start : start + _MOST_IDS] for start in range(0, len(listed), _MOST_IDS))
