"""What a draft is refused for before anybody gets to see it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handbook_api.auth.models import Appointment
from handbook_api.auth.standing import counts_on
from handbook_api.content_store import Content, NoticeKind
from handbook_api.core import clock
from handbook_api.core.errors import NotFound
from handbook_api.core.identity import ROOT_PATH, SYSTEM, Identity
from handbook_api.documents import queries as documents
from handbook_api.documents.models import Document
from handbook_api.members.models import Member
from handbook_api.notices import queries
from handbook_api.notices.audiences import PLACE, Audience, Meant, meant_by
from handbook_api.notices.errors import (
    AudienceOutside,
    ContactOutside,
    EventNeeded,
    KindUnknown,
    LinkUnknown,
    TimesOutOfOrder,
    TooMany,
    UrgentNotAllowed,
)
from handbook_api.notices.models import Priority
from handbook_api.notices.offices import LOOKING_AFTER
from handbook_api.notices.service.drafts import Draft, Link
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation


def require_kind(content: Content, draft: Draft) -> NoticeKind:
    """Return the kind of the draft. Raises KindUnknown, UrgentNotAllowed."""
    kind = content.notice_kinds.get(draft.kind)
    if kind is None or kind.by_system:
        raise KindUnknown
    if draft.priority == Priority.URGENT and not kind.urgent_allowed:
        raise UrgentNotAllowed
    return kind


def require_times(kind: NoticeKind, draft: Draft, settled: Collection[str] = ()) -> None:
    """Return when the times of the draft are possible. Raises EventNeeded, TimesOutOfOrder.

    In order: now, send, answer by, begin, end; and nothing expires before it was to be answered
    or has begun. settled: times that stand as they were: now may be after them.
    """
    if kind.has_event != (draft.starts_at is not None):
        raise EventNeeded
    if kind.has_event and not (draft.place or "").strip():
        raise EventNeeded
    times = (
        ("send_at", draft.send_at),
        ("answer_by", draft.answer_by),
        ("starts_at", draft.starts_at),
        ("ends_at", draft.ends_at),
    )
    expires = ("expires_at", draft.expires_at)
    for time in (*times, expires):
        if time[0] not in settled:
            _in_order((("now", clock.now()), time))
    _in_order(times)
    for time in times[:3]:
        _in_order((time, expires))


def _in_order(times: Sequence[tuple[str, datetime | None]]) -> None:
    given = [(name, at) for name, at in times if at is not None]
    for (_, earlier), (name, later) in pairwise(given):
        if later < earlier:
            raise TimesOutOfOrder(field=name)


def require_links(
    session: Session, actor: Identity, content: Content, links: Sequence[Link]
) -> Sequence[Document]:
    """Return the documents that are linked; `actor` can read them. Raises TooMany, LinkUnknown."""
    most = content.notices(clock.today()).most_links
    if len(links) > most:
        raise TooMany(field="links", most=most)
    named = {one.document_id for one in links}
    found = documents.documents_by_id(session, actor, named, clock.today())
    known = {one.document.id for one in found}
    for link in links:
        if link.document_id not in known:
            raise LinkUnknown(document=link.document_id)
        if link.anchor is not None:
            try:
                documents.get_provision(session, actor, link.document_id, link.anchor)
            except NotFound as error:
                raise LinkUnknown(document=link.document_id) from error
    return [one.document for one in found]


def require_contact(session: Session, account_id: UUID | None, organisation: Organisation) -> None:
    """Return when the contact looks after people in `organisation`, or there is none.

    Raises ContactOutside. Whom to ask: it gives him no right that his office does not.
    """
    if account_id is None:
        return
    query = (
        select(func.count())
        .select_from(Appointment)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            Appointment.account_id == account_id,
            Appointment.organisation_id == organisation.id,
            Appointment.role.in_([role.value for role in LOOKING_AFTER]),
            counts_on(clock.today()),
        )
    )
    if not session.scalar(query):
        raise ContactOutside


def checked_audience(
    session: Session,
    actor: Identity,
    content: Content,
    organisation: Organisation,
    audience: Audience,
) -> Audience:
    """Return `audience` when all of it stands inside `organisation`.

    What the actor cannot see and what stands elsewhere is refused alike.
    Raises TooMany, AudienceOutside.
    """
    rules = content.notices(clock.today())
    most = {"members": rules.most_people_named, "organisations": rules.most_people_named}
    _bounded("members", audience.members, most["members"])
    _bounded("organisations", audience.organisations, most["organisations"])
    _bounded("groups", audience.groups, rules.most_groups)
    _known("statuses", audience.statuses, content.member_statuses.members)
    places = organisations.organisations_by_id(session, actor, audience.organisations)
    inside = {id_ for id_, one in places.items() if one.path.startswith(organisation.path)}
    _known("organisations", audience.organisations, inside)
    groups = queries.groups_by_id(session, actor, audience.groups, organisation.path)
    _known("groups", audience.groups, {row.group.id for row in groups})
    _known("members", audience.members, _members_inside(session, audience, organisation))
    return audience


def _members_inside(session: Session, audience: Audience, organisation: Organisation) -> set[UUID]:
    """The named members who take part inside `organisation`; its senders see all of these."""
    if not audience.members:
        return set()
    query = (
        select(Member.id)
        .join(Organisation, Organisation.id == PLACE)
        .where(
            Member.id.in_(audience.members),
            Member.erased_at.is_(None),
            Organisation.path.startswith(organisation.path, autoescape=True),
        )
    )
    return set(session.scalars(query))


def _bounded(field: str, given: Sequence[object], most: int) -> None:
    if len(given) > most:
        raise TooMany(field=field, most=most)


def _known(field: str, given: Sequence[object], known: Collection[object]) -> None:
    if any(one not in known for one in given):
        raise AudienceOutside(field=field)


def meant_now(
    session: Session, content: Content, organisation: Organisation | None, said: Audience
) -> Meant:
    """Return the audience of a notice of `organisation` (None: of the handbook) as it is today.

    A place that has moved out of the organisation since is not meant any more.
    """
    within = organisation.path if organisation else None
    found = organisations.organisations_by_id(session, SYSTEM, said.organisations)
    places = [one.path for one in found.values() if one.path.startswith(within or ROOT_PATH)]
    return meant_by(said, places, within, content, clock.today())
