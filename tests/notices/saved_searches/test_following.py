"""A document that is new or has changed becomes a notice to those who follow it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from handbook_api.core import clock
from handbook_api.db import events
from handbook_api.documents import queries as documents
from handbook_api.documents.models import Change, Document, LibraryState
from handbook_api.documents.service.changes import record_changes
from handbook_api.jobs import Again
from handbook_api.members.events import MemberErased
from handbook_api.members.models import Member
from handbook_api.notices.models import Recipient
from handbook_api.notices.saved_searches import matching, telling
from handbook_api.notices.saved_searches.models import Watch
from handbook_api.notices.saved_searches.watching import watch
from handbook_api.search.following import catch_up
from tests.notices.saved_searches.conftest import (
    ELSEWHERE,
    FAR,
    HEAD,
    MACHINE,
    NOON,
    PAPER,
    PAPERY,
    TITLE,
    WORDS,
)

TOLD = ["Văn bản đồng chí theo dõi: 01-QĐ/TW"]


@pytest.mark.parametrize(
    "words", [WORDS, "mang tre ngam giam", "MĂNG TRE", "“măng tre ngâm giấm”", "01-QĐ/TW"]
)
def test_who_follows_a_document_is_told_when_it_changes(followers, words):
    followers.follow(MACHINE, words)
    followers.change()

    followers.look()

    assert followers.inbox(MACHINE) == TOLD
    assert followers.inbox(FAR) == []


def test_the_notice_names_the_document_leads_to_it_and_tells_nobody_what_was_looked_for(followers):
    followers.follow(MACHINE, "măng giấm ngâm lâu ngày")
    followers.change()

    followers.look()

    (notice,) = followers.notices()
    assert notice.organisation_id is None
    assert notice.kind == "saved_search"
    assert notice.links == [{"document_id": PAPER, "anchor": None}]
    assert TITLE in notice.text
    assert "lâu ngày" not in notice.title + notice.text


def test_what_does_not_match_tells_nobody(followers):
    followers.follow(MACHINE, "khai trừ đảng viên")
    followers.follow(FAR, WORDS, kind=["directive"])
    followers.change()

    followers.look()

    assert followers.notices() == []


def test_filters_narrow_what_one_is_told_of(followers):
    kind = kind_of(followers, PAPER)
    followers.follow(MACHINE, WORDS, kind=[kind])
    followers.change()

    followers.look()

    assert followers.inbox(MACHINE) == TOLD


def kind_of(followers, document_id):
    with followers.runtime.transaction(read_only=True) as session:
        return session.get_one(Document, document_id).kind


def test_one_notice_goes_to_all_who_follow_the_document_however_they_ask(followers):
    followers.follow(MACHINE)
    followers.follow(MACHINE, "măng tre")
    followers.follow(FAR, "mang tre ngam giam")
    followers.follow(PAPERY)
    followers.change()

    followers.look()

    (notice,) = followers.notices()
    assert recipients(followers, notice.id) == {MACHINE, FAR, PAPERY}
    assert followers.inbox(MACHINE) == TOLD


def recipients(followers, notice_id):
    names = {one.account_id: name for name, one in followers.committee.people.items()}
    with followers.runtime.transaction(read_only=True) as session:
        rows = session.scalars(
            select(Recipient.account_id).where(Recipient.notice_id == notice_id)
        ).all()
    return {names[one] for one in rows}


def test_what_was_there_before_is_not_news(followers):
    followers.follow(MACHINE, "đảng phí")

    followers.look()

    assert followers.notices() == []


def test_the_editor_has_some_minutes_to_mend_what_he_just_saw(followers):
    followers.follow(MACHINE)
    followers.change()

    followers.look(minutes=5)
    assert followers.notices() == []
    followers.change("Quy định về chuyện khác hẳn")
    followers.look(minutes=15)

    assert followers.notices() == []


def test_a_document_that_changes_again_and_again_is_told_of_once_a_day(followers):
    followers.follow(MACHINE)
    for times in range(3):
        followers.change(f"{TITLE} lần {times}")
        followers.look()
    same_day = followers.inbox(MACHINE)
    with clock.frozen(NOON + timedelta(days=2)):
        followers.change()
        followers.look()

        assert len(followers.inbox(MACHINE)) == 2
    assert same_day == TOLD


def test_looking_again_tells_nobody_again(followers):
    followers.follow(MACHINE)
    followers.change()
    followers.look()

    followers.look()
    followers.look()

    assert followers.inbox(MACHINE) == TOLD


def test_looked_at_twice_from_the_same_place_it_is_said_once(followers):
    followers.follow(MACHINE)
    with followers.runtime.transaction(read_only=True) as session:
        before = session.scalars(select(Watch.sequence)).one()
    followers.change()
    followers.look()
    with followers.runtime.transaction() as session:
        session.scalars(select(Watch)).one().sequence = before

    followers.look()

    assert len(followers.notices()) == 1


def test_a_document_of_another_organisation_is_not_even_hinted_at(followers):
    for name in (MACHINE, ELSEWHERE, HEAD):
        followers.follow(name)
    cell = followers.committee.tree.cell
    followers.change(audience="organisation", audience_path=cell.path)

    followers.look()

    assert followers.inbox(MACHINE) == TOLD
    assert followers.inbox(HEAD) == TOLD
    assert followers.inbox(ELSEWHERE) == []


def test_what_somebody_may_not_read_does_not_hide_what_he_may(followers):
    """The best answer lies in another cell's paper; his own answer is still told."""
    sibling = followers.committee.tree.sibling
    followers.follow(MACHINE, "măng tre ngâm giấm tỏi ớt đường muối")
    followers.change(
        "Măng tre ngâm giấm tỏi ớt đường muối",
        document_id="06-hd-tw-2025",
        audience="organisation",
        audience_path=sibling.path,
    )
    followers.change("Măng tre muối")

    followers.look()

    assert followers.inbox(MACHINE) == TOLD


def test_a_document_taken_out_of_the_library_tells_nobody(followers):
    followers.follow(MACHINE)
    followers.change()
    with followers.runtime.transaction() as session:
        session.delete(session.get_one(Document, PAPER))
        record_changes(session, [PAPER])

    followers.look()

    assert followers.notices() == []


def test_who_has_left_the_party_is_told_nothing(followers):
    followers.follow(MACHINE)
    followers.follow(FAR)
    with followers.runtime.transaction() as session:
        session.get_one(Member, followers.committee.people[MACHINE].id).status = "expelled"
    followers.change()

    followers.look()

    (notice,) = followers.notices()
    assert recipients(followers, notice.id) == {FAR}


def test_equal_searches_are_run_once_for_all_who_see_the_same_library(followers, monkeypatch):
    asked = []
    really = matching.search.matching

    def counted(runtime, session, viewer, questions, as_at):
        asked.extend(question.text for question in questions)
        return really(runtime, session, viewer, questions, as_at)

    monkeypatch.setattr(matching.search, "matching", counted)
    for name in (MACHINE, FAR, PAPERY, HEAD, ELSEWHERE):
        followers.follow(name)
    followers.follow(FAR, "măng tre")
    followers.change()

    followers.look()

    assert sorted(asked) == ["măng tre", WORDS]
    assert len(followers.notices()) == 1


def with_rules(runtime, **changed):
    """The runtime of a committee that decided otherwise."""
    known = dict(runtime.content.parameters)
    for name, value in changed.items():
        rule = known[f"notices.{name}"]
        values = tuple(replace(one, value=value) for one in rule.values)
        known[f"notices.{name}"] = replace(rule, values=values)
    return replace(runtime, content=replace(runtime.content, parameters=known))


def rounds_until_done(runtime):
    """Run the watch by hand; return how many rounds it took."""
    again, rounds = Again(payload={}), 0
    while again is not None:
        with runtime.transaction() as session:
            again = watch(session, runtime, again.payload)
        rounds += 1
        assert rounds < 50, "it never comes to an end"
    return rounds


def test_in_small_rounds_everybody_is_told_and_nobody_twice(followers):
    for number in range(3):
        followers.follow(MACHINE, f"măng tre ngâm giấm số {number}")
    followers.follow(FAR, "măng tre")
    followers.follow(PAPERY, "ngâm giấm")
    followers.change()
    followers.change(TITLE, document_id="06-hd-tw-2025")
    catch_up(followers.runtime)
    small = with_rules(
        followers.runtime, saved_searches_a_round=2, saved_search_documents_a_round=1
    )

    with clock.frozen(NOON + timedelta(minutes=30)):
        rounds = rounds_until_done(small)
        followers.committee.work(until=NOON + timedelta(minutes=35))

    assert rounds == 2 * 3 + 1
    for name in (MACHINE, FAR, PAPERY):
        assert sorted(followers.inbox(name)) == sorted(
            [*TOLD, "Văn bản đồng chí theo dõi: 06-HD/TW"]
        )
    with followers.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Watch.sequence)).one() == documents.sequence(session)


def test_very_many_followers_of_one_document_get_several_notices_and_each_just_one(
    followers, monkeypatch
):
    monkeypatch.setattr(telling, "MOST_ACCOUNTS", 2)
    for name in (MACHINE, FAR, PAPERY, HEAD, ELSEWHERE):
        followers.follow(name)
    followers.change()

    followers.look()

    assert len(followers.notices()) == 3
    for name in (MACHINE, FAR, PAPERY, HEAD, ELSEWHERE):
        assert followers.inbox(name) == TOLD


def test_an_index_that_has_not_followed_yet_is_waited_for(followers):
    followers.follow(MACHINE)
    followers.change()

    followers.look(index_follows=False)
    assert followers.notices() == []
    followers.look()

    assert followers.inbox(MACHINE) == TOLD


def test_a_library_restored_from_a_backup_is_taken_up_where_it_stands(followers):
    followers.follow(MACHINE)
    with followers.runtime.transaction() as session:
        session.scalars(select(Watch)).one().sequence = 10**6
        session.execute(delete(Change).where(Change.sequence == 10**6))
        known = session.scalar(select(LibraryState.sequence))

    followers.look()

    with followers.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Watch.sequence)).one() == known
    followers.change()
    followers.look()
    assert followers.inbox(MACHINE) == TOLD


def test_a_whole_library_taken_in_at_once_does_not_ring_all_day(followers):
    followers.follow(MACHINE)
    with followers.runtime.transaction(read_only=True) as session:
        newest = select(Document.id).order_by(Document.sort_date.desc(), Document.id)
        ids = session.scalars(newest.limit(13)).all()
    for document_id in ids[:12]:
        followers.change(document_id=document_id)

    followers.look()
    followers.look()
    followers.change(document_id=ids[12])
    followers.look()

    told = {link["document_id"] for notice in followers.notices() for link in notice.links}
    assert told == set(ids[:10])
    assert len(followers.inbox(MACHINE)) == 10
    with clock.frozen(NOON + timedelta(days=2)):
        followers.change(document_id=ids[12])
        followers.look()
        assert len(followers.inbox(MACHINE)) == 11


def test_nobody_can_tell_afterwards_what_somebody_erased_was_told_of(followers):
    for name in (MACHINE, FAR):
        followers.follow(name)
    followers.change()
    followers.look()
    machine, far = (followers.committee.people[one] for one in (MACHINE, FAR))

    with followers.runtime.transaction() as session:
        events.emit(session, MemberErased(machine.id, machine.account_id))

    (notice,) = followers.notices()
    assert notice.audience["accounts"] == [str(far.account_id)]
    assert recipients(followers, notice.id) == {FAR}
