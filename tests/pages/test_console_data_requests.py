"""What people ask about their own data, as an officer answers it on pages."""

from datetime import date

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Role, Strength
from handbook_api.members.data_rights import service
from handbook_api.members.data_rights.models import DataRequest
from handbook_api.members.models import Member
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record, as_member

QUEUE = "/lam-viec/yeu-cau-du-lieu"


@pytest.fixture
def top(runtime):
    with runtime.transaction() as session:
        return a_committee(session, name="Đảng ủy Thử")


@pytest.fixture
def cell(runtime, top):
    with runtime.transaction() as session:
        return an_organisation(session, top, name="Chi bộ Một")


@pytest.fixture
def member(runtime, cell):
    with runtime.transaction() as session:
        return a_record(session, cell, name="Nguyễn Đức Thử")


@pytest.fixture
def officer(visit, runtime, top):
    with runtime.transaction() as session:
        account = an_account(session, name="Lê Văn Cán")
        appoint(session, account, top, Role.ORGANISATION_OFFICER)
    return visit(account, strength=Strength.TWO_FACTOR)


@pytest.fixture
def asks(runtime, cell):
    def asked(member, kind="see", text="Cho tôi xem dữ liệu của tôi."):
        said = service.NewRequest(kind, text)
        with runtime.transaction() as session:
            viewer = as_member(member, cell)
            return service.ask(session, viewer, runtime.content, said).request.id

    return asked


def _stored(runtime, kind, id_):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(kind, id_)


def test_a_question_waits_in_today_s_work_is_opened_and_answered(officer, asks, member, runtime):
    id_ = asks(member)
    today, queue = officer.get("/lam-viec"), officer.get(QUEUE)
    read = officer.get(f"{QUEUE}/{id_}")
    answered = officer.post(f"{QUEUE}/{id_}", {"outcome": "agreed", "text": "Xin mời đến nhận."})

    assert "1 yêu cầu về dữ liệu chờ trả lời" in today.text
    assert f"{QUEUE}/{id_}" in queue.links
    assert "Cho tôi xem dữ liệu của tôi." in read.text
    assert answered.where == f"{QUEUE}/{id_}?xong=tra-loi"
    assert "Không có yêu cầu nào đang chờ" in officer.get(QUEUE).text
    assert f"{QUEUE}/{id_}" in officer.get(QUEUE, xong="true").links
    assert _stored(runtime, DataRequest, id_).outcome == "agreed"


def test_an_answer_without_an_outcome_is_asked_for_again_and_its_words_stay(officer, asks, member):
    refused = officer.post(f"{QUEUE}/{asks(member)}", {"text": "Xin mời đến nhận."})

    assert refused.status == 422
    assert refused.tree.css_first("[name=text]").text() == "Xin mời đến nhận."


def test_what_changes_the_record_waits_until_it_is_noted_as_done(officer, asks, member, runtime):
    id_ = asks(member, "delete", "Xin xóa số điện thoại cũ.")
    early = officer.get(f"{QUEUE}/{id_}/lam-xong")
    officer.post(f"{QUEUE}/{id_}", {"outcome": "agreed", "text": "Sẽ xóa."})
    today, check = officer.get("/lam-viec"), officer.get(f"{QUEUE}/{id_}/lam-xong")
    officer.post(f"{QUEUE}/{id_}/lam-xong")

    assert early.where == f"{QUEUE}/{id_}"
    assert "1 yêu cầu về dữ liệu đã đồng ý" in today.text
    assert check.words("main form button") == ["Ghi nhận đã làm xong"]
    assert _stored(runtime, DataRequest, id_).state == "carried_out"
    assert _stored(runtime, Member, member.id).full_name == "Nguyễn Đức Thử"


def test_the_record_of_somebody_who_has_left_is_erased_after_a_check_page(
    officer, asks, member, runtime
):
    id_ = asks(member, "delete", "Xin xóa hồ sơ của tôi.")
    officer.post(f"{QUEUE}/{id_}", {"outcome": "agreed", "text": "Sẽ xóa."})
    with runtime.transaction() as session:
        session.get_one(Member, member.id).cell_id = None
    check = officer.get(f"{QUEUE}/{id_}/lam-xong")
    erased = officer.post(f"{QUEUE}/{id_}/lam-xong", {"erase": "true"})

    assert "sẽ bị xóa hẳn" in check.text
    assert "Đã xóa hẳn hồ sơ" in officer.get(erased.where).text
    assert _stored(runtime, Member, member.id).full_name == ""


def test_a_member_is_never_erased_whole(officer, asks, member, runtime):
    id_ = asks(member, "delete", "Xin xóa hồ sơ của tôi.")
    officer.post(f"{QUEUE}/{id_}", {"outcome": "agreed", "text": "Sẽ xóa."})
    refused = officer.post(f"{QUEUE}/{id_}/lam-xong", {"erase": "true"})

    assert refused.status == 409
    assert _stored(runtime, DataRequest, id_).state == "answered"
    assert _stored(runtime, Member, member.id).full_name == "Nguyễn Đức Thử"


def test_the_queue_begins_with_what_is_due_first_and_says_what_is_late(
    officer, asks, member, runtime, cell
):
    asks(member)
    with runtime.transaction() as session:
        other = a_record(session, cell, name="Lê Thị Sau")
    late = asks(other)
    with runtime.transaction() as session:
        session.get_one(DataRequest, late).due_on = date(2020, 1, 2)

    names = officer.get(QUEUE).words("main .danh-sach .ten")
    assert [name.partition(":")[0] for name in names] == ["Lê Thị Sau", "Nguyễn Đức Thử"]
    assert "2 yêu cầu về dữ liệu chờ trả lời, 1 đã quá hạn" in officer.get("/lam-viec").text


def test_a_request_on_paper_is_entered_with_the_day_it_came(officer, member, runtime):
    address = f"/lam-viec/dang-vien/{member.id}/yeu-cau"
    today = clock.today()
    form = {"kind": "see", "text": "Xin được xem.", "received_on_day": str(today.day)}
    form |= {"received_on_month": str(today.month), "received_on_year": str(today.year)}
    entered = officer.post(address, form)
    wrong = officer.post(address, form | {"received_on_day": "40"})

    assert address in officer.get(f"/lam-viec/dang-vien/{member.id}").links
    assert "bằng giấy" in officer.get(entered.where).text
    assert wrong.status == 422


@pytest.fixture
def secretary(visit, runtime, cell):
    with runtime.transaction() as session:
        account = a_member(session, cell, Role.SECRETARY, name="Trần Thị Mẫu")
    return visit(account)


def test_the_queue_is_the_officer_s_alone(officer, secretary, asks, member, visit, runtime):
    id_ = asks(member)
    with runtime.transaction() as session:
        elsewhere = a_committee(session, name="Đảng ủy Khác")
        stranger = an_account(session, name="Cán bộ Khác")
        appoint(session, stranger, elsewhere, Role.ORGANISATION_OFFICER)
    other = visit(stranger, strength=Strength.TWO_FACTOR)

    assert secretary.get(QUEUE).status == 403
    assert "yêu cầu về dữ liệu" not in secretary.get("/lam-viec").text
    assert other.get(f"{QUEUE}/{id_}").status == 404
    assert other.get(QUEUE).links.count(f"{QUEUE}/{id_}") == 0
    assert QUEUE in [link.attributes["href"] for link in officer.get(QUEUE).tree.css(".ben a")]
