"""One notice: what stands on its page, and what going there means."""

from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.pages.inbox.invitations import ME
from tests.support.people import later, signed_in
from tests.support.visitor import Visitor


def correct(secretary, meeting, **more):
    notice = meeting.rpartition("/")[2]
    now = secretary.get(f"/notices/{notice}").json
    same = ("title", "text", "starts_at", "place", "answer_by", "revision")
    body = {name: now[name] for name in same} | {"reason": "Đổi sang hội trường."} | more
    assert secretary.post(f"/notices/{notice}/corrections", body).status == 200


def test_a_guest_is_led_to_the_door_and_back_to_the_notice(guest, meeting):
    shown = guest.get(meeting)

    assert (shown.status, shown.where) == (303, f"/dang-nhap?tiep={quote(meeting)}")


@pytest.mark.parametrize("more", ["", "/vang-mat", "/da-ghi-nhan", "/lich.ics", "/tra-loi"])
def test_another_cell_s_notice_is_not_there(open_as, meeting, more):
    assert open_as("Hoàng Văn Khác").get(meeting + more).status == 404


def test_a_notice_says_when_and_where_and_asks_above_its_text(me, meeting):
    shown = me.get(meeting)

    assert shown.status == 200
    for words in ("Sinh hoạt chi bộ thường kỳ", "Nhà văn hóa thôn Thử", "Hạn trả lời"):
        assert words in shown.text
    assert shown.words("main .nut-nhom button, main .nut-nhom a") == ["Tôi sẽ dự", "Tôi xin vắng"]
    assert shown.text.index("Tôi sẽ dự") < shown.text.index("Các đồng chí xem lịch trực")
    assert shown.headers["X-So-Tay-Giu"] == "own"


def test_going_to_a_notice_opens_it(me, mine, meeting):
    me.get(meeting)

    assert mine()[0].opened_version == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Sec-Fetch-Mode": "cors"},
    ],
)
def test_fetching_ahead_does_not_open_it(me, mine, meeting, headers):
    assert me.get(meeting, headers=headers).status == 200

    assert mine()[0].opened_at is None


def test_a_correction_is_shown_with_what_changed(committee, secretary, me, meeting):
    me.get(meeting)
    correct(secretary, meeting, place="Hội trường xã Mẫu")
    committee.work(until=later(minutes=2))

    assert "Có đính chính" in me.get("/thong-bao").text
    shown = me.get(meeting).text
    assert "Có đính chính từ lần đồng chí đọc trước" in shown
    assert "Địa điểm: Nhà văn hóa thôn Thử đổi thành Hội trường xã Mẫu." in shown
    assert "Đổi sang hội trường." in shown
    again = me.get(meeting).text
    assert "Có đính chính từ lần đồng chí đọc trước" not in again
    assert "Địa điểm: Nhà văn hóa thôn Thử đổi thành Hội trường xã Mẫu." in again


def test_what_was_withdrawn_says_so_and_why_and_asks_nothing(committee, secretary, me, meeting):
    me.get(meeting)
    notice = meeting.rpartition("/")[2]
    revision = secretary.get(f"/notices/{notice}").json["revision"]
    why = {"revision": revision, "reason": "Bí thư xã bận."}
    assert secretary.post(f"/notices/{notice}/cancellation", why).status == 200
    committee.work(until=later(minutes=2))

    shown = me.get(meeting)
    assert "Thông báo đã được thu hồi" in shown.text
    assert "Bí thư xã bận." in shown.text
    assert "Đính chính" not in shown.text
    assert shown.words("main .nut-nhom") == []
    late = me.post(f"{meeting}/tra-loi", {"key": uuid4().hex, "answer": "attend"})
    assert (late.status, late.title.startswith("Lỗi:")) == (409, True)


def test_the_pages_speak_english(app, runtime, committee, meeting):
    me = Visitor(app, signed_in(runtime, committee.people[ME].account_id))
    me.get("/ngon-ngu/en")

    shown = me.get(meeting)

    assert "I will attend" in shown.text
    assert "Answer by" in shown.text
