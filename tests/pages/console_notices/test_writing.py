"""A secretary's notice: written, checked, released, sent."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select, update

from handbook_api.core import clock
from handbook_api.core.identity import Role
from handbook_api.notices.models import Notice, NoticeState
from tests.pages.console_notices.conftest import NOTICES, figures, state
from tests.support.notices import said
from tests.support.people import later
from tests.support.samples import a_document


def test_a_secretary_writes_chooses_checks_and_sends_to_his_cell(secretary, begun, committee):
    begin = secretary.get(f"{NOTICES}/moi")
    assert "Gửi thay mặt" in begin.text
    chosen = secretary.post(f"{NOTICES}/moi", {"what": "kind:information"})
    assert chosen.where == begun("kind=information")
    written = secretary.post(chosen.where, {"title": "Lịch trực", "text": "Xem lịch."})
    recipients = secretary.get(written.where)
    assert "Mọi đảng viên của" in recipients.text

    form = {"who": "all", "exempt": "true", "revision": recipients.value("revision")}
    check = secretary.get(secretary.post(written.where, form).where)
    assert "Gửi cho 4 đảng viên" in check.words("main button")
    assert "Gửi xong không xóa được, chỉ có thể gửi đính chính." in check.text
    assert "Không thấy dấu chỉ độ mật" in check.text
    at = urlsplit(written.where).path.removesuffix("/nguoi-nhan")
    sent = secretary.post(f"{at}/gui", {"revision": check.value("revision")})
    assert sent.where == at
    assert "Sắp gửi cho 4 đảng viên" in secretary.get(at).text
    committee.work(until=later(minutes=2))

    followed = secretary.get(at)
    assert "Đã gửi" in followed.text
    assert figures(followed)[-1] == 4
    assert sum(figures(followed)[:-1]) == 4


def test_before_sending_it_is_told_who_cannot_open_what_goes_along(as_, committee):
    tree = committee.tree
    own = a_document("7-nq-cb", symbol="7-NQ/CB", audience="organisation")
    own.audience_path = tree.cell.path
    with committee.runtime.transaction() as session:
        session.add(own)
    officer = committee.as_("Đỗ Thị Viên")
    draft = officer.post("/notices", said(tree.ward, links=[{"document_id": "7-nq-cb"}])).json
    check = as_("Đỗ Thị Viên").get(f"{NOTICES}/{draft['id']}/kiem-tra")

    assert "Văn bản 7-NQ/CB chỉ dành cho một tổ chức" in check.text


def test_within_the_minute_sending_is_stopped_and_nobody_gets_it(secretary, drafted, committee):
    check = secretary.get(f"{drafted}/kiem-tra")
    secretary.post(f"{drafted}/gui", {"revision": check.value("revision")})
    waiting = secretary.get(drafted)
    assert "Dừng gửi" in waiting.words("main button")

    stopped = secretary.post(f"{drafted}/dung", {"revision": waiting.value("revision")})
    committee.work(until=later(minutes=2))

    assert "Chưa ai nhận được thông báo này" in secretary.get(stopped.where).text
    assert state(committee, drafted) == NoticeState.DRAFT


def test_a_draft_is_kept_changed_and_thrown_away(secretary, drafted, committee):
    words = secretary.get(f"{drafted}/noi-dung")
    assert words.value("title") == "Lịch trực tuần này"
    form = {"title": "Lịch trực tuần sau", "text": "Đổi.", "revision": words.value("revision")}
    secretary.post(f"{drafted}/noi-dung", form)
    assert "Lịch trực tuần sau" in secretary.get(NOTICES).text

    revision = secretary.get(f"{drafted}/kiem-tra").value("revision")
    gone = secretary.post(f"{drafted}/bo", {"revision": revision})
    assert "Đã bỏ bản nháp" in secretary.get(gone.where).text
    assert state(committee, drafted) == NoticeState.LAPSED


def test_what_somebody_else_changed_meanwhile_is_not_sent_over(secretary, drafted):
    refused = secretary.post(f"{drafted}/gui", {"revision": "0"})

    assert refused.status == 409
    assert "Đã có người sửa" in refused.text
    assert "Kiểm tra và gửi" in refused.text


def test_a_template_asks_for_its_fields_and_for_hour_and_place_once(secretary, begun, committee):
    at = begun("template=regular_meeting")
    asked = secretary.get(at)
    assert len(asked.tree.css("input[name='place']")) == 1
    assert asked.tree.css_first("[name='values.place']") is None
    soon = clock.today() + timedelta(days=9)
    form = in_fields("starts_at", soon, "19h30") | {
        "place": "Nhà văn hóa thôn 3",
        "values.month": "12/2026",
        "values.agenda": "Bình xét\nViệc khác",
    }
    written = secretary.post(at, form)
    assert written.status == 303, written.text

    check = secretary.get(written.where.replace("nguoi-nhan", "kiem-tra"))
    assert "Mời sinh hoạt chi bộ thường kỳ tháng 12/2026" in check.text
    assert "Địa điểm: Nhà văn hóa thôn 3" in check.text
    assert "19 giờ 30" in check.text
    again = secretary.get(written.where.replace("nguoi-nhan", "noi-dung"))
    assert again.value("starts_at_day") == str(soon.day)
    assert again.value("starts_at_time") == "19:30"
    assert "Bình xét" in again.body


def test_wrong_days_give_a_summary_and_what_was_typed_stays(secretary, begun):
    form = {
        "title": "Họp",
        "text": "Mời họp.",
        "starts_at_day": "31",
        "starts_at_month": "2",
        "starts_at_year": "2027",
        "starts_at_time": "19",
    }
    refused = secretary.post(begun("kind=meeting"), form)

    assert refused.status == 422
    assert refused.title.startswith("Lỗi:")
    assert refused.words("#tom-tat-loi li") == [
        "Nhập đủ ngày, tháng, năm và giờ, ví dụ 27 3 2027, 19:30.",
        "Mục này bắt buộc phải có.",
    ]
    targets = [one.attributes["href"] for one in refused.tree.css("#tom-tat-loi a")]
    assert targets == ["#o-starts_at", "#o-place"]
    assert all(refused.tree.css_first(one) is not None for one in targets)
    assert refused.value("starts_at_day") == "31"
    assert refused.value("title") == "Họp"


def test_a_time_out_of_order_is_told_at_its_own_field(secretary, begun):
    soon = clock.today() + timedelta(days=5)
    form = {"title": "Họp", "text": "Mời họp.", "place": "Nhà văn hóa"}
    form |= in_fields("starts_at", soon, "19") | in_fields("answer_by", soon, "20:15")
    refused = secretary.post(begun("kind=meeting"), form)

    assert refused.status == 422
    assert refused.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-starts_at"
    assert "Giờ bắt đầu" in refused.words("#tom-tat-loi")[0]


def test_a_document_the_library_does_not_hold_is_told_by_its_symbol(secretary, begun):
    form = {"title": "Đọc", "text": "Xin đọc.", "symbols": "99999-QĐ/TW"}
    refused = secretary.post(begun("kind=document"), form)

    assert refused.status == 422
    assert "99999-QĐ/TW" in refused.words("#tom-tat-loi")[0]
    assert "99999-QĐ/TW" in refused.tree.css_first("textarea[name='symbols']").text()


def test_only_chosen_members_get_it(secretary, drafted, committee):
    page = secretary.get(f"{drafted}/nguoi-nhan")
    chosen = str(committee.people["Trần Thị Máy"].id)
    form = {"who": "some", "members": chosen, "revision": page.value("revision")}
    check = secretary.get(secretary.post(f"{drafted}/nguoi-nhan", form).where)

    assert "Gửi cho 1 đảng viên" in check.words("main button")
    again = secretary.get(f"{drafted}/nguoi-nhan")
    ticked = again.tree.css("input[name='members'][checked]")
    assert [one.attributes["value"] for one in ticked] == [chosen]


def test_nobody_chosen_is_told_at_once(secretary, drafted):
    revision = secretary.get(f"{drafted}/nguoi-nhan").value("revision")
    refused = secretary.post(f"{drafted}/nguoi-nhan", {"who": "some", "revision": revision})

    assert refused.status == 422
    assert "không có ai nhận" in refused.words("#tom-tat-loi")[0]


def test_words_with_a_mark_of_secrecy_are_not_even_kept_as_a_draft(secretary, begun, committee):
    form = {"title": "Văn bản", "text": "TỐI MẬT\nNội dung."}
    refused = secretary.post(begun("kind=information"), form)

    assert refused.status == 422
    assert "Nội dung có dấu “Tối mật”" in refused.text
    with committee.runtime.transaction(read_only=True) as session:
        assert session.scalar(select(Notice.id)) is None


def test_many_recipients_wait_for_a_second_person(as_, begun, drafted, committee, secretary):
    committee.member("Vũ Thị Phó", committee.tree.cell, Role.DEPUTY_SECRETARY)
    notice_id = UUID(drafted.rpartition("/")[2])
    with committee.runtime.transaction() as session:
        waiting = {"state": NoticeState.AWAITING_RELEASE, "people": 300}
        session.execute(update(Notice).where(Notice.id == notice_id).values(**waiting))

    mine = secretary.get(drafted)
    assert "Một đồng chí khác người soạn sẽ duyệt" in mine.text
    refused = secretary.post(f"{drafted}/duyet", {"revision": mine.value("revision")})
    assert refused.status == 403
    assert "Cần người thứ hai" in refused.text

    deputy = as_("Vũ Thị Phó")
    page = deputy.get(drafted)
    assert "Duyệt, gửi cho 300 đảng viên" in page.words("main button")
    assert deputy.post(f"{drafted}/duyet", {"revision": page.value("revision")}).status == 303
    assert state(committee, drafted) == NoticeState.SCHEDULED


def test_what_is_not_released_goes_back_to_its_author(as_, drafted, committee):
    committee.member("Vũ Thị Phó", committee.tree.cell, Role.DEPUTY_SECRETARY)
    notice_id = UUID(drafted.rpartition("/")[2])
    with committee.runtime.transaction() as session:
        waiting = {"state": NoticeState.AWAITING_RELEASE, "people": 300}
        session.execute(update(Notice).where(Notice.id == notice_id).values(**waiting))
    deputy = as_("Vũ Thị Phó")
    revision = deputy.get(drafted).value("revision")

    deputy.post(f"{drafted}/tra-lai", {"revision": revision})

    assert state(committee, drafted) == NoticeState.DRAFT


@pytest.mark.parametrize("more", ["", "/noi-dung", "/nguoi-nhan", "/kiem-tra", "/goi", "/xuat"])
def test_a_stranger_of_another_cell_finds_nothing(as_, committee, drafted, more):
    committee.member("Ngô Văn Lạ", committee.tree.sibling, Role.SECRETARY)

    assert as_("Ngô Văn Lạ").get(f"{drafted}{more}").status == 404


@pytest.mark.parametrize("more", ["", "/moi", "/moi/noi-dung"])
def test_a_member_without_an_office_is_not_let_in(as_, more):
    page = as_("Trần Thị Máy").get(f"{NOTICES}{more}")

    assert page.status == 403
    assert "Mục này dành cho cấp ủy" in page.text
    assert "/" in page.links


def test_a_guest_is_led_to_the_door(guest, drafted):
    assert guest.get(drafted).where.startswith("/dang-nhap?tiep=")


def in_fields(name, day, hour):
    """A day and an hour as they are typed."""
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": f"{day.month:02}",
        f"{name}_year": str(day.year),
        f"{name}_time": hour,
    }
