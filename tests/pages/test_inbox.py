"""The inbox's pages: what somebody does there counts as on the API, and once."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from handbook_api.core import clock
from handbook_api.notices.models import Answer, Inbox, Recipient
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later, signed_in
from tests.support.visitor import Visitor

ME = "Trần Thị Máy"
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
SCRIPT = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


@pytest.fixture
def committee(runtime):
    return a_peopled_committee(runtime)


@pytest.fixture
def secretary(committee):
    return committee.as_("Nguyễn Văn Bí")


@pytest.fixture
def send(committee, secretary):
    """Send a notice to the first cell and let it arrive; its address."""

    def send_(**more):
        sent = compose_and_send(secretary, said(committee.tree.cell, **more))
        assert sent.status == 200, sent.json
        committee.work(until=later(minutes=2))
        return f"/thong-bao/{sent.json['id']}"

    return send_


@pytest.fixture
def meeting(send):
    """The address of an invitation."""
    return send(**invitation())


@pytest.fixture
def open_as(app, runtime, committee):
    """A browser in which somebody is signed in."""

    def as_(name):
        return Visitor(app, signed_in(runtime, committee.people[name].account_id))

    return as_


@pytest.fixture
def me(open_as):
    return open_as(ME)


@pytest.fixture
def mine(committee):
    """My row of the one notice there is, and my answers to it."""

    def look():
        account = committee.people[ME].account_id
        with committee.runtime.transaction(read_only=True) as session:
            row = session.scalars(select(Recipient).where(Recipient.account_id == account)).one()
            count = select(func.count()).select_from(Answer).where(Answer.account_id == account)
            session.expunge(row)
            return row, session.scalar(count)

    return look


def invitation(days=7, **more):
    starts = clock.now() + timedelta(days=days)
    return {
        "kind": "meeting",
        "title": "Sinh hoạt chi bộ thường kỳ",
        "starts_at": starts.isoformat(),
        "place": "Nhà văn hóa thôn Thử",
        "answer_by": (starts - timedelta(days=1)).isoformat(),
    } | more


def says_yes(page, **more):
    return {"key": page.value("key"), "made_at": "", "answer": "attend"} | more


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


def test_an_answer_is_recorded_and_said_back(me, mine, meeting):
    page = me.get(meeting)

    sent = me.post(f"{meeting}/tra-loi", says_yes(page))

    assert (sent.status, sent.where) == (303, f"{meeting}/da-ghi-nhan")
    assert mine()[0].answer == "attend"
    told = me.get(sent.where).text
    assert "Đồng chí dự họp" in told
    assert "Nhà văn hóa thôn Thử" in told
    assert "Câu trả lời đổi được đến" in told


def test_who_has_said_nothing_has_nothing_recorded(me, meeting):
    shown = me.get(f"{meeting}/da-ghi-nhan")

    assert (shown.status, shown.where) == (303, meeting)


def test_the_same_form_sent_five_times_answers_once(me, mine, meeting):
    form = says_yes(me.get(meeting), made_at=clock.now().isoformat())

    answers = [me.post(f"{meeting}/tra-loi", form, headers=SCRIPT) for _ in range(5)]

    assert {one.status for one in answers} == {200}
    assert {one.body for one in answers} == {f'{{"address":"{meeting}/da-ghi-nhan"}}'}
    assert mine()[1] == 1


def test_a_form_sent_again_after_the_mind_was_changed_changes_nothing_back(me, mine, meeting):
    form = says_yes(me.get(meeting))
    me.post(f"{meeting}/tra-loi", form)
    absent = {"key": uuid4().hex, "reason": "Ốm đau, chữa bệnh"}
    me.post(f"{meeting}/vang-mat", absent)

    me.post(f"{meeting}/tra-loi", form)

    row, count = mine()
    assert (row.answer, count) == ("absent", 2)


def test_a_key_of_another_answer_is_refused_in_words(me, mine, meeting):
    form = says_yes(me.get(meeting))
    me.post(f"{meeting}/tra-loi", form)

    again = me.post(f"{meeting}/da-doc", form)

    assert again.status == 409
    assert again.title.startswith("Lỗi:")
    assert mine()[1] == 1


def test_the_mind_can_be_changed(me, mine, meeting):
    me.post(f"{meeting}/vang-mat", {"key": uuid4().hex, "reason": "Bận việc gia đình"})
    page = me.get(meeting, doi="1")
    me.post(f"{meeting}/tra-loi", says_yes(page))

    assert mine()[0].answer == "attend"


def test_a_reason_is_asked_for_with_nothing_chosen(me, meeting):
    shown = me.get(f"{meeting}/vang-mat")

    assert shown.words("h1") == ["Đồng chí vắng vì lý do gì?"]
    assert len(shown.words("main label.chon")) == 4
    assert shown.tree.css("main input[checked]") == []


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ({}, "reason", "Chọn một lý do"),
        ({"reason": "bịa đặt"}, "reason", "Chọn một lý do"),
        ({"reason": "khac", "other": "  "}, "other", "Ghi vài chữ"),
    ],
)
def test_without_a_reason_nothing_is_recorded_and_the_page_says_what_is_missing(
    me, mine, meeting, form, field, says
):
    shown = me.post(f"{meeting}/vang-mat", {"key": uuid4().hex} | form)

    assert shown.status == 422
    assert shown.title.startswith("Lỗi:")
    assert shown.links.count(f"#o-{field}") == 1
    assert says in shown.text
    assert mine()[0].answer is None


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"reason": "Ốm đau, chữa bệnh"}, "Ốm đau, chữa bệnh"),
        ({"reason": "khac", "other": "Con cưới"}, "Con cưới"),
    ],
)
def test_a_reason_goes_with_the_answer_and_is_read_by_the_secretary(
    committee, secretary, me, meeting, form, reason
):
    sent = me.post(f"{meeting}/vang-mat", {"key": uuid4().hex} | form)

    assert "Đã gửi lý do vắng tới bí thư chi bộ." in me.get(sent.where).text
    person = committee.people[ME].id
    notice = meeting.rpartition("/")[2]
    read = secretary.get(f"/notices/{notice}/recipients/{person}").json
    assert read["answers"][0]["reason"] == reason


def test_a_meeting_takes_no_comment(me, meeting):
    assert me.get(f"{meeting}/y-kien").status == 404


def test_a_comment_is_written_in_one_s_own_words(me, mine, send):
    asked = send(kind="consultation")
    page = me.get(asked)
    assert f"{asked}/y-kien" in page.links

    sent = me.post(f"{asked}/y-kien", {"key": uuid4().hex, "other": "Nên làm sớm hơn."})

    assert sent.where == f"{asked}/da-ghi-nhan"
    assert mine()[0].answer == "comment"


def test_who_has_read_a_proposal_may_still_comment_on_it(me, send):
    asked = send(kind="consultation")
    me.post(f"{asked}/da-doc", {"key": uuid4().hex})

    shown = me.get(asked)

    assert "Tôi đã đọc, lúc" in shown.text
    assert shown.words("main .nut-nhom button, main .nut-nhom a") == ["Tôi có ý kiến"]


def test_reading_is_confirmed_by_one_tap(me, mine, send):
    task = send(kind="task")
    page = me.get(task)

    sent = me.post(f"{task}/da-doc", {"key": page.value("key"), "made_at": ""})

    assert "Đồng chí đã đọc thông báo này." in me.get(sent.where).text
    assert mine()[0].confirmed_at is not None


def test_an_answer_after_the_deadline_is_kept_and_said_to_be_late(open_as, mine, meeting):
    with clock.frozen(later(days=6, hours=12)):
        me = open_as(ME)
        page = me.get(meeting)
        assert "Đã quá giờ chốt" in page.text
        sent = me.post(f"{meeting}/tra-loi", says_yes(page))
        told = me.get(sent.where).text

    row, count = mine()
    assert (row.answer, row.answer_late, count) == ("attend", True, 1)
    assert "Câu trả lời đến sau giờ chốt" in told


def test_what_was_tapped_in_time_without_a_signal_is_not_late(open_as, me, mine, meeting):
    tapped = clock.now().isoformat()
    form = says_yes(me.get(meeting), made_at=tapped)
    with clock.frozen(later(days=6, hours=12)):
        sent = open_as(ME).post(f"{meeting}/tra-loi", form, headers=SCRIPT)

    assert sent.status == 200
    assert mine()[0].answer_late is False


def test_a_script_that_is_signed_out_is_told_so_and_led_nowhere(guest, meeting):
    told = guest.post(f"{meeting}/tra-loi", {"key": uuid4().hex, "answer": "attend"}, SCRIPT)

    assert (told.status, told.where) == (401, None)


def test_a_script_gets_refusals_as_json(me, meeting):
    told = me.post(f"{meeting}/tra-loi", {"key": uuid4().hex, "answer": "maybe"}, SCRIPT)

    assert told.status == 422
    assert '"notices.answer_unknown"' in told.body


def test_a_form_of_another_site_is_refused(me, mine, meeting):
    sent = me.post(f"{meeting}/tra-loi", {"key": uuid4().hex, "answer": "attend"}, FOREIGN)

    assert sent.status == 403
    assert mine()[0].answer is None


def correct(secretary, meeting, **more):
    notice = meeting.rpartition("/")[2]
    now = secretary.get(f"/notices/{notice}").json
    same = ("title", "text", "starts_at", "place", "answer_by", "revision")
    body = {name: now[name] for name in same} | {"reason": "Đổi sang hội trường."} | more
    assert secretary.post(f"/notices/{notice}/corrections", body).status == 200


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


def test_the_pages_speak_english(app, runtime, committee, meeting):
    me = Visitor(app, signed_in(runtime, committee.people[ME].account_id))
    me.get("/ngon-ngu/en")

    shown = me.get(meeting)

    assert "I will attend" in shown.text
    assert "Answer by" in shown.text
