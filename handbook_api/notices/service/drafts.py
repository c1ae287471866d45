"""What somebody wants to say, to whom and when, before it is checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handbook_api.notices.audiences import Audience
from handbook_api.notices.models import Notice, Priority


@dataclass(frozen=True, slots=True)
class Link:
    """A document of the library, or one provision of it."""

    document_id: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a notice is to say, to whom, and when; times are instants in UTC.

    template: code of a template; `values` fill its fields, and title and text are left empty.
    """

    kind: str
    audience: Audience
    title: str = ""
    text: str = ""
    template: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[Link] = ()
    priority: Priority = Priority.NORMAL
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str | None = None
    send_at: datetime | None = None
    answer_by: datetime | None = None
    expires_at: datetime | None = None
    contact_id: UUID | None = None


def draft_of(notice: Notice) -> Draft:
    """Return what a notice that was written says, as it would be said again."""
    by_template = notice.template_code is not None
    return Draft(
        kind=notice.kind,
        audience=Audience.read(notice.audience),
        title="" if by_template else notice.title,
        text="" if by_template else notice.text,
        template=notice.template_code,
        values=notice.template_values,
        links=[Link(one["document_id"], one["anchor"]) for one in notice.links],
        priority=Priority(notice.priority),
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        place=notice.place,
        send_at=notice.send_at,
        answer_by=notice.answer_by,
        expires_at=notice.expires_at,
        contact_id=notice.contact_id,
    )
