"""The list: what waits first, narrowed, put away, counted."""

from uuid import uuid4

import pytest

from handbook_api.notices.models import Inbox
from tests.pages.inbox.invitations import ME, invitation


def test_what_waits_stands_above_what_is_new(me, send):
    send(**invitation(9, title="Họp tháng sau"))
    send(**invitation(3, title="Họp tuần này"))
    send(title="Lịch trực mới nhất")

    shown = me.get("/thong-bao")

    titles = ["Họp tuần này", "Họp tháng sau", "Lịch trực mới nhất"]
    assert shown.words("main li a.ten") == titles
    assert shown.words("main h2") == ["Chờ đồng chí trả lời", "Các thông báo khác"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"loc": "chua-tra-loi"}, ["Sinh hoạt chi bộ thường kỳ"]),
        ({"loc": "chua-doc"}, ["Lịch trực tuần này"]),
        ({"q": "truc tuan"}, ["Lịch trực tuần này"]),
        ({"q": "không có đâu"}, []),
        ({"loc": "da-cat"}, []),
    ],
)
def test_the_list_is_narrowed_by_its_address(me, send, meeting, query, titles):
    send()
    me.get(meeting)

    shown = me.get("/thong-bao", **query)

    assert shown.words("main li a.ten") == titles


def test_a_device_may_keep_the_list_and_not_what_was_searched_for(me, send):
    send()

    assert me.get("/thong-bao").headers["X-So-Tay-Giu"] == "own"
    assert "X-So-Tay-Giu" not in me.get("/thong-bao", q="trực").headers


def test_a_part_that_nobody_knows_is_refused(me):
    assert me.get("/thong-bao", loc="bia").status == 422
    assert me.get("/thong-bao", cursor="bia").status == 422


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({}, "Chưa có thông báo nào. Thông báo của chi bộ sẽ hiện ở đây."),
        ({"q": "họp"}, "Không có thông báo nào có “họp”."),
    ],
)
def test_an_empty_inbox_says_why(me, query, says):
    assert says in me.get("/thong-bao", **query).text


@pytest.mark.parametrize(
    ("loc", "says"),
    [
        ("chua-tra-loi", "Đồng chí đã trả lời hết các thông báo."),
        ("chua-doc", "Đồng chí đã đọc hết các thông báo."),
        ("da-cat", "Chưa cất thông báo nào."),
    ],
)
def test_a_part_with_nothing_in_it_says_why(me, send, loc, says):
    me.get(send())

    assert says in me.get("/thong-bao", loc=loc).text


def test_the_list_goes_on_by_its_cursor(me, send, monkeypatch):
    monkeypatch.setattr("handbook_api.webclient.inbox.listing._A_PAGE", 2)
    for number in range(3):
        send(title=f"Tin thứ {number}")

    first = me.get("/thong-bao")
    onward = next(link for link in first.links if "cursor=" in link)
    second = me.get(onward)

    assert first.words("main li a.ten") == ["Tin thứ 2", "Tin thứ 1"]
    assert second.words("main li a.ten") == ["Tin thứ 0"]


def test_a_notice_is_put_away_and_that_is_undone(me, mine, send):
    notice = send()
    away = me.post(f"{notice}/cat", {"archived": "true"})
    shown = me.get(away.where)

    assert mine()[0].archived_at is not None
    assert "Đã chuyển “Lịch trực tuần này” sang mục “Đã cất”." in shown.text
    assert shown.words("main li a.ten") == []
    undo = shown.tree.css_first("main .hop form")
    assert undo.attributes["action"] == f"{notice}/cat"
    me.post(f"{notice}/cat", {"archived": shown.value("archived")})

    assert mine()[0].archived_at is None
    assert me.get("/thong-bao").words("main li a.ten") == ["Lịch trực tuần này"]
    assert "Đã chuyển" not in me.get(away.where).text


def test_putting_away_keeps_the_reader_where_he_is(me, send):
    notice = send()

    away = me.post(f"{notice}/cat?q=tr%E1%BB%B1c&loc=chua-doc", {"archived": "true"})

    assert away.where.startswith("/thong-bao?loc=chua-doc&q=tr%E1%BB%B1c&away=")


def test_the_numbers_are_told_once_and_then_only_when_they_change(me, committee, meeting):
    first = me.get("/thong-bao/so.json")
    tag = {"If-None-Match": first.headers["ETag"]}
    same = me.get("/thong-bao/so.json", headers=tag)
    me.post(f"{meeting}/tra-loi", {"key": uuid4().hex, "answer": "attend"})
    then = me.get("/thong-bao/so.json", headers=tag)

    assert '"unread":1,"unanswered":1' in first.body
    assert (same.status, same.body) == (304, "")
    assert '"unread":0,"unanswered":0' in then.body
    with committee.runtime.transaction(read_only=True) as session:
        assert session.get_one(Inbox, committee.people[ME].account_id).revision > 0


def test_a_guest_has_no_numbers_and_is_led_nowhere(guest):
    told = guest.get("/thong-bao/so.json")

    assert (told.status, told.where) == (401, None)


def test_the_first_page_tells_of_the_next_meeting_and_of_what_waits(me, guest, meeting):
    shown = me.get("/")
    assert "Buổi họp sắp tới" in shown.text
    assert "Nhà văn hóa thôn Thử" in shown.text
    assert "Chưa trả lời" in shown.text
    assert meeting in shown.links

    me.post(f"{meeting}/tra-loi", {"key": uuid4().hex, "answer": "attend"})
    assert "Đã gửi: Tôi sẽ dự" in me.get("/").text
    assert "Buổi họp sắp tới" not in guest.get("/").text
