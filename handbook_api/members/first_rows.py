"""The first rows of everybody's record, as they go straight into the tables."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.auth.accounts import NewAccount
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.members.bulk import insert_rows
from handbook_api.members.models import CellStay, Member, NameToken, StatusChange
from handbook_api.members.names import Name
from handbook_api.members.people import DATES, TEXTS, NewMember, Tidied
from handbook_api.members.statuses import OFFICIAL, PROBATIONARY

#: Fields that are also sign-in names, and of which kind.
SIGN_IN_NAMES = {"card_number": "card", "phone": "phone"}
#: Why the account of somebody new is switched off: his status does not let him sign in.
NOT_LET_IN = "status"
#: How somebody is reached of whom nobody said it.
_REACHED = "in_person"


def insert_all(session: Session, actor: Identity, people: Sequence[Tidied]) -> None:
    """Everybody has his record, the words of his name, a stay in his cell and a first status."""
    now, today = clock.now(), clock.today()
    insert_rows(session, Member, [_member(one, today, now) for one in people])
    words = [row for one in people for row in name_rows(one.person.id, one.name)]
    insert_rows(session, NameToken, words)
    insert_rows(session, CellStay, [_stay(one.person, today) for one in people])
    insert_rows(session, StatusChange, [_status(one.person, actor, today, now) for one in people])


def account_of(tidied: Tidied) -> NewAccount:
    """Return the account that somebody gets."""
    person, held = tidied.person, tidied.sealed
    return NewAccount(
        person.account_id,
        tidied.name.full,
        person.birth_date.year if person.birth_date else None,
        {kind: held[code] for code, kind in SIGN_IN_NAMES.items() if code in held},
        tidied.name.sort_key,
    )


def _member(tidied: Tidied, today: date, now: datetime) -> dict[str, Any]:
    person, texts = tidied.person, tidied.texts
    return {
        "id": person.id,
        "account_id": person.account_id,
        "cell_id": person.cell_id,
        "last_cell_id": person.cell_id,
        **tidied.name.columns,
        **{code: texts.get(code) for code in TEXTS},
        "reachable_by": texts.get("reachable_by", _REACHED),
        **{code: getattr(person, code) for code in DATES},
        "status": person.status,
        "status_since": _status_since(person, today),
        "status_until": person.status_until,
        "version": 1,
        "updated_at": now,
    }


def name_rows(member_id: UUID, name: Name) -> Iterator[dict[str, Any]]:
    """Yield the rows by which somebody is found by each word of his name."""
    for token in name.tokens:
        yield {
            "is_given": token == name.given,
            "token": token,
            "sort_name": name.sort_key,
            "member_id": member_id,
            "folded_name": name.folded,
            "marked_name": name.marked,
        }


def _stay(person: NewMember, today: date) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "member_id": person.id,
        "cell_id": person.cell_id,
        "since": in_cell_since(person, today),
        "how": person.how,
    }


def _status(person: NewMember, actor: Identity, today: date, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "member_id": person.id,
        "to_status": person.status,
        "on": _status_since(person, today),
        "until": person.status_until,
        "decision": person.decision,
        "decided_on": person.decided_on,
        "recorded_at": now,
        "recorded_by": actor.account_id,
    }


def in_cell_since(person: NewMember, today: date) -> date:
    """Return somebody's first day in his cell, as far as is known."""
    return person.in_cell_since or person.joined_on or today


def _status_since(person: NewMember, today: date) -> date:
    # Of old members lists often give one day only; whatever comes later lies after that.
    began = {PROBATIONARY: person.joined_on, OFFICIAL: person.official_on or person.joined_on}
    return person.status_since or began.get(person.status) or today
