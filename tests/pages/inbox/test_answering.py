"""Answering on a page counts as on the API, and once."""

from uuid import uuid4

import pytest

from handbook_api.core import clock
from tests.pages.inbox.invitations import FOREIGN, ME, SCRIPT, says_yes
from tests.support.people import later


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
