"""Accounts: made from the list of members, renamed, switched off and on.

These functions ask no policy: they are parts of acts that were allowed elsewhere (adding members,
recording a death). What an officer does to an account by itself stands in `looking_after`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handbook_api.auth.chunks import chunks
from handbook_api.auth.errors import NameNotUnderstood, NameTaken
from handbook_api.auth.models import Account, Reset, SignInName, Slip
from handbook_api.auth.notices import Happening, tell_each
from handbook_api.auth.sessions import end_sessions, end_slip_sessions
from handbook_api.auth.sign_in_names import NameKind, blind_of, spelling_of
from handbook_api.core import clock
from handbook_api.db.sealing import keys_of


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Somebody who is to have an account.

    names: NameKind (“card”, “phone”) → text in any spelling. sort_name: what lists are sorted by.
    """

    id: UUID
    display_name: str
    birth_year: int | None
    names: Mapping[str, str] = field(default_factory=dict)
    sort_name: str = ""


@dataclass(frozen=True, slots=True)
class NameLeftOut:
    """A sign-in name that was not given: somebody has it already, or it is no such name."""

    account_id: UUID
    kind: str
    #: taken, not_understood.
    why: str


def create_accounts(session: Session, rows: Sequence[NewAccount]) -> Sequence[NameLeftOut]:
    """Each row has an account that nobody has used yet; return the names that were left out.

    Some statements for every 500 rows, whatever the names. A phone shared by a couple signs in
    whoever came first; the other uses his card number. Who must hold a number alone is decided
    where numbers are kept.
    """
    left_out: list[NameLeftOut] = []
    for chunk in chunks(rows):
        _insert_accounts(session, chunk)
        left_out += _insert_names(session, chunk)
    return left_out


def set_sign_in_name(session: Session, account_id: UUID, kind: str, text: str | None) -> None:
    """The account signs in under `text` as its name of `kind`, and under no earlier one.

    None: it has none of this kind. Raises NameNotUnderstood, NameTaken.
    """
    wanted = NameKind(kind)
    blind = None
    if text is not None:
        blind = blind_of(keys_of(session), wanted, spelling_of(wanted, text))
        holder = session.scalar(
            select(SignInName.account_id).where(
                SignInName.kind == wanted, SignInName.blind == blind
            )
        )
        if holder == account_id:
            return
        if holder is not None:
            raise NameTaken(kind=wanted.value)
    own = (SignInName.account_id == account_id, SignInName.kind == wanted)
    session.execute(delete(SignInName).where(*own))
    if blind is not None:
        values = {"id": uuid4(), "account_id": account_id, "kind": wanted, "blind": blind}
        _insert(session, [values], wanted)


def rename_account(
    session: Session,
    account_id: UUID,
    display_name: str,
    *,
    sort_name: str = "",
    birth_year: int | None = None,
) -> None:
    """The account bears this name, and is asked this birth year by its next slip."""
    account = session.get_one(Account, account_id)
    account.display_name, account.sort_name = display_name, sort_name
    account.birth_year = birth_year or account.birth_year


def touch_accounts(session: Session, account_ids: Iterable[UUID]) -> None:
    """Roles of these accounts are read anew at their next request, on every node."""
    for chunk in chunks(sorted(set(account_ids))):
        session.execute(
            update(Account).where(Account.id.in_(chunk)).values(epoch=Account.epoch + 1)
        )


def switch_off(session: Session, account_ids: Collection[UUID], reason: str) -> None:
    """Nobody signs in to these accounts; devices, slips and resets of theirs are void.

    reason: a code, such as “deceased” or “expelled”.
    """
    for chunk in chunks(sorted(set(account_ids))):
        changed = session.scalars(
            update(Account)
            .where(Account.id.in_(chunk), Account.state != "disabled")
            .values(
                state="disabled", disabled_reason=reason, disabled_at=None, epoch=Account.epoch + 1
            )
            .returning(Account.id)
        ).all()
        end_sessions(session, changed, "disabled")
        withdraw_invitations(session, changed)
        tell_each(session, changed, Happening.DISABLED)


def switch_on(session: Session, account_id: UUID) -> None:
    """The account can be signed in to again, with the password it had or a new slip."""
    account = session.get_one(Account, account_id)
    account.state = "active" if account.activated_at else "new"
    account.disabled_reason = account.disabled_at = None
    tell_each(session, [account_id], Happening.ENABLED)


def withdraw_invitations(session: Session, account_ids: Sequence[UUID]) -> None:
    """No slip and no reset that was handed out for these accounts works any more."""
    void_slips(session, account_ids)
    void_resets(session, account_ids)


def void_slips(session: Session, account_ids: Sequence[UUID]) -> None:
    """No slip that was issued for these accounts signs in any more."""
    for chunk in chunks(account_ids):
        open_ones = (Slip.account_id.in_(chunk), Slip.revoked_at.is_(None))
        session.execute(update(Slip).where(*open_ones).values(revoked_at=clock.now()))


def void_resets(session: Session, account_ids: Sequence[UUID]) -> None:
    """No reset that was opened for these accounts works any more."""
    now = clock.now()
    for chunk in chunks(account_ids):
        open_ones = (Reset.account_id.in_(chunk), Reset.used_at.is_(None), Reset.expires_at > now)
        session.execute(update(Reset).where(*open_ones).values(expires_at=now))


def begin_offices(session: Session, account_ids: Iterable[UUID]) -> None:
    """What was handed out before these accounts came to an office leads nowhere any more.

    Slips, resets and the devices that a slip opened date from when nobody over that office had
    to agree; whoever handed them out could have kept a copy.
    """
    ids = sorted(set(account_ids))
    withdraw_invitations(session, ids)
    end_slip_sessions(session, ids)


def _insert_accounts(session: Session, rows: Sequence[NewAccount]) -> None:
    now = clock.now()
    values = [
        {
            "id": row.id,
            "display_name": row.display_name,
            "sort_name": row.sort_name,
            "birth_year": row.birth_year,
            "state": "new",
            "epoch": 1,
            "created_at": now,
        }
        for row in rows
    ]
    if values:
        session.execute(insert(Account), values)


def _insert_names(session: Session, rows: Sequence[NewAccount]) -> list[NameLeftOut]:
    ring, left_out = keys_of(session), []
    wanted: dict[tuple[str, bytes], UUID] = {}
    for row in rows:
        for kind, text in row.names.items():
            try:
                blind = blind_of(ring, NameKind(kind), spelling_of(NameKind(kind), text))
            except NameNotUnderstood:
                left_out.append(NameLeftOut(row.id, kind, "not_understood"))
                continue
            if wanted.setdefault((kind, blind), row.id) != row.id:
                left_out.append(NameLeftOut(row.id, kind, "taken"))
    taken = _taken(session, wanted)
    left_out += [NameLeftOut(wanted.pop(name), name[0], "taken") for name in taken]
    values: list[dict[str, Any]] = [
        {"id": uuid4(), "account_id": account_id, "kind": kind, "blind": blind}
        for (kind, blind), account_id in wanted.items()
    ]
    if values:
        _insert(session, values, "")
    return left_out


def _insert(session: Session, values: Sequence[Mapping[str, Any]], kind: str) -> None:
    try:
        session.execute(insert(SignInName), values)
    except IntegrityError as error:
        raise NameTaken(kind=kind) from error  # by somebody else, at this very moment


def _taken(session: Session, names: Collection[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    found = []
    for kind in sorted({kind for kind, _ in names}):
        blinds = [blind for one, blind in names if one == kind]
        query = select(SignInName.kind, SignInName.blind).where(
            SignInName.kind == kind, SignInName.blind.in_(blinds)
        )
        found += [(row.kind, row.blind) for row in session.execute(query)]
    return found
