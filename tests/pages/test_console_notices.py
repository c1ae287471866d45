"""The secretary's pages about notices: written, checked, sent, followed, mended, told by mouth."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select, update

from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.members import sealed
from handbook_api.members.models import Member
from handbook_api.notices.models import Contact, Notice, NoticeState, NoticeVersion, Recipient
from tests.support.notices import a_peopled_committee, compose_and_send, said
from tests.support.people import later
from tests.support.samples import a_document

NOTICES = "/lam-viec/thong-bao"
PEOPLE = "section[aria-labelledby='tung-nguoi'] .danh-sach .ten"


@pytest.fixture
def committee(runtime):
    """A secretary and three members in the first cell, others elsewhere."""
    return a_peopled_committee(runtime)


@pytest.fixture
def as_(committee, visit):
    """The browser of somebody, signed in with all he has."""

    def signed_in_as(name):
        return visit(committee.people[name].account_id, strength=Strength.TWO_FACTOR)

    return signed_in_as


@pytest.fixture
def secretary(as_):
    return as_("Nguyễn Văn Bí")


@pytest.fixture
def begun(committee):
    """Where the words of a notice of a kind, or from a template, are written."""

    def at(what, organisation=None):
        place = organisation or committee.tree.cell
        return f"{NOTICES}/moi/noi-dung?organisation_id={place.id}&{what}"

    return at


@pytest.fixture
def drafted(secretary, begun):
    """A draft of the secretary to his whole cell; where it is followed."""
    form = {"title": "Lịch trực tuần này", "text": "Xem lịch ở nhà văn hóa."}
    written = secretary.post(begun("kind=information"), form)
    assert written.status == 303, written.text
    return written.where.removesuffix("/nguoi-nhan")


@pytest.fixture
def meeting(committee):
    """An invitation that the cell has got; where it is followed."""
    starts = clock.now() + timedelta(days=7)
    body = said(
        committee.tree.cell,
        kind="meeting",
        starts_at=starts.isoformat(),
        place="Nhà văn hóa thôn Thử",
    )
    sent = compose_and_send(committee.as_("Nguyễn Văn Bí"), body)
    committee.work(until=later(minutes=2))
    return f"{NOTICES}/{sent.json['id']}"


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

    assert "người nhận ở ngoài nơi mà văn bản 7-NQ/CB dành cho" in check.text


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


def test_people_are_listed_by_how_far_it_came(secretary, meeting, committee):
    everybody = secretary.get(meeting)
    assert "Trần Thị Máy" in everybody.text
    answer = {"answer": "attend"}
    at = f"/me/inbox/{meeting.rpartition('/')[2]}/answers"
    said_so = committee.as_("Trần Thị Máy").post(at, answer)
    assert said_so.status < 300, said_so.json

    answered = secretary.get(meeting, answer="attend")
    assert answered.words(PEOPLE) == ["Trần Thị Máy"]
    silent = secretary.get(meeting, silent="true")
    assert len(silent.words(PEOPLE)) == 3
    assert "Trần Thị Máy" not in silent.words(PEOPLE)
    assert sum(figures(answered)[:-1]) == figures(answered)[-1] == 4


def test_the_silent_are_reminded_and_a_second_press_says_when_nobody_is_left(
    secretary, meeting, committee
):
    for _ in range(2):
        revision = secretary.get(meeting).value("revision")
        done = secretary.post(f"{meeting}/nhac", {"revision": revision})
        assert done.where == f"{meeting}?xong=nhac"
        committee.work()
    revision = secretary.get(meeting).value("revision")
    refused = secretary.post(f"{meeting}/nhac", {"revision": revision})

    assert refused.status == 409
    assert "Không còn ai để nhắc" in refused.text


def test_a_correction_says_what_changed_and_keeps_the_rest(secretary, meeting, committee):
    page = secretary.get(f"{meeting}/dinh-chinh")
    form = typed_as_shown(page) | {"reason": "Đổi địa điểm.", "place": "Trụ sở ủy ban"}
    done = secretary.post(f"{meeting}/dinh-chinh", form)
    assert done.where == f"{meeting}?xong=dinh-chinh", done.text

    followed = secretary.get(meeting)
    assert "Trụ sở ủy ban" in followed.text
    assert "Bản 2" in followed.text
    assert "Đổi địa điểm." in followed.text


def test_a_correction_without_a_reason_or_a_change_is_refused(secretary, meeting):
    page = secretary.get(f"{meeting}/dinh-chinh")
    without = secretary.post(f"{meeting}/dinh-chinh", typed_as_shown(page) | {"reason": ""})
    assert without.status == 422
    assert without.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-reason"

    form = typed_as_shown(page) | {"reason": "Không đổi gì."}
    same = secretary.post(f"{meeting}/dinh-chinh", form)
    assert same.status == 422
    assert "Chưa đổi gì" in same.text


def test_a_notice_is_withdrawn_with_a_reason(secretary, meeting, committee):
    page = secretary.get(f"{meeting}/thu-hoi")
    without = secretary.post(f"{meeting}/thu-hoi", {"revision": page.value("revision")})
    assert without.status == 422
    assert without.tree.css_first("#tom-tat-loi a").attributes["href"] == "#o-reason"

    form = {"revision": page.value("revision"), "reason": "Bão về, hoãn họp."}
    done = secretary.post(f"{meeting}/thu-hoi", form)

    assert done.where == f"{meeting}?xong=thu-hoi"
    assert state(committee, meeting) == NoticeState.CANCELLED
    with committee.runtime.transaction(read_only=True) as session:
        query = select(NoticeVersion.reason).order_by(NoticeVersion.number.desc()).limit(1)
        assert session.scalar(query) == "Bão về, hoãn họp."


def test_before_its_hour_the_call_list_says_when_it_opens(secretary, meeting):
    page = secretary.get(f"{meeting}/goi")

    assert "Danh sách gọi mở lúc" in page.text
    assert page.tree.css_first("a[href^='tel:']") is None


def test_whoever_was_called_counts_as_reached(secretary, meeting, committee):
    give_a_number(committee, "Phạm Thị Xa", "0912000077")
    called = committee.people["Phạm Thị Xa"].id
    with clock.frozen(later(hours=13)):
        page = secretary.get(f"{meeting}/goi")
        assert page.tree.css_first("a[href='tel:0912000077']") is not None
        form = {"how": "phone", "outcome": "told", "back": "list"}
        done = secretary.post(f"{meeting}/nguoi/{called}/lien-lac", form)
        assert done.where == f"{meeting}/goi?xong=told"
        told = secretary.get(done.where)
        assert "Đã ghi: Đã báo được" in told.text
        assert "Đã báo cách khác" in secretary.get(meeting).text
    with committee.runtime.transaction(read_only=True) as session:
        account = committee.people["Phạm Thị Xa"].account_id
        mine = select(Recipient.reach).where(Recipient.account_id == account)
        assert session.scalar(mine) == "told"


def test_a_slip_of_the_pen_is_taken_back(secretary, meeting, committee):
    called = committee.people["Lê Văn Giấy"].id
    person = f"{meeting}/nguoi/{called}"
    secretary.post(f"{person}/lien-lac", {"how": "in_person", "outcome": "told"})
    with committee.runtime.transaction(read_only=True) as session:
        contact = session.scalar(select(Contact.id))
    done = secretary.post(f"{person}/lien-lac/{contact}/xoa")

    assert done.where == person
    assert "Đã báo cách khác" not in secretary.get(person).text


def test_an_answer_by_mouth_is_written_down_with_its_reason(secretary, meeting, committee):
    person = f"{meeting}/nguoi/{committee.people['Lê Văn Giấy'].id}"
    without = secretary.post(f"{person}/tra-loi", {"answer": "absent"})
    assert without.status == 422
    assert "Cần lý do" in without.text

    form = {"answer": "absent", "reason": "Đi viện"}
    secretary.post(f"{person}/tra-loi", form)

    page = secretary.get(person)
    assert "Lý do: Đi viện" in page.text
    assert "có người ghi giúp" in page.text


def test_papers_are_for_those_who_are_named(secretary, meeting, committee):
    page = secretary.get(f"{meeting}/giay-bao", member_id=committee.people["Lê Văn Giấy"].id)

    assert page.status == 200
    assert "Lê Văn Giấy" in page.body
    assert "Trần Thị Máy" not in page.body


def test_the_list_is_downloaded_for_a_purpose_only(secretary, meeting):
    refused = secretary.post(f"{meeting}/xuat", {"format": "csv"})
    assert refused.status == 422

    form = {"format": "csv", "purpose": "Báo cáo đảng ủy về buổi họp"}
    given = secretary.post(f"{meeting}/xuat", form)

    assert given.status == 200
    assert given.headers["Content-Type"].startswith("text/csv")
    assert "Trần Thị Máy" in given.body


def test_today_tells_what_waits_the_most_urgent_first(secretary, drafted, meeting):
    before = secretary.get("/lam-viec")
    assert "Bản nháp chưa gửi" in before.text
    with clock.frozen(later(hours=13)):
        today = secretary.get("/lam-viec")

    first, last = today.links[0], f"{drafted}/kiem-tra"
    assert first == f"{meeting}/goi"
    assert last in today.links
    assert "4 đảng viên chưa nhận được thông báo, cần gọi điện" in today.text


def test_a_meeting_that_is_near_is_told_while_answers_are_missing(as_, meeting, committee):
    with committee.runtime.transaction() as session:
        session.execute(update(Recipient).values(reach="opened"))
    with clock.frozen(later(days=5)):
        today = as_("Nguyễn Văn Bí").get("/lam-viec")

    assert "Sắp họp, 4 đảng viên chưa trả lời" in today.text
    assert meeting in today.links


def test_whoever_holds_no_office_is_led_to_his_own_handbook(as_):
    page = as_("Trần Thị Máy").get("/lam-viec")

    assert page.status == 403
    assert "Mục này dành cho cấp ủy" in page.text
    assert "/" in page.links


def figures(page):
    """The numbers of the table, the total last."""
    return [int(one) for one in page.words("td.so-lieu")]


def in_fields(name, day, hour):
    """A day and an hour as they are typed."""
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": f"{day.month:02}",
        f"{name}_year": str(day.year),
        f"{name}_time": hour,
    }


def typed_as_shown(page):
    """What a form would send as it was shown."""
    fields = page.tree.css("main form input[name], main form textarea[name]")
    return {
        one.attributes["name"]: one.text() if one.tag == "textarea" else one.attributes["value"]
        for one in fields
    }


def state(committee, address):
    with committee.runtime.transaction(read_only=True) as session:
        return session.get_one(Notice, UUID(address.rpartition("/")[2])).state


def give_a_number(committee, name, number):
    spec = committee.runtime.content.member_fields["phone"]
    with committee.runtime.transaction() as session:
        session.execute(update(Member).where(Member.full_name == name).values(reachable_by="phone"))
        sealed.put(session, spec, committee.people[name].id, number, clock.today())
