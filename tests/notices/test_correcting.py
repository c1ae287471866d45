"""A correction reaches people anew: who knows only the old words does not know the matter."""

from datetime import datetime, timedelta

import pytest

from handbook_api.core import clock
from tests.support.jobs import jobs_of
from tests.support.notices import compose_and_send, said
from tests.support.people import later

OPENED = {"what": "opened"}


@pytest.fixture
def send(committee, secretary):
    """Call the first cell to a meeting; return the notice's id once everybody has it."""

    def sending(**more):
        starts = later(days=7).isoformat()
        about = {"kind": "meeting", "starts_at": starts, "place": "Nhà văn hóa thôn Thử"}
        sent = compose_and_send(secretary, said(committee.tree.cell, **(about | more)))
        assert sent.status == 200, sent.json
        committee.work(until=later(minutes=2))
        return sent.json["id"]

    return sending


def corrected(committee, notice, **more):
    """The secretary corrects it: all as it was, but `more`; what came back."""
    secretary = committee.as_("Nguyễn Văn Bí")
    found = secretary.get(f"/notices/{notice}").json
    same = ("title", "text", "starts_at", "ends_at", "place", "answer_by", "revision")
    body = {name: found[name] for name in same} | {"reason": "Đổi lịch"} | more
    return secretary.post(f"/notices/{notice}/corrections", body)


def opens(committee, name, notice, **more):
    """Somebody's phone tells that he opened it; for how many notices that was news."""
    receipt = {"notice_id": notice, **OPENED, **more}
    told = committee.as_(name).post("/me/inbox/receipts", {"receipts": [receipt]})
    assert told.status == 200, told.json
    return told.json["news"]


def to_call(committee, notice):
    found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}/call-list").json["items"]
    return {one["name"]: one["group"]["code"] for one in found}


def tells(committee, name, notice):
    path = f"/notices/{notice}/recipients/{committee.people[name].id}/contacts"
    told = {"how": "in_person", "outcome": "told"}
    assert committee.as_("Nguyễn Văn Bí").post(path, told).status == 201


def test_whoever_knows_only_the_old_words_is_called_again(committee, send):
    notice = send()
    with clock.frozen(later(hours=1)):
        tells(committee, "Lê Văn Giấy", notice)
        opens(committee, "Trần Thị Máy", notice)
        answer = {"answer": "attend"}
        committee.as_("Phạm Thị Xa").post(f"/me/inbox/{notice}/answers", answer)
    with clock.frozen(later(hours=14)):
        assert corrected(committee, notice, place="Hội trường thôn Mẫu").status == 200
    with clock.frozen(later(hours=30)):
        assert to_call(committee, notice) == {
            "Nguyễn Văn Bí": "unreached",
            "Lê Văn Giấy": "outdated",
            "Trần Thị Máy": "outdated",
            "Phạm Thị Xa": "outdated",
        }


def test_whoever_has_heard_of_the_correction_is_not_called(committee, send):
    notice = send(kind="information", starts_at=None, place=None)
    with clock.frozen(later(hours=1)):
        for name in ("Trần Thị Máy", "Phạm Thị Xa"):
            opens(committee, name, notice)
        tells(committee, "Lê Văn Giấy", notice)
    with clock.frozen(later(hours=2)):
        corrected(committee, notice, text="Lịch trực đã đổi.")
    with clock.frozen(later(hours=3)):
        opens(committee, "Trần Thị Máy", notice)
        tells(committee, "Lê Văn Giấy", notice)
    with clock.frozen(later(hours=30)):
        assert to_call(committee, notice) == {
            "Nguyễn Văn Bí": "unreached",
            "Phạm Thị Xa": "outdated",
        }


def test_the_call_list_of_a_corrected_notice_goes_on_from_page_to_page(committee, send):
    notice = send()
    for name in ("Trần Thị Máy", "Lê Văn Giấy"):
        opens(committee, name, notice)
    with clock.frozen(later(hours=1)):
        corrected(committee, notice, place="Hội trường thôn Mẫu")
    seen, cursor = [], {}
    with clock.frozen(later(hours=30)):
        secretary = committee.as_("Nguyễn Văn Bí")
        while cursor is not None:
            page = secretary.get(f"/notices/{notice}/call-list", limit=1, **cursor).json
            seen += [one["name"] for one in page["items"]]
            cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None

        assert seen == list(to_call(committee, notice))
    assert len(seen) == 4


def test_a_receipt_that_comes_late_tells_of_the_words_that_were_read_then(committee, send):
    notice, early = send(), later(hours=1).isoformat()
    member = "Trần Thị Máy"
    with clock.frozen(later(hours=2)):
        corrected(committee, notice, place="Hội trường thôn Mẫu")
    with clock.frozen(later(hours=3)):
        first = opens(committee, member, notice, at=early)
        own = committee.as_(member).get(f"/me/inbox/{notice}").json
        second = opens(committee, member, notice)
        again = opens(committee, member, notice, at=early)
        now = committee.as_(member).get(f"/me/inbox/{notice}").json

    assert (first, own["version"], own["opened_version"]) == (1, 2, 1)
    assert (second, again, now["opened_version"]) == (1, 0, 2)


def test_an_answer_given_before_a_correction_does_not_say_that_it_was_seen(committee, send):
    notice, early = send(), later(hours=1).isoformat()
    with clock.frozen(later(hours=2)):
        corrected(committee, notice, place="Hội trường thôn Mẫu")
    with clock.frozen(later(hours=3)):
        answer = {"answer": "attend", "made_at": early}
        found = committee.as_("Trần Thị Máy").post(f"/me/inbox/{notice}/answers", answer).json

    assert (found["answer"], found["opened_version"]) == ("attend", 1)


def test_receipts_of_many_corrected_notices_cost_no_more_statements(committee, send):
    notices = [send() for _ in range(3)]
    for notice in notices:
        corrected(committee, notice, place="Hội trường thôn Mẫu")
    member = committee.as_("Trần Thị Máy")

    def told(some):
        receipts = [{"notice_id": one, **OPENED} for one in some]
        return member.post("/me/inbox/receipts", {"receipts": receipts})

    one, two = told(notices[:1]), told(notices[1:])

    assert (one.json["news"], two.json["news"]) == (1, 2)
    assert two.queries <= one.queries + 1  # the row of the second notice


def test_a_postponed_meeting_is_open_until_it_is_held_and_called_to_mind_before(committee, send):
    notice, new = send(), later(days=33)
    with clock.frozen(later(days=6, hours=20)):
        moved = corrected(committee, notice, starts_at=new.isoformat())
        assert moved.status == 200, moved.json
        committee.work(until=new - timedelta(hours=2), slots=True)
    with clock.frozen(new - timedelta(hours=1)):
        secretary = committee.as_("Nguyễn Văn Bí")
        state = secretary.get(f"/notices/{notice}").json["state"]["code"]
        events = secretary.get(f"/notices/{notice}/timeline").json["events"]
        committee.work(until=new + timedelta(hours=2), slots=True)
    reminded = [one["at"] for one in events if one["what"]["code"] == "reminded"]
    with clock.frozen(new + timedelta(hours=2)):
        after = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json["state"]["code"]

    assert (state, after) == ("sent", "closed")
    last = datetime.fromisoformat(reminded[-1])
    assert abs(last - (new - timedelta(hours=24))) < timedelta(minutes=5)


def test_a_meeting_far_away_is_open_until_it_begins(committee, send):
    starts = later(days=60)
    notice = send(starts_at=starts.isoformat())

    committee.work(until=later(days=59), slots=True)

    with clock.frozen(later(days=59)):
        found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
    assert found["state"]["code"] == "sent"


def test_a_correction_brings_no_reminder_twice_and_none_by_the_old_times(committee, send):
    notice = send()
    with clock.frozen(later(hours=25)):
        committee.work()
        corrected(
            committee, notice, place="Hội trường thôn Mẫu", starts_at=later(days=9).isoformat()
        )
        committee.work()
        reminders = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}/timeline").json["events"]
    assert [one["what"]["code"] for one in reminders].count("reminded") == 1

    committee.work(until=later(days=8))
    with clock.frozen(later(days=8)):
        events = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}/timeline").json["events"]
    # After a day, after two, and once before the old time: which is none any more.
    assert [one["what"]["code"] for one in events].count("reminded") == 2
    jobs = jobs_of(committee.runtime, "notices.remind")
    assert sorted((one.payload["version"], one.state) for one in jobs) == [
        (1, "done"),
        (2, "waiting"),
    ]


def test_what_a_correction_does_not_change_may_be_past(committee, send):
    answer_by = later(days=1)
    notice = send(answer_by=answer_by.isoformat(), expires_at=later(days=8).isoformat())
    with clock.frozen(later(days=2)):
        room = corrected(committee, notice, place="Phòng 2")
        past = corrected(committee, notice, answer_by=later(hours=-1).isoformat())
    with clock.frozen(later(days=7, hours=1)):
        late = corrected(committee, notice, text="Họp tại phòng 3.", place="Phòng 3")

    assert (room.status, late.status) == (200, 200)
    assert (past.status, past.code) == (422, "notices.times_out_of_order")


def test_a_correction_moves_the_end_of_the_matter_or_leaves_it(committee, send):
    notice, expires = send(expires_at=later(days=8).isoformat()), later(days=12)
    before = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json["expires_at"]
    moved = {"starts_at": later(days=9).isoformat()}

    too_late = corrected(committee, notice, **moved)
    unchanged = corrected(committee, notice, place="Phòng 2")
    both = corrected(committee, notice, **moved, expires_at=expires.isoformat())

    assert (too_late.status, too_late.code) == (422, "notices.times_out_of_order")
    assert unchanged.json["expires_at"] == before
    assert datetime.fromisoformat(both.json["expires_at"]) == expires
    committee.work(until=later(days=11), slots=True)
    with clock.frozen(later(days=11)):
        found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
    assert found["state"]["code"] == "sent"


def test_a_matter_that_ends_sooner_closes_sooner(committee, send):
    notice = send(kind="information", starts_at=None, place=None)
    ends = later(hours=5)

    only = corrected(committee, notice, expires_at=ends.isoformat())
    committee.work(until=later(hours=6))

    assert only.status == 200, only.json
    with clock.frozen(later(hours=6)):
        found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
    assert found["state"]["code"] == "closed"


def test_a_correction_takes_the_end_of_the_matter_away_only_where_it_says_so(committee, send):
    ends = later(hours=5)
    notice = send(kind="information", starts_at=None, place=None, expires_at=ends.isoformat())

    kept = corrected(committee, notice, text="Lịch trực đã đổi.")
    alone = corrected(committee, notice, expires_at=None)
    nothing = corrected(committee, notice, expires_at=None)
    committee.work(until=later(days=20), slots=True)

    assert datetime.fromisoformat(kept.json["expires_at"]) == ends
    assert (alone.status, alone.json["expires_at"]) == (200, None)
    assert (nothing.status, nothing.code) == (422, "notices.nothing_changed")
    with clock.frozen(later(days=20)):
        found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
        assert found["state"]["code"] == "sent"
    committee.work(until=later(days=31), slots=True)
    with clock.frozen(later(days=31)):
        found = committee.as_("Nguyễn Văn Bí").get(f"/notices/{notice}").json
        assert found["state"]["code"] == "closed"


def test_why_it_was_corrected_bears_no_stamp_of_secrecy_either(committee, send):
    refused = corrected(committee, send(), place="Hội trường thôn Mẫu", reason="TỐI MẬT")

    assert (refused.status, refused.code) == (422, "notices.marked_secret")
