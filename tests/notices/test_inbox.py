"""One's own inbox: the truth about what was said to one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handbook_api.core import clock
from handbook_api.notices.inbox import queries
from handbook_api.notices.models import Answer, Recipient
from tests.support.notices import compose_and_send, said
from tests.support.people import later


@pytest.fixture
def meeting(committee, secretary):
    """An invitation that lies in the inboxes of the first cell; its path."""
    starts = clock.now() + timedelta(days=7)
    sent = compose_and_send(
        secretary,
        said(
            committee.tree.cell,
            kind="meeting",
            title="Sinh hoạt chi bộ thường kỳ",
            starts_at=starts.isoformat(),
            place="Nhà văn hóa thôn Thử",
            answer_by=(starts - timedelta(days=1)).isoformat(),
        ),
    )
    assert sent.status == 200, sent.json
    committee.work(until=later(minutes=2))
    return sent.json["id"]


@pytest.fixture
def member(committee):
    return committee.as_("Trần Thị Máy")


def row_of(committee, name):
    account = committee.people[name].account_id
    with committee.runtime.transaction(read_only=True) as session:
        return session.scalars(select(Recipient).where(Recipient.account_id == account)).one()


def test_a_meeting_says_when_and_where_and_what_can_be_answered(meeting, member):
    item = member.get(f"/me/inbox/{meeting}").json

    assert item["place"] == "Nhà văn hóa thôn Thử"
    assert [one["name"] for one in item["asks"]["answers"]][:2] == ["Tôi sẽ dự", "Tôi xin vắng"]


def test_an_answer_counts_and_is_seen_by_the_sender(meeting, member, secretary):
    answer = member.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})

    assert (answer.status, answer.json["answer"]) == (201, "attend")
    totals = secretary.get(f"/notices/{meeting}").json["totals"]
    assert (totals["answers"], totals["reach"]["answered"]) == ({"attend": 1}, 1)


def test_whoever_stays_away_says_why_and_the_reason_is_sealed(committee, meeting, member):
    without = member.post(f"/me/inbox/{meeting}/answers", {"answer": "absent"})
    given = member.post(
        f"/me/inbox/{meeting}/answers", {"answer": "absent", "reason": "Đi khám bệnh"}
    )

    assert (without.status, without.code) == (422, "notices.reason_needed")
    assert given.status == 201
    assert member.get(f"/me/inbox/{meeting}").json["own_answers"][0]["reason"] == "Đi khám bệnh"
    with committee.runtime.transaction(read_only=True) as session:
        assert "khám".encode() not in session.scalars(select(Answer.sealed)).one()


def test_an_answer_can_be_changed_and_all_of_them_are_kept(meeting, member):
    member.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})
    member.post(f"/me/inbox/{meeting}/answers", {"answer": "absent", "reason": "Bận việc"})

    found = member.get(f"/me/inbox/{meeting}").json

    assert found["answer"] == "absent"
    assert [one["answer"] for one in found["own_answers"]] == ["attend", "absent"]


def test_an_answer_said_over_again_is_kept_once(committee, meeting, member, secretary):
    away = {"answer": "absent", "reason": "Bận việc"}
    for told in (away, away, away | {"reason": " Bận việc "}, away | {"reason": "Ốm"}):
        assert member.post(f"/me/inbox/{meeting}/answers", told).status == 201
    somebody = committee.people["Trần Thị Máy"].id
    secretary.post(
        f"/notices/{meeting}/recipients/{somebody}/answers", {"answer": "absent", "reason": "Ốm"}
    )

    found = member.get(f"/me/inbox/{meeting}").json["own_answers"]

    assert [one["reason"] for one in found] == ["Bận việc", "Ốm", "Ốm"]


def test_what_is_said_again_counts_when_something_else_counted_in_between(committee, meeting):
    earlier = clock.now()
    tellings = (
        (later(hours=2), {"answer": "attend"}),
        (
            later(hours=3),
            {"answer": "absent", "reason": "Ốm", "made_at": earlier.isoformat()},
        ),
        (later(hours=4), {"answer": "absent", "reason": "Ốm"}),
    )
    for at, told in tellings:
        with clock.frozen(at):
            member = committee.as_("Trần Thị Máy")
            found = member.post(f"/me/inbox/{meeting}/answers", told).json

    assert found["answer"] == "absent"


def test_of_very_many_answers_the_last_are_shown(meeting, member, monkeypatch):
    monkeypatch.setattr(queries, "_MOST_ANSWERS", 2)
    for reason in ("Một", "Hai", "Ba"):
        member.post(f"/me/inbox/{meeting}/answers", {"answer": "absent", "reason": reason})

    found = member.get(f"/me/inbox/{meeting}").json["own_answers"]

    assert [one["reason"] for one in found] == ["Hai", "Ba"]


def test_an_answer_given_without_signal_counts_from_when_it_was_given(committee, meeting):
    given = clock.now()
    with clock.frozen(later(days=6, hours=12)):
        late_to_arrive = committee.as_("Trần Thị Máy").post(
            f"/me/inbox/{meeting}/answers", {"answer": "attend", "made_at": given.isoformat()}
        )

    assert late_to_arrive.status == 201
    assert late_to_arrive.json["answer_late"] is False


def test_an_older_answer_that_arrives_later_does_not_undo_a_newer_one(meeting, member):
    earlier = clock.now()
    with clock.frozen(later(hours=2)):
        member.post(f"/me/inbox/{meeting}/answers", {"answer": "absent", "reason": "Ốm"})
    with clock.frozen(later(hours=3)):
        found = member.post(
            f"/me/inbox/{meeting}/answers", {"answer": "attend", "made_at": earlier.isoformat()}
        ).json

    assert found["answer"] == "absent"


def test_after_the_time_to_answer_it_is_taken_down_as_late(committee, meeting):
    with clock.frozen(later(days=6, hours=12)):
        member = committee.as_("Trần Thị Máy")
        found = member.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"}).json

    assert (found["answer"], found["answer_late"]) == ("attend", True)


def test_a_phone_whose_clock_is_ahead_or_behind_cannot_move_an_answer_out_of_its_time(
    meeting, member
):
    for told in ("2030-01-01T00:00:00Z", "2001-01-01T00:00:00Z"):
        assert (
            member.post(f"/me/inbox/{meeting}/answers", {"answer": "attend", "made_at": told}).json[
                "answer_late"
            ]
            is False
        )


def test_once_closed_nothing_is_taken_down_and_the_silent_are_unreachable(
    committee, meeting, member
):
    committee.work(until=later(days=40), slots=True)
    with clock.frozen(later(days=40)):
        member = committee.as_("Trần Thị Máy")
        answer = member.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})

    assert (answer.status, answer.code) == (409, "notices.over")
    assert row_of(committee, "Trần Thị Máy").reach == "unreachable"


def test_an_answer_nobody_asked_for_is_refused(meeting, member):
    for body in ({"answer": "có lẽ"}, {"answer": "Attend"}):
        answer = member.post(f"/me/inbox/{meeting}/answers", body)
        assert (answer.status, answer.code) == (422, "notices.answer_unknown")


def test_receipts_tell_how_far_it_came_and_may_come_twice(committee, meeting, member):
    delivered = {"notice_id": meeting, "what": "delivered"}
    opened = {"notice_id": meeting, "what": "opened"}

    first = member.post("/me/inbox/receipts", {"receipts": [delivered]}).json
    assert row_of(committee, "Trần Thị Máy").reach == "delivered"
    second = member.post("/me/inbox/receipts", {"receipts": [delivered, opened]}).json
    third = member.post("/me/inbox/receipts", {"receipts": [opened, delivered]}).json

    assert (first["news"], second["news"], third["news"]) == (1, 1, 0)
    assert row_of(committee, "Trần Thị Máy").reach == "opened"


def test_receipts_of_strangers_notices_change_nothing(committee, meeting):
    stranger = committee.as_("Hoàng Văn Khác")

    told = stranger.post(
        "/me/inbox/receipts", {"receipts": [{"notice_id": meeting, "what": "opened"}]}
    )

    assert told.json == {"news": 0}
    assert row_of(committee, "Trần Thị Máy").opened_at is None


def test_a_strangers_notice_is_not_there(committee, meeting):
    stranger = committee.as_("Hoàng Văn Khác")

    for answer in (
        stranger.get(f"/me/inbox/{meeting}"),
        stranger.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"}),
        stranger.post(f"/me/inbox/{meeting}/confirmation", {}),
        stranger.put(f"/me/inbox/{meeting}/archiving", {"archived": True}),
    ):
        assert (answer.status, answer.code) == (404, "notices.not_found")


def test_the_summary_counts_and_says_nothing_new_cheaply(meeting, member):
    first = member.get("/me/inbox/summary")
    again = member.get("/me/inbox/summary", headers={"If-None-Match": first.headers["ETag"]})
    member.post(f"/me/inbox/{meeting}/answers", {"answer": "attend"})
    after = member.get("/me/inbox/summary", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.json["unread"], first.json["unanswered"]) == (1, 1)
    assert (again.status, again.body) == (304, b"")
    assert (after.json["unread"], after.json["unanswered"]) == (0, 0)


def test_the_inbox_is_searched_with_and_without_marks(meeting, member):
    for words in ("thường kỳ", "thuong ky", "SINH HOAT", "ky thuong"):
        assert len(member.get("/me/inbox", q=words).json["items"]) == 1, words
    assert member.get("/me/inbox", q="đại hội").json["items"] == []
    assert member.get("/me/inbox", q="%").json["items"] == []


def test_what_is_put_away_can_be_taken_out_again(meeting, member):
    member.put(f"/me/inbox/{meeting}/archiving", {"archived": True})
    assert member.get("/me/inbox").json["items"] == []
    assert len(member.get("/me/inbox", archived="true").json["items"]) == 1

    member.put(f"/me/inbox/{meeting}/archiving", {"archived": False})

    assert len(member.get("/me/inbox").json["items"]) == 1


def test_the_inbox_pages_newest_first(committee, secretary, member):
    for number in range(5):
        compose_and_send(secretary, said(committee.tree.cell, title=f"Tin số {number}"))
        committee.work(until=later(minutes=2 + number))

    first = member.get("/me/inbox", limit=3).json
    rest = member.get("/me/inbox", limit=3, cursor=first["next_cursor"]).json

    titles = [one["title"] for one in first["items"] + rest["items"]]
    assert titles == [f"Tin số {number}" for number in (4, 3, 2, 1, 0)]
    assert rest["next_cursor"] is None


def test_a_correction_is_a_new_version_shown_as_such(committee, secretary, meeting, member):
    found = secretary.get(f"/notices/{meeting}").json
    body = {
        "title": found["title"],
        "text": "Chuyển sang hội trường thôn.",
        "reason": "Đổi địa điểm",
        "starts_at": found["starts_at"],
        "place": "Hội trường thôn Mẫu",
        "answer_by": found["answer_by"],
        "revision": found["revision"],
    }
    member.post("/me/inbox/receipts", {"receipts": [{"notice_id": meeting, "what": "opened"}]})
    before = member.get("/me/inbox/summary").json["revision"]

    corrected = secretary.post(f"/notices/{meeting}/corrections", body)
    committee.work()

    assert corrected.status == 200, corrected.json
    item = member.get(f"/me/inbox/{meeting}").json
    assert (item["version"], item["opened_version"]) == (2, 1)
    assert item["place"] == "Hội trường thôn Mẫu"
    assert [one["reason"] for one in item["versions"]] == [None, "Đổi địa điểm"]
    assert member.get("/me/inbox/summary").json["revision"] > before
    again = secretary.post(
        f"/notices/{meeting}/corrections", body | {"revision": corrected.json["revision"]}
    )
    assert (again.status, again.code) == (422, "notices.nothing_changed")


def test_a_withdrawn_notice_leaves_every_inbox(committee, secretary, meeting, member):
    found = secretary.get(f"/notices/{meeting}").json

    cancelled = secretary.post(
        f"/notices/{meeting}/cancellation", {"revision": found["revision"], "reason": "Hoãn"}
    )
    at_once = member.get("/me/inbox").json["items"]
    committee.work()

    assert cancelled.json["state"]["code"] == "cancelled"
    assert at_once == member.get("/me/inbox").json["items"] == []
    assert row_of(committee, "Trần Thị Máy").reach == "withdrawn"
    timeline = secretary.get(f"/notices/{meeting}/timeline").json
    assert [one["what"]["code"] for one in timeline["events"]][-1] == "cancelled"


def test_the_sender_follows_the_timeline(secretary, meeting):
    timeline = secretary.get(f"/notices/{meeting}/timeline").json

    assert [one["what"]["code"] for one in timeline["events"]] == [
        "composed",
        "scheduled",
        "sending",
        "in_inboxes",
    ]
