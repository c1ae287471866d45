"""The demo's secretary invites to the next meeting of his cell, so that inboxes are not empty."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from handbook_api.auth import standing
from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity, Role, Strength
from handbook_api.notices import service
from handbook_api.notices.audiences import Audience

_DAYS_AHEAD, _HOUR = 5, time(19, 30)


def invite(session: Session, content: Content, shown: Mapping[str, UUID]) -> None:
    """The cell of the secretary who is shown has an invitation on its way."""
    secretary = shown.get(Role.SECRETARY.value)
    if secretary is None:
        return
    grants = tuple(one.grant for one in standing.held_by(session, secretary))
    actor = Identity("demo", account_id=secretary, grants=grants, strength=Strength.TWO_FACTOR)
    for grant in grants:
        if grant.role == Role.SECRETARY and grant.organisation_id is not None:
            draft = _invitation(grant.organisation_id)
            row = service.compose(session, actor, content, grant.organisation_id, draft)
            service.ask_to_send(session, actor, content, row.notice.id, row.notice.revision)
            return


def _invitation(cell_id: UUID) -> service.Draft:
    day = clock.today() + timedelta(days=_DAYS_AHEAD)
    starts = datetime.combine(day, _HOUR, clock.VIETNAM)
    return service.Draft(
        kind="meeting",
        audience=Audience(organisations=(cell_id,)),
        title="Mời sinh hoạt chi bộ thường kỳ (minh họa)",
        text="Kính mời đồng chí dự sinh hoạt chi bộ thường kỳ. Đồng chí nào vắng xin báo lý do.",
        starts_at=starts,
        place="Nhà văn hóa (minh họa)",
        answer_by=starts - timedelta(hours=6),
    )
