"""Nothing is kept for ever, and of whoever is erased nothing at all."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Uuid, func, select

from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL
from handbook_api.db.base import Base
from handbook_api.members.erasing import erase_member
from handbook_api.members.models import Member
from handbook_api.notices import retention
from handbook_api.notices.delivering.models import Delivery, DeliveryState
from handbook_api.notices.models import Notice
from tests.support.jobs import jobs_of
from tests.support.notices import compose_and_send, said
from tests.support.people import later

#: Notices are kept for sixty months.
PAST = {"days": 61 * 31}
NAME = "Phạm Thị Xa"


@pytest.fixture
def meeting(committee, secretary):
    """A meeting that was answered for, called about, rung for."""
    starts = clock.now() + timedelta(days=7)
    body = said(
        committee.tree.cell,
        kind="meeting",
        starts_at=starts.isoformat(),
        place="Nhà văn hóa thôn Thử",
    )
    notice = compose_and_send(secretary, body).json["id"]
    committee.work(until=later(minutes=2))
    path = f"/notices/{notice}/recipients/{committee.people[NAME].id}"
    secretary.post(f"{path}/contacts", {"how": "phone", "outcome": "told"})
    secretary.post(f"{path}/answers", {"answer": "absent", "reason": "Đi viện"})
    with committee.runtime.transaction() as session:
        session.add(a_delivery(UUID(notice), committee.people[NAME].account_id))
    return notice


def a_delivery(notice_id, account_id):
    now = clock.now()
    return Delivery(
        notice_id=notice_id,
        target_id=uuid4(),
        way="push",
        round=0,
        account_id=account_id,
        state=DeliveryState.HANDED,
        rank=1,
        give_up_at=now,
        handed_at=now,
        finished_at=now,
    )


def counts(committee, column):
    """How many rows of each table name a value in a column called so."""
    name, value = column
    with committee.runtime.transaction(read_only=True) as session:
        return {
            table.name: found
            for table in Base.metadata.sorted_tables
            if name in table.c
            and isinstance(table.c[name].type, Uuid)
            and (
                found := session.scalar(
                    select(func.count()).select_from(table).where(table.c[name] == value)
                )
            )
        }


def test_everything_that_hangs_on_a_notice_is_known():
    hanging = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "notices"
    }

    assert hanging == {model.__tablename__ for model in retention.HANGING}


def test_old_notices_go_with_all_that_hangs_on_them(committee, meeting):
    hung = counts(committee, ("notice_id", UUID(meeting)))
    assert set(hung) >= {model.__tablename__ for model in retention.HANGING}

    committee.work(until=later(days=40), slots=True)
    assert counts(committee, ("id", UUID(meeting))) == {"notices": 1}
    with clock.frozen(later(**PAST)):
        committee.work(until=later(days=1), slots=True)

    assert counts(committee, ("notice_id", UUID(meeting))) == {}
    assert counts(committee, ("id", UUID(meeting))) == {}
    assert jobs_of(committee.runtime, retention.FORGET)


def test_what_is_not_old_or_not_over_stays(committee, meeting):
    committee.work(until=later(days=40))
    with committee.runtime.transaction() as session:
        session.get_one(Notice, UUID(meeting)).state = "sent"
    with clock.frozen(later(**PAST)), committee.runtime.transaction() as session:
        assert retention.forget(session, committee.runtime, {}) is None

    assert counts(committee, ("id", UUID(meeting))) == {"notices": 1}


def test_it_is_done_in_pieces(committee, meeting, monkeypatch):
    committee.work(until=later(days=40))
    monkeypatch.setattr(retention, "_ROWS", 2)
    rounds = 0
    with clock.frozen(later(**PAST)):
        again = True
        while again:
            with committee.runtime.transaction() as session:
                again = retention.forget(session, committee.runtime, {})
            rounds += 1

    assert rounds > 3
    assert counts(committee, ("notice_id", UUID(meeting))) == {}
    assert counts(committee, ("id", UUID(meeting))) == {}


def test_of_whoever_is_erased_nothing_is_left(committee, meeting, secretary):
    member = committee.people[NAME]
    group = secretary.post(
        "/notice-groups",
        {
            "organisation_id": str(committee.tree.cell.id),
            "name": "Tổ một",
            "members": [str(member.id)],
        },
    )
    assert group.status == 201, group.json
    account = ("account_id", member.account_id)
    held = {"notice_recipients", "notice_answers", "notice_contacts", "notice_group_members"}
    assert set(counts(committee, account)) >= {*held, "inboxes", "deliveries"}

    with committee.runtime.transaction() as session:
        session.get_one(Member, member.id).cell_id = None
        session.flush()
        erase_member(session, TERMINAL, member.id)

    assert set(counts(committee, account)) <= {"members", "appointments"}
    found = secretary.get(f"/notices/{meeting}/recipients").json["items"]
    assert str(member.id) not in [one["member_id"] for one in found]


def test_what_he_wrote_for_his_organisation_stays_and_names_nobody(committee, meeting):
    author = committee.people["Nguyễn Văn Bí"]
    with committee.runtime.transaction() as session:
        session.get_one(Member, author.id).cell_id = None
        session.flush()
        erase_member(session, TERMINAL, author.id)

    with committee.runtime.transaction(read_only=True) as session:
        assert session.get_one(Notice, UUID(meeting)).author_id == author.account_id
    assert set(counts(committee, ("account_id", author.account_id))) <= {"members", "appointments"}
