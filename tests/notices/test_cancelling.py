"""A notice that is taken back: whoever knows of it is told so, for others it was never there."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from handbook_api.core import clock
from handbook_api.db.jobs import Job
from handbook_api.jobs.running import run_next
from handbook_api.notices.delivering.models import Delivery
from handbook_api.notices.delivering.sender import send_some
from handbook_api.notices.models import Notice, Recipient
from handbook_api.notices.service import laying
from handbook_api.notices.service.asking_to_send import SEND
from handbook_api.notices.service.cancelling import WITHDRAW, withdraw
from handbook_api.notices.service.sending import send
from handbook_api.runtime import build_runtime
from tests.support.bells import Recorder
from tests.support.notices import a_peopled_committee, compose_and_send, said

#: In Vietnam; the meeting is a week later.
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
WHY = "Bí thư xã bận đột xuất, sẽ báo lịch mới."
HEAD, OPENER, ON_PAPER, ANSWERER = "Nguyễn Văn Bí", "Trần Thị Máy", "Lê Văn Giấy", "Phạm Thị Xa"
KNOW = {OPENER, ON_PAPER, ANSWERER}
TOLD = {"how": "in_person", "outcome": "told"}


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def committee(runtime, tmp_path):
    """The committee on an installation that rings phones; each of the cell has one."""
    credentials = {"fcm_credentials_file": tmp_path / "fcm.json"}
    ringing = build_runtime(runtime.settings.model_copy(update=credentials))
    made = a_peopled_committee(ringing)
    for number, name in enumerate((HEAD, *sorted(KNOW))):
        phone = {"kind": "fid", "platform": "android", "address": f"ok-dien-thoai-{number}"}
        assert made.as_(name).post("/me/devices", phone).status in (200, 201)
    yield made
    ringing.close()


@pytest.fixture
def meeting(committee):
    """An invitation that lies in four inboxes and has rung four phones; its id."""
    notice = called(committee)
    committee.work(until=NOON + timedelta(minutes=2))
    ring(committee)
    return notice


@pytest.fixture
def known(committee, meeting):
    """One has opened it, one will come, one was told; the secretary himself has not looked."""
    opens(committee, OPENER, meeting)
    tells(committee, ON_PAPER, meeting)
    answer = {"answer": "attend"}
    assert committee.as_(ANSWERER).post(f"/me/inbox/{meeting}/answers", answer).status == 201
    return meeting


def called(committee, **more):
    about = {"kind": "meeting", "place": "Nhà văn hóa thôn Thử", **more}
    about.setdefault("starts_at", (NOON + timedelta(days=7)).isoformat())
    sent = compose_and_send(committee.as_(HEAD), said(committee.tree.cell, **about))
    assert sent.status == 200, sent.json
    return sent.json["id"]


def cancel(committee, notice, reason=WHY):
    """The secretary cancels it; what came back. No worker has gone round yet."""
    secretary = committee.as_(HEAD)
    revision = secretary.get(f"/notices/{notice}").json["revision"]
    body = {"revision": revision, "reason": reason}
    return secretary.post(f"/notices/{notice}/cancellation", body)


def opens(committee, name, notice, **more):
    receipt = {"notice_id": notice, "what": "opened", **more}
    told = committee.as_(name).post("/me/inbox/receipts", {"receipts": [receipt]})
    return told.json["news"]


def tells(committee, name, notice, **more):
    path = f"/notices/{notice}/recipients/{committee.people[name].id}/contacts"
    return committee.as_(HEAD).post(path, TOLD | more)


def ring(committee):
    """Let the bells ring that are due; whose phones rang, each as often as it did."""
    recorder = Recorder()
    while send_some(committee.runtime, recorder):
        pass
    numbers = [int(one.address.rsplit("-", 1)[1]) for one in recorder.sent]
    return sorted((HEAD, *sorted(KNOW))[number] for number in numbers)


def lies_with(committee, notice):
    """In whose inbox it lies."""
    return {
        name
        for name in (HEAD, *KNOW)
        if notice in [one["id"] for one in committee.as_(name).get("/me/inbox").json["items"]]
    }


def to_call(committee, notice, by=HEAD):
    listed = committee.as_(by).get(f"/notices/{notice}/call-list").json
    return {one["name"]: one["group"]["code"] for one in listed["items"]}


def reach_of(committee, name):
    account = committee.people[name].account_id
    with committee.runtime.transaction(read_only=True) as session:
        return session.scalar(select(Recipient.reach).where(Recipient.account_id == account))


def test_whoever_knows_of_it_keeps_it_and_reads_why_and_others_never_see_it(committee, known):
    cancelled = cancel(committee, known)
    at_once = lies_with(committee, known)
    committee.work()
    items = {name: committee.as_(name).get(f"/me/inbox/{known}") for name in (HEAD, *KNOW)}

    assert cancelled.status == 200, cancelled.json
    assert at_once == lies_with(committee, known) == KNOW
    assert items[HEAD].status == 404
    for name in KNOW:
        item = items[name].json
        assert datetime.fromisoformat(item["cancelled_at"]) == NOON
        assert item["cancelled_because"] == WHY
        assert [one["reason"] for one in item["versions"]] == [None, WHY]
    assert [reach_of(committee, name) for name in (HEAD, OPENER, ON_PAPER, ANSWERER)] == [
        *("withdrawn", "opened", "told", "answered")
    ]


def test_a_notice_in_force_says_nothing_of_cancelling(committee, known):
    item = committee.as_(OPENER).get(f"/me/inbox/{known}").json

    assert (item["cancelled_at"], item["cancelled_because"]) == (None, None)


def test_phones_hear_of_it_by_the_feed(committee, known):
    at = {name: committee.as_(name).get("/me/sync").json["cursor"] for name in (HEAD, *KNOW)}
    cancel(committee, known)
    committee.work()
    found = {name: committee.as_(name).get("/me/sync", since=at[name]).json for name in at}

    assert (found[HEAD]["notices"], found[HEAD]["notices_gone"]) == ([], [known])
    for name in KNOW:
        assert found[name]["notices_gone"] == []
        assert [one["cancelled_because"] for one in found[name]["notices"]] == [WHY]


def test_it_counts_as_unread_until_it_is_opened_as_it_is_now_even_where_it_was_put_away(
    committee, known
):
    member = committee.as_(OPENER)
    member.put(f"/me/inbox/{known}/archiving", {"archived": True})
    with clock.frozen(NOON + timedelta(minutes=5)):
        cancel(committee, known)
        committee.work()
        counted = member.get("/me/inbox/summary").json
        listed = member.get("/me/inbox", unread="true").json["items"]
        told = committee.as_(ON_PAPER).get("/me/inbox/summary").json
        news = opens(committee, OPENER, known)
        after = member.get("/me/inbox/summary").json

    assert (counted["unread"], counted["unanswered"], told["unread"]) == (1, 0, 1)
    assert [one["id"] for one in listed] == [known]
    assert (news, after["unread"]) == (1, 0)


def test_nothing_is_answered_confirmed_or_printed_any_more(committee, known):
    cancel(committee, known)
    committee.work()
    member, secretary = committee.as_(OPENER), committee.as_(HEAD)
    someone = f"/notices/{known}/recipients/{committee.people[ON_PAPER].id}"

    refused = [
        member.post(f"/me/inbox/{known}/answers", {"answer": "attend"}),
        member.post(f"/me/inbox/{known}/confirmation", {}),
        secretary.post(f"{someone}/answers", {"answer": "attend"}),
        secretary.get(f"/notices/{known}/papers"),
    ]

    assert {(one.status, one.code) for one in refused} == {(409, "notices.withdrawn")}
    assert "đã được thu hồi" in refused[0].json["title"]


def test_it_rings_once_for_whoever_knows_and_for_nobody_else(committee, known, monkeypatch):
    monkeypatch.setattr(laying, "CHUNK", 1)
    cancel(committee, known)
    committee.work()
    rung = ring(committee)
    with committee.runtime.transaction() as session:  # as the sweep takes it up, from the beginning
        withdraw(session, committee.runtime, {"notice_id": known})
    again = ring(committee)

    assert (rung, again) == (sorted(KNOW), [])
    with committee.runtime.transaction(read_only=True) as session:
        rounds = session.scalars(select(Delivery.round).where(Delivery.insists)).all()
        assert set(rounds) == {session.scalars(select(Notice.rounds)).one()} == {1}


def test_a_bell_that_waits_for_the_morning_is_not_rung_for_whoever_has_seen_it_meanwhile(
    committee, known
):
    with clock.frozen(NOON + timedelta(hours=12)):
        cancel(committee, known)
        committee.work()
        at_night = ring(committee)
        opens(committee, OPENER, known)
    with clock.frozen(NOON + timedelta(hours=18, minutes=1)):
        in_the_morning = ring(committee)

    assert (at_night, in_the_morning) == ([], sorted(KNOW - {OPENER}))


def test_what_was_to_ring_for_it_stays_silent(committee, known):
    before = NOON + timedelta(days=6)
    with clock.frozen(before):
        committee.work(until=before)  # the reminder before the meeting, that rings for everybody
        cancel(committee, known)
        before_the_worker = ring(committee)
        committee.work()
        after = ring(committee)

    assert HEAD not in before_the_worker
    assert after == sorted(KNOW)


def test_whoever_has_not_heard_is_called_at_once(committee, known):
    soon = NOON + timedelta(minutes=1)
    with clock.frozen(soon):
        cancel(committee, known)
        at_once = to_call(committee, known)
        committee.work()
        listed = committee.as_(HEAD).get(f"/notices/{known}/call-list").json

    assert at_once == dict.fromkeys(KNOW, "outdated")
    assert listed["begun"]
    assert datetime.fromisoformat(listed["call_from"]) == soon
    with clock.frozen(NOON + timedelta(minutes=5)):
        opens(committee, OPENER, known)
        assert tells(committee, ON_PAPER, known).status == 201
        tried = tells(committee, ANSWERER, known, how="phone", outcome="no_answer")
        assert tried.status == 201
        assert to_call(committee, known) == {ANSWERER: "outdated"}


@pytest.mark.parametrize("held", [{}, {"ends_at": (NOON + timedelta(days=7, hours=3)).isoformat()}])
def test_nobody_is_called_once_its_matter_is_over(committee, held):
    notice, over = called(committee, **held), NOON + timedelta(days=7, hours=3 if held else 0)
    committee.work(until=NOON + timedelta(minutes=2))
    opens(committee, OPENER, notice)
    cancel(committee, notice)
    committee.work()

    with clock.frozen(over - timedelta(minutes=1)):
        assert to_call(committee, notice) == {OPENER: "outdated"}
    with clock.frozen(over):
        listed = committee.as_(HEAD).get(f"/notices/{notice}/call-list").json
        refused = tells(committee, OPENER, notice)
    assert (listed["begun"], listed["items"]) == (False, [])
    assert (refused.status, refused.code) == (409, "notices.over")


def test_without_a_time_of_its_own_people_are_called_for_some_weeks(committee):
    notice = called(committee, kind="information", starts_at=None, place=None)
    committee.work(until=NOON + timedelta(minutes=2))
    opens(committee, OPENER, notice)
    cancel(committee, notice)
    committee.work()

    with clock.frozen(NOON + timedelta(days=29)):
        assert to_call(committee, notice) == {OPENER: "outdated"}
    with clock.frozen(NOON + timedelta(days=31)):
        assert to_call(committee, notice) == {}


def test_who_had_opened_it_before_his_phone_heard_of_it_is_told_as_well(committee, known):
    with clock.frozen(NOON + timedelta(hours=1)):
        cancel(committee, known)
        committee.work()
    with clock.frozen(NOON + timedelta(hours=2)):
        delivered = opens(committee, HEAD, known, what="delivered")
        gone = lies_with(committee, known)
        # He read what his phone had kept, before and after.
        for at in (NOON + timedelta(minutes=30), NOON + timedelta(hours=2)):
            opens(committee, HEAD, known, at=at.isoformat())
            item = committee.as_(HEAD).get(f"/me/inbox/{known}").json
            calls = to_call(committee, known)
            if item["opened_version"] == 1:
                first = (item["cancelled_because"], calls.get(HEAD))

    assert (delivered, gone) == (0, KNOW)
    assert first == (WHY, "outdated")
    assert (item["opened_version"], HEAD in calls) == (2, False)


def test_a_call_that_is_written_down_late_brings_it_back_and_taken_back_it_is_gone(
    committee, meeting
):
    with clock.frozen(NOON + timedelta(hours=1)):
        cancel(committee, meeting)
        committee.work()
    with clock.frozen(NOON + timedelta(hours=2)):
        early = (NOON + timedelta(minutes=30)).isoformat()
        noted = tells(committee, ON_PAPER, meeting, at=early).json
        calls, back = to_call(committee, meeting), lies_with(committee, meeting)
        path = f"/notices/{meeting}/recipients/{committee.people[ON_PAPER].id}"
        contact = noted["contact"]["id"]
        taken = committee.as_(HEAD).delete(f"{path}/contacts/{contact}")

    assert (calls, back) == ({ON_PAPER: "outdated"}, {ON_PAPER})
    assert (taken.status, reach_of(committee, ON_PAPER)) == (204, "withdrawn")
    assert lies_with(committee, meeting) == set()


def test_a_worker_that_dies_on_the_way_leaves_nobody_untold(committee, known, monkeypatch):
    monkeypatch.setattr(laying, "CHUNK", 1)
    cancel(committee, known)
    assert run_next(committee.runtime, {WITHDRAW: withdraw})
    with committee.runtime.transaction() as session:
        session.execute(delete(Job).where(Job.kind == WITHDRAW))
    committee.work(until=NOON + timedelta(hours=3), slots=True)
    with clock.frozen(NOON + timedelta(hours=3)):
        rung = ring(committee)

    assert rung == sorted(KNOW)
    assert (lies_with(committee, known), reach_of(committee, HEAD)) == (KNOW, "withdrawn")
    with committee.runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Notice.leaves_at)).one() is None


def test_cancelled_while_it_goes_out_it_stays_with_whoever_was_quick(committee, monkeypatch):
    monkeypatch.setattr(laying, "CHUNK", 2)
    notice, sent = called(committee), NOON + timedelta(minutes=2)
    with clock.frozen(sent):
        assert run_next(committee.runtime, {SEND: send})
        with committee.runtime.transaction(read_only=True) as session:
            (account, _) = session.scalars(select(Recipient.account_id)).all()
        names = {one.account_id: name for name, one in committee.people.items()}
        quick = names[account]
        opens(committee, quick, notice)
        assert cancel(committee, notice).status == 200
        committee.work()

        assert lies_with(committee, notice) == {quick}
        assert to_call(committee, notice) == {quick: "outdated"}
    with committee.runtime.transaction(read_only=True) as session:
        reached = sorted(session.scalars(select(Recipient.reach)))
    assert reached == ["opened", "withdrawn"]


@pytest.mark.parametrize("reason", [None, "", "   ", "\x00", "…", "x" * 301])
def test_it_is_not_taken_back_without_saying_why(committee, meeting, reason):
    refused = cancel(committee, meeting, reason)

    assert (refused.status, refused.code) == (422, "request.invalid")
    assert committee.as_(HEAD).get(f"/notices/{meeting}").json["state"]["code"] == "sent"


def test_why_is_kept_with_the_words_as_they_were(committee, meeting):
    cancelled = cancel(committee, meeting, f"  Hoãn\x00 {'x' * 290} ").json
    timeline = committee.as_(HEAD).get(f"/notices/{meeting}/timeline").json

    first, last = timeline["versions"]
    assert last["reason"] == f"Hoãn {'x' * 290}"
    assert (last["number"], cancelled["version"]) == (2, 2)
    assert {name for name in first if first[name] != last[name]} == {"number", "reason", "made_at"}
    assert [one["what"]["code"] for one in timeline["events"]][-1] == "cancelled"


def test_why_it_was_taken_back_bears_no_stamp_of_secrecy(committee, meeting):
    refused = cancel(committee, meeting, "Mật")

    assert (refused.status, refused.code) == (422, "notices.marked_secret")
    assert committee.as_(HEAD).get(f"/notices/{meeting}").json["state"]["code"] == "sent"


def test_once_is_enough(committee, meeting):
    cancel(committee, meeting)
    again = cancel(committee, meeting)

    assert (again.status, again.code) == (409, "notices.not_open")


def test_it_comes_no_dearer_to_read_many_that_were_taken_back(committee, meeting):
    opens(committee, OPENER, meeting)
    cancel(committee, meeting)
    member = committee.as_(OPENER)
    one = member.get("/me/inbox")
    more = called(committee)
    committee.work(until=NOON + timedelta(minutes=4))
    opens(committee, OPENER, more)
    cancel(committee, more)
    two = member.get("/me/inbox")

    assert [len(found.json["items"]) for found in (one, two)] == [1, 2]
    assert two.queries == one.queries
