"""What a person was told, and what his organisation is about to tell: one of each."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from handbook_api.core import clock
from handbook_api.members.models import Member
from handbook_api.notices.audiences import Audience
from handbook_api.notices.inbox.service import Answered, write_answer
from handbook_api.notices.models import (
    Contact,
    Group,
    GroupMember,
    Inbox,
    Notice,
    NoticeState,
    Reach,
    Recipient,
)
from handbook_api.organisations.models import Organisation


def told_to(
    session: Session, organisation: Organisation, cell: Organisation, member: Member, canary: str
) -> tuple[UUID, UUID, UUID, UUID]:
    """A meeting that did not reach him, a draft, a group, and a try to call him; by their ids.

    Somebody once wrote down for him that he stays away, and why.
    """
    now = clock.now()
    out = _notice(organisation, NoticeState.SENT, canary)
    draft = _notice(organisation, NoticeState.DRAFT, canary)
    group = Group(
        id=uuid4(),
        organisation_id=organisation.id,
        name=f"Tổ {canary}",
        folded_name=f"to {canary}",
        created_at=now,
    )
    session.add_all([out, draft, group])
    session.flush()
    session.add(GroupMember(group_id=group.id, account_id=member.account_id))
    if session.get(Inbox, member.account_id) is None:
        session.add(Inbox(account_id=member.account_id, revision=1))
    got = Recipient(
        notice_id=out.id,
        account_id=member.account_id,
        organisation_id=cell.id,
        revision=1,
        reach=Reach.IN_INBOX,
        in_inbox_at=now,
    )
    session.add(got)
    session.flush()
    absent = Answered("absent", f"vì {canary}")
    write_answer(session, out, got, absent, now, given_by=uuid4())
    # The call list has him all the same, so that it is tried as well.
    got.reach, got.answer, got.answered_at = Reach.IN_INBOX, None, None
    contact = Contact(
        id=uuid4(),
        notice_id=out.id,
        account_id=member.account_id,
        at=now,
        by=uuid4(),
        how="phone",
        outcome="no_answer",
    )
    session.add(contact)
    session.flush()
    return out.id, draft.id, group.id, contact.id


def _notice(organisation: Organisation, state: NoticeState, canary: str) -> Notice:
    now = clock.now()
    sent: dict[str, Any] = {}
    if state == NoticeState.SENT:
        sent = {"sent_at": now, "in_inboxes_at": now, "call_from": now, "people": 1}
    audience = Audience(organisations=(organisation.id,), below=True)
    return Notice(
        id=uuid4(),
        organisation_id=organisation.id,
        kind="meeting",
        state=state,
        title=f"Họp {canary}",
        text=f"Mời {canary} dự.",
        folded=f"hop {canary}",
        template_values={},
        links=[],
        starts_at=now + timedelta(days=3),
        place="Nhà văn hóa thôn Thử",
        audience=audience.written(),
        leaves_at=now + timedelta(days=30),
        created_at=now,
        updated_at=now,
        **sent,
    )
