"""Groups of people that an organisation writes to again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from handbook_api.content_store import Content
from handbook_api.core import clock
from handbook_api.core.identity import Identity
from handbook_api.core.policy import Subject
from handbook_api.db import audit
from handbook_api.members.models import Member
from handbook_api.notices import queries
from handbook_api.notices.audiences import PLACE
from handbook_api.notices.errors import AudienceOutside, ChangedMeanwhile, NameTaken, TooMany
from handbook_api.notices.models import Group, GroupMember
from handbook_api.notices.policy import POLICY, NoticeAct
from handbook_api.notices.queries import GroupRow
from handbook_api.organisations import queries as organisations
from handbook_api.organisations.models import Organisation
from search_index.vietnamese.folding import fold
from search_index.vietnamese.normalise import nfc


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group's name and who is in it, by their records."""

    name: str
    members: Sequence[UUID]


def make_group(
    session: Session, actor: Identity, content: Content, organisation_id: UUID, said: NewGroup
) -> GroupRow:
    """The organisation has the group. Raises NameTaken, TooMany, AudienceOutside, Forbidden."""
    organisation = organisations.get_organisation(session, actor, organisation_id)
    POLICY.require(actor, NoticeAct.MANAGE_GROUPS, Subject(organisation.path))
    _one_at_a_time(session, organisation_id)
    rules = content.notices(clock.today())
    of_it = select(func.count()).where(Group.organisation_id == organisation_id)
    if (session.scalar(of_it) or 0) >= rules.most_groups:
        raise TooMany(field="groups", most=rules.most_groups)
    group = Group(
        id=uuid4(), organisation_id=organisation_id, version=1, created_at=clock.now(), name=""
    )
    people = _write(session, content, organisation, group, said)
    session.add(group)
    session.flush()
    _fill(session, group, people)
    _record(session, actor, group, organisation, len(people))
    return GroupRow(group, organisation, len(people))


def change_group(
    session: Session,
    actor: Identity,
    content: Content,
    group_id: UUID,
    said: NewGroup,
    version: int,
) -> GroupRow:
    """The group is called and made up as `said`. Raises as `make_group`, and ChangedMeanwhile."""
    row = queries.get_group(session, actor, group_id, to_change=True)
    POLICY.require(actor, NoticeAct.MANAGE_GROUPS, Subject(row.organisation.path))
    _one_at_a_time(session, row.organisation.id)
    if row.group.version != version:
        raise ChangedMeanwhile
    people = _write(session, content, row.organisation, row.group, said)
    row.group.version += 1
    session.execute(delete(GroupMember).where(GroupMember.group_id == group_id))
    _fill(session, row.group, people)
    _record(session, actor, row.group, row.organisation, len(people))
    return GroupRow(row.group, row.organisation, len(people))


def delete_group(session: Session, actor: Identity, group_id: UUID) -> None:
    """The group is no more; notices that were sent to it stay as they are. Raises Forbidden."""
    row = queries.get_group(session, actor, group_id, to_change=True)
    POLICY.require(actor, NoticeAct.MANAGE_GROUPS, Subject(row.organisation.path))
    session.execute(delete(GroupMember).where(GroupMember.group_id == group_id))
    session.delete(row.group)
    _record(session, actor, row.group, row.organisation, 0)


def _one_at_a_time(session: Session, organisation_id: UUID) -> None:
    """Whoever else names or counts groups of the organisation waits until this is done."""
    query = select(Organisation.id).where(Organisation.id == organisation_id)
    session.execute(query.with_for_update(key_share=True))


def _write(
    session: Session, content: Content, organisation: Organisation, group: Group, said: NewGroup
) -> Sequence[UUID]:
    """Name the group; return the accounts of who is to be in it."""
    most = content.notices(clock.today()).most_group_people
    if len(said.members) > most:
        raise TooMany(field="members", most=most)
    name = " ".join(nfc(said.name).split())
    taken = select(Group.id).where(
        Group.organisation_id == organisation.id,
        Group.folded_name == fold(name),
        Group.id != group.id,
    )
    if session.scalar(taken) is not None:
        raise NameTaken
    group.name, group.folded_name = name, fold(name)
    return _accounts(session, organisation, said.members)


def _accounts(
    session: Session, organisation: Organisation, members: Sequence[UUID]
) -> Sequence[UUID]:
    if not members:
        return ()
    query = (
        select(Member.id, Member.account_id)
        .join(Organisation, Organisation.id == PLACE)
        .where(
            Member.id.in_(members),
            Member.erased_at.is_(None),
            Organisation.path.startswith(organisation.path, autoescape=True),
        )
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    if any(one not in found for one in members):
        raise AudienceOutside(field="members")
    return list(found.values())


def _fill(session: Session, group: Group, accounts: Sequence[UUID]) -> None:
    rows = [{"group_id": group.id, "account_id": one} for one in accounts]
    if rows:
        session.execute(insert(GroupMember), rows)


def _record(
    session: Session, actor: Identity, group: Group, organisation: Organisation, people: int
) -> None:
    audit.record(
        session,
        actor,
        NoticeAct.MANAGE_GROUPS,
        "notice_group",
        str(group.id),
        path=organisation.path,
        facts={"people": people},
    )
