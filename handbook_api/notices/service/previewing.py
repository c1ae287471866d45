"""What a notice would be: how it reads, who would get it and how, what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Audience, Identity
from handbook_api.core.policy import Subject
from handbook_api.documents.models import Document
from handbook_api.notices.audiences import Meant
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.service.checking import (
    checked_audience,
    meant_now,
    require_contact,
    require_kind,
    require_links,
    require_times,
)
from handbook_api.notices.service.counting import Forecast, count_people, forecast
from handbook_api.notices.service.drafts import Draft
from handbook_api.notices.service.wording import Words, words_of
from handbook_api.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Preview:
    """forecast: of very few people only their number; how each is reached would be told of one.

    needs_release: a second person will have to stand behind it. closed: documents it links to that
    are for one organisation alone, with how many of the audience stand outside it.
    """

    words: Words
    forecast: Forecast
    needs_release: bool
    closed: Sequence[tuple[Document, int]]


def preview(
    session: Session, actor: Identity, content: Content, organisation_id: UUID, draft: Draft
) -> Preview:
    """Return what sending `draft` now would come to; nothing is kept.

    An audience of nobody is shown as that. Raises what `compose` raises.
    """
    organisation = organisations.get_organisation(session, actor, organisation_id)
    POLICY.require(actor, NoticeAct.COMPOSE, Subject(organisation.path))
    require_times(require_kind(content, draft), draft)
    linked = require_links(session, actor, content, draft.links)
    require_contact(session, draft.contact_id, organisation)
    words = words_of(content, draft)
    said = checked_audience(session, actor, content, organisation, draft.audience)
    meant = meant_now(session, content, organisation, said)
    found, closed = forecast(session, content, meant), _closed(session, meant, linked)
    rules = content.notices(clock.today())
    if found.people < rules.preview_least_people:
        found = Forecast(found.people, {}, 0)
    return Preview(words, found, found.people > rules.release_above_people, closed)


def _closed(
    session: Session, meant: Meant, linked: Sequence[Document]
) -> Sequence[tuple[Document, int]]:
    counted = [
        (one, count_people(session, meant.outside(one.audience_path)))
        for one in linked
        if one.audience == Audience.ORGANISATION and one.audience_path is not None
    ]
    return [(one, people) for one, people in counted if people]
