"""Whom a notice was sent to, and how far it came with each, as far as a viewer looks after them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from handbook_api.core.identity import Identity
from handbook_api.core.paging import Page
from handbook_api.members.cursors import cursor_after, opened_cursor
from handbook_api.members.models import Member
from handbook_api.notices.errors import RecipientNotFound
from handbook_api.notices.models import Recipient
from handbook_api.notices.offices import LOOKING_AFTER, SENDING
from handbook_api.notices.queries.notices import NoticeRow
from handbook_api.organisations.models import Organisation
from handbook_api.organisations.paths import inside


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A recipient with who he is and where he was addressed."""

    recipient: Recipient
    member: Member
    place: Organisation | None


@dataclass(frozen=True, slots=True)
class RecipientFilter:
    """What a list of recipients is narrowed to; an empty field narrows nothing."""

    reach: Collection[str] = ()
    answers: Collection[str] = ()
    silent: bool = False
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts that add up to `people`. answers: by code; late: answers after the time was over."""

    people: int
    reach: Mapping[str, int]
    answers: Mapping[str, int]
    late: int


def visible_recipients(viewer: Identity, row: NoticeRow) -> Select[Recipient, Member, Organisation]:
    """The recipients of a notice that `viewer` may see. Every other query starts from it.

    Those whom one looks after; speaking for an organisation shows numbers, not people.
    """
    return (
        select(Recipient, Member, Organisation)
        .join(Member, Member.account_id == Recipient.account_id)
        .outerjoin(Organisation, Organisation.id == Recipient.organisation_id)
        .where(Recipient.notice_id == row.notice.id, may_see(viewer))
    )


def may_see(viewer: Identity) -> ColumnElement[bool]:
    """The condition on recipients, joined with their places, that decides seeing."""
    if viewer.sees_everything:
        return true()
    served = viewer.paths(*LOOKING_AFTER)
    return or_(false(), *(inside(Organisation.path, path) for path in served))


def sees_whole(viewer: Identity, row: NoticeRow) -> bool:
    """Whether `viewer` speaks for the sending organisation or one above it: he sees to whom it
    went, and what became of it in numbers."""
    path = row.path
    if path is None:
        return viewer.sees_everything
    return viewer.sees_everything or any(viewer.holds_over(role, path) for role in SENDING)


def get_recipient(
    session: Session, viewer: Identity, row: NoticeRow, member_id: UUID, *, to_change: bool = False
) -> RecipientRow:
    """Return a visible recipient. Raises RecipientNotFound."""
    query = visible_recipients(viewer, row).where(Member.id == member_id)
    if to_change:
        query = query.with_for_update(of=Recipient).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise RecipientNotFound
    return RecipientRow(*found)


def page_of_recipients(
    session: Session,
    viewer: Identity,
    row: NoticeRow,
    wanted: RecipientFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[RecipientRow]:
    """Return visible recipients in the order of Vietnamese lists."""
    query = visible_recipients(viewer, row).where(*narrowed(wanted))
    if cursor is not None:
        sort_name, last = opened_cursor(session, cursor)
        after = or_(
            Member.sort_name > sort_name, and_(Member.sort_name == sort_name, Member.id > last)
        )
        query = query.where(after)
    query = query.order_by(Member.sort_name, Member.id).limit(limit + 1)
    found = [RecipientRow(*one) for one in session.execute(query)]
    last_shown = found[limit - 1].member if len(found) > limit else None
    return Page(found[:limit], cursor_after(session, last_shown) if last_shown else None)


def narrowed(wanted: RecipientFilter) -> Collection[ColumnElement[bool]]:
    """Return the conditions that a filter stands for."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.reach:
        conditions.append(Recipient.reach.in_(wanted.reach))
    if wanted.answers:
        conditions.append(Recipient.answer.in_(wanted.answers))
    if wanted.silent:
        conditions.append(and_(Recipient.answer.is_(None), Recipient.confirmed_at.is_(None)))
    if wanted.within is not None:
        conditions.append(inside(Organisation.path, wanted.within))
    return conditions


def counts_by_reach(session: Session, viewer: Identity, row: NoticeRow) -> Totals:
    """Return how many recipients stand where: all of them for who sees the whole notice, else
    those whom one looks after."""
    seen = true() if sees_whole(viewer, row) else may_see(viewer)
    query = (
        select(Recipient.reach, Recipient.answer, Recipient.answer_late, func.count())
        .outerjoin(Organisation, Organisation.id == Recipient.organisation_id)
        .where(Recipient.notice_id == row.notice.id, seen)
        .group_by(Recipient.reach, Recipient.answer, Recipient.answer_late)
    )
    reach: dict[str, int] = {}
    answers: dict[str, int] = {}
    late = 0
    for at, answer, was_late, count in session.execute(query):
        reach[at] = reach.get(at, 0) + count
        if answer is not None:
            answers[answer] = answers.get(answer, 0) + count
            late += count if was_late else 0
    return Totals(sum(reach.values()), reach, answers, late)
