"""What a page of one's inbox asks for: what waits, the next meeting, and opening a notice."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.notices.inbox import queries
from handbook_api.notices.inbox.opening import open_own
from handbook_api.notices.inbox.schemas import asking_kinds
from handbook_api.notices.models import Inbox, Recipient
from tests.support.notices import compose_and_send, said
from tests.support.people import later
from tests.support.records import as_member


@pytest.fixture
def me(committee):
    """A member of the first cell, as services see her."""
    return as_member(committee.people["Trần Thị Máy"], committee.tree.cell)


@pytest.fixture
def send(committee, secretary):
    """Send a notice to the first cell and let it arrive; its id."""

    def send_(**more):
        sent = compose_and_send(secretary, said(committee.tree.cell, **more))
        assert sent.status == 200, sent.json
        committee.work(until=later(minutes=2))
        return sent.json["id"]

    return send_


def invitation(days, **more):
    starts = clock.now() + timedelta(days=days)
    return {
        "kind": "meeting",
        "title": f"Họp sau {days} ngày",
        "starts_at": starts.isoformat(),
        "place": "Nhà văn hóa thôn Thử",
        "answer_by": (starts - timedelta(hours=6)).isoformat(),
    } | more


def test_what_is_due_first_waits_first_and_what_asks_nothing_is_apart(committee, me, send):
    send(**invitation(9))
    send(title="Chỉ để biết")
    send(**invitation(3))
    send(kind="task", title="Việc không có hạn")
    content = committee.runtime.content
    asking = asking_kinds(content)

    with committee.runtime.transaction(read_only=True) as session:
        waiting = queries.waiting_in_inbox(session, me, asking, limit=10)
        settled = queries.InboxFilter(settled=True, asking=asking)
        rest = queries.page_of_inbox(session, me, settled, limit=10).rows

    titles = [row.notice.title for row in waiting]
    assert titles == ["Họp sau 3 ngày", "Họp sau 9 ngày", "Việc không có hạn"]
    assert [row.notice.title for row in rest] == ["Chỉ để biết"]


def test_the_next_meeting_is_the_one_that_comes_first(committee, me, send):
    later_one, sooner = send(**invitation(9)), send(**invitation(3))

    with committee.runtime.transaction(read_only=True) as session:
        assert str(queries.next_meeting(session, me).notice.id) == sooner
    with (
        clock.frozen(later(days=4)),
        committee.runtime.transaction(read_only=True) as session,
    ):
        assert str(queries.next_meeting(session, me).notice.id) == later_one
    with (
        clock.frozen(later(days=10)),
        committee.runtime.transaction(read_only=True) as session,
    ):
        assert queries.next_meeting(session, me) is None


def test_a_meeting_that_is_on_or_was_put_away_is_still_the_next(committee, me, send):
    ends = clock.now() + timedelta(days=3, hours=2)
    id_ = send(**invitation(3, ends_at=ends.isoformat()))
    committee.as_("Trần Thị Máy").put(f"/me/inbox/{id_}/archiving", {"archived": True})

    with (
        clock.frozen(later(days=3, hours=1)),
        committee.runtime.transaction(read_only=True) as session,
    ):
        assert str(queries.next_meeting(session, me).notice.id) == id_


def test_a_notice_opened_again_leaves_the_inbox_as_it_is(committee, me, send):
    id_ = UUID(send())
    with committee.runtime.transaction() as session:
        first = open_own(session, me, id_)
        assert (first.last_seen, first.row.recipient.opened_version) == (None, 1)
        number = session.get_one(Inbox, me.account_id).revision
    with committee.runtime.transaction() as session:
        again = open_own(session, me, id_)

    with committee.runtime.transaction(read_only=True) as session:
        assert again.last_seen == 1
        assert session.get_one(Inbox, me.account_id).revision == number
        opened = select(Recipient.opened_at).where(
            Recipient.notice_id == id_, Recipient.account_id == me.account_id
        )
        assert session.scalar(opened) is not None
