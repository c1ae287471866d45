"""A notice is written, rewritten, thrown away: nothing leaves the house here."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.notices import queries
from handbook_api.notices.errors import ChangedMeanwhile, NoticeNotFound, NotOpen
from handbook_api.notices.events import Happened
from handbook_api.notices.models import Notice, NoticeState
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import NoticeRow
from handbook_api.notices.service.checking import (
    checked_audience,
    require_contact,
    require_kind,
    require_links,
    require_times,
)
from handbook_api.notices.service.drafts import Draft
from handbook_api.notices.service.noting import note, record
from handbook_api.notices.service.wording import folded, words_of
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation


def compose(
    session: Session, actor: Identity, content: Content, organisation_id: UUID, draft: Draft
) -> NoticeRow:
    """A draft of `organisation_id` exists afterwards; nobody gets it yet.

    Raises OrganisationNotFound, Forbidden, and whatever a draft is refused for.
    """
    organisation = organisations.get_organisation(session, actor, organisation_id)
    POLICY.require(actor, NoticeAct.COMPOSE, Subject(organisation.path))
    now = clock.now()
    rules = content.notices(clock.today())
    notice = Notice(
        id=uuid4(),
        organisation_id=organisation.id,
        author_id=actor.account_id,
        state=NoticeState.DRAFT,
        people=0,
        version=1,
        rounds=0,
        revision=0,
        leaves_at=now + timedelta(days=rules.draft_days),
        created_at=now,
        updated_at=now,
    )
    _write(session, actor, content, organisation, notice, draft)
    session.add(notice)
    session.flush()
    note(session, notice, Happened.COMPOSED, actor.account_id)
    record(session, actor, NoticeAct.COMPOSE, notice, organisation.path)
    return NoticeRow(notice, organisation)


def rewrite(
    session: Session,
    actor: Identity,
    content: Content,
    notice_id: UUID,
    draft: Draft,
    revision: int,
) -> NoticeRow:
    """The draft says what `draft` says. Raises NotOpen, ChangedMeanwhile, and as `compose`."""
    row = draft_to_change(session, actor, notice_id, revision)
    if row.organisation is None:  # what the handbook itself says is nobody's draft
        raise NoticeNotFound
    _write(session, actor, content, row.organisation, row.notice, draft)
    # Whoever wrote it last is its author: somebody else releases it.
    row.notice.author_id = actor.account_id
    row.notice.updated_at = clock.now()
    row.notice.revision += 1
    return row


def throw_away(session: Session, actor: Identity, notice_id: UUID, revision: int) -> NoticeRow:
    """The draft is nobody's any more; that it was there stays known. Raises as `rewrite`."""
    row = draft_to_change(session, actor, notice_id, revision)
    row.notice.state, row.notice.leaves_at = NoticeState.LAPSED, None
    note(session, row.notice, Happened.LAPSED, actor.account_id)
    return row


def draft_to_change(session: Session, actor: Identity, notice_id: UUID, revision: int) -> NoticeRow:
    """Return a draft that `actor` may rewrite, locked. Raises NotOpen, ChangedMeanwhile."""
    row = queries.get_notice(session, actor, notice_id, to_change=True)
    POLICY.require(actor, NoticeAct.COMPOSE, Subject(row.path))
    require_state(row.notice, NoticeState.DRAFT)
    require_revision(row.notice, revision)
    return row


def require_state(notice: Notice, *states: NoticeState) -> None:
    """Return when the notice is in one of `states`. Raises NotOpen."""
    if notice.state not in states:
        raise NotOpen(state=notice.state)


def require_revision(notice: Notice, revision: int) -> None:
    """Return when nobody changed the notice since `revision`. Raises ChangedMeanwhile."""
    if notice.revision != revision:
        raise ChangedMeanwhile


def _write(
    session: Session,
    actor: Identity,
    content: Content,
    organisation: Organisation,
    notice: Notice,
    draft: Draft,
) -> None:
    kind = require_kind(content, draft)
    require_times(kind, draft)
    require_links(session, actor, content, draft.links)
    require_contact(session, draft.contact_id, organisation)
    words = words_of(content, draft)
    notice.kind, notice.priority = draft.kind, draft.priority
    notice.title, notice.text, notice.folded = (
        words.title,
        words.text,
        folded(words.title, words.text),
    )
    notice.template_code, notice.template_version = draft.template, words.template_version
    notice.template_values = dict(words.values)
    notice.links = [{"document_id": one.document_id, "anchor": one.anchor} for one in draft.links]
    notice.starts_at, notice.ends_at, notice.place = draft.starts_at, draft.ends_at, draft.place
    notice.audience = checked_audience(
        session, actor, content, organisation, draft.audience
    ).written()
    notice.send_at, notice.answer_by = draft.send_at, draft.answer_by
    notice.expires_at, notice.contact_id = draft.expires_at, draft.contact_id
