"""A notice that has gone out: followed, reminded of, mended, told by mouth."""

from sqlalchemy import select, update

from handbook_api.core import clock
from handbook_api.members import sealed
from handbook_api.members.models import Member
from handbook_api.notices.models import Contact, NoticeState, NoticeVersion, Recipient
from tests.pages.console_notices.conftest import figures, state
from tests.support.people import later

PEOPLE = "section[aria-labelledby='tung-nguoi'] .danh-sach .ten"


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


def typed_as_shown(page):
    """What a form would send as it was shown."""
    fields = page.tree.css("main form input[name], main form textarea[name]")
    return {
        one.attributes["name"]: one.text() if one.tag == "textarea" else one.attributes["value"]
        for one in fields
    }


def give_a_number(committee, name, number):
    spec = committee.runtime.content.member_fields["phone"]
    with committee.runtime.transaction() as session:
        session.execute(update(Member).where(Member.full_name == name).values(reachable_by="phone"))
        sealed.put(session, spec, committee.people[name].id, number, clock.today())
