"""A notice is laid into inboxes, some thousands at a time, and what lies there is changed.

Whoever changes an inbox raises its number first, in the order of accounts: two that work at once
wait for each other and never in a circle, and a phone that compares numbers misses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import SQLCoreOperations

from handbook_api.core import clock
from handbook_api.db.inserting import insert_into
from handbook_api.notices.models import Inbox, Notice, Reach, Recipient

#: Inboxes of one transaction: some tenths of a second, so that no other writer waits long.
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Accounts after `after` up to and with `until`, in the order of ids; None: no bound."""

    after: UUID | None
    until: UUID | None

    def holds(self, column: SQLCoreOperations[UUID]) -> ColumnElement[bool]:
        """The condition that the account in `column` lies in this stretch."""
        bounds = [] if self.after is None else [column > self.after]
        if self.until is not None:
            bounds.append(column <= self.until)
        return and_(True, *bounds)


def next_stretch(
    session: Session, accounts: Select[UUID, *tuple[Any, ...]], after: UUID | None
) -> Stretch:
    """Return the next CHUNK of `accounts` that come after `after`; unbounded when it is the last.

    accounts: selects account ids first.
    """
    column = accounts.selected_columns[0]
    rest = accounts.with_only_columns(column).order_by(column).offset(CHUNK - 1).limit(1)
    if after is not None:
        rest = rest.where(column > after)
    return Stretch(after, session.scalar(rest))


def lay(
    session: Session, notice: Notice, people: Select[UUID, UUID], after: UUID | None
) -> Stretch:
    """The next CHUNK of `people` that come after `after` have the notice in their inboxes; done
    twice it is once.

    Return the stretch they lie in, unbounded when it was the last.
    """
    account = people.selected_columns[0]
    stretch = _raise_next(session, people, after)
    meant = people.where(stretch.holds(account)).subquery()
    rows = select(
        literal(notice.id, Recipient.notice_id.type),
        meant.c.account_id,
        meant.c.organisation_id,
        Inbox.revision,
        literal(Reach.IN_INBOX.value),
        literal(clock.now(), Recipient.in_inbox_at.type),
        literal(0),
    ).join(Inbox, Inbox.account_id == meant.c.account_id)
    names = ["notice_id", "account_id", "organisation_id", "revision", "reach", "in_inbox_at"]
    new = insert_into(session, Recipient).from_select(
        [*names, "reminders"], rows.where(meant.c.account_id.is_not(None))
    )
    session.execute(new.on_conflict_do_nothing())
    return stretch


def _raise_next(session: Session, people: Select[UUID, UUID], after: UUID | None) -> Stretch:
    """The inboxes of the next CHUNK of `people` have a new number; return where they lie."""
    account = people.selected_columns[0]
    some = people.with_only_columns(account, literal(1)).where(Stretch(after, None).holds(account))
    raised = insert_into(session, Inbox).from_select(
        ["account_id", "revision"], some.order_by(account).limit(CHUNK)
    )
    done = raised.on_conflict_do_update(
        index_elements=[Inbox.account_id], set_={"revision": Inbox.revision + 1}
    ).returning(Inbox.account_id)
    found = session.scalars(done).all()
    return Stretch(after, max(found) if len(found) == CHUNK else None)


def recipients_of(notice_id: UUID, *conditions: ColumnElement[bool]) -> Select[UUID]:
    """Select the accounts that have the notice and meet `conditions`."""
    return select(Recipient.account_id).where(Recipient.notice_id == notice_id, *conditions)


def change(
    session: Session,
    notice_id: UUID,
    stretch: Stretch,
    values: Mapping[Any, Any],
    *conditions: ColumnElement[bool],
) -> None:
    """Recipients in the stretch that meet `conditions` have `values`; their phones hear of it."""
    accounts = recipients_of(notice_id, stretch.holds(Recipient.account_id), *conditions)
    raise_inboxes(session, accounts)
    revision = select(Inbox.revision).where(Inbox.account_id == Recipient.account_id)
    session.execute(
        update(Recipient)
        .where(Recipient.notice_id == notice_id, stretch.holds(Recipient.account_id), *conditions)
        .values({**values, Recipient.revision: revision.scalar_subquery()})
        .execution_options(synchronize_session=False)
    )


def raise_inboxes(session: Session, accounts: Select[UUID]) -> None:
    """The inboxes of `accounts` have a new number; nobody else changes them meanwhile."""
    locked = select(Inbox.account_id).where(Inbox.account_id.in_(accounts))
    session.execute(locked.order_by(Inbox.account_id).with_for_update())
    session.execute(
        update(Inbox)
        .where(Inbox.account_id.in_(accounts))
        .values(revision=Inbox.revision + 1)
        .execution_options(synchronize_session=False)
    )
