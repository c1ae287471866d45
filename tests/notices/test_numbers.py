"""Numbers of inboxes are seen in their order: what a phone compares misses nothing."""

import threading

import pytest

from handbook_api.notices.inbox import queries
from handbook_api.notices.reaching import raise_inbox
from tests.support.notices import compose_and_send, said
from tests.support.people import later
from tests.support.records import as_member


def test_whoever_changes_an_inbox_waits_for_whoever_is_changing_it(committee, secretary):
    compose_and_send(secretary, said(committee.tree.cell))
    committee.work(until=later(minutes=2))
    member, numbers, begun = committee.people["Trần Thị Máy"], [], threading.Event()

    def second():
        begun.set()
        with committee.runtime.transaction() as session:
            numbers.append(raise_inbox(session, member.account_id))

    with committee.runtime.transaction() as session:
        first = raise_inbox(session, member.account_id)
        other = threading.Thread(target=second)
        other.start()
        begun.wait(5)
        other.join(0.3)
        assert other.is_alive()
        assert numbers == []
    other.join(10)

    assert numbers == [first + 1]


def test_what_is_not_committed_is_not_seen_and_not_passed_over(committee, secretary):
    compose_and_send(secretary, said(committee.tree.cell))
    committee.work(until=later(minutes=2))
    member = committee.people["Trần Thị Máy"]
    viewer = as_member(member, committee.tree.cell)

    with committee.runtime.transaction() as writing:
        raise_inbox(writing, member.account_id)
        with committee.runtime.transaction(read_only=True) as reading:
            before = queries.revision_of(reading, viewer)
    with committee.runtime.transaction(read_only=True) as reading:
        after = queries.revision_of(reading, viewer)

    assert after == before + 1


@pytest.mark.parametrize("after", [0, 1])
def test_only_what_changed_after_a_number_comes(committee, secretary, after):
    compose_and_send(secretary, said(committee.tree.cell))
    committee.work(until=later(minutes=2))
    viewer = as_member(committee.people["Trần Thị Máy"], committee.tree.cell)

    with committee.runtime.transaction(read_only=True) as session:
        found = queries.changed_since(session, viewer, after, limit=10)

    assert len(found) == 1 - after
