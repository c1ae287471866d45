"""People of an office's reach, as pages: found, helped to sign in, their reports decided."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from handbook_api.auth.models import DeviceSession, Reset, Slip
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import names
from handbook_api.members.bulk import insert_rows
from handbook_api.members.corrections import service
from handbook_api.members.first_rows import name_rows
from handbook_api.members.models import Member, NameToken
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record, as_member

MEMBERS, ACCOUNTS = "/lam-viec/dang-vien", "/lam-viec/tai-khoan"
SLIPS, RESETS = "/lam-viec/phieu", "/lam-viec/dat-lai-mat-khau"
CORRECTIONS = "/lam-viec/dinh-chinh"


_WORK = {"occupation": "Thợ mộc"}


def _found_by_name(session, member):
    rows = list(name_rows(member.id, names.read(member.full_name)))
    insert_rows(session, NameToken, rows)
    return member


@pytest.fixture
def top(runtime):
    with runtime.transaction() as session:
        return a_committee(session, name="Đảng ủy Thử")


@pytest.fixture
def cell(runtime, top):
    with runtime.transaction() as session:
        return an_organisation(session, top, name="Chi bộ Một")


@pytest.fixture
def other_cell(runtime, top):
    with runtime.transaction() as session:
        return an_organisation(session, top, name="Chi bộ Hai")


@pytest.fixture
def member(runtime, cell):
    """A member of the cell, with a record that can be found by name."""
    with runtime.transaction() as session:
        return _found_by_name(session, a_record(session, cell, name="Nguyễn Đức Thử", **_WORK))


@pytest.fixture
def stranger(runtime, other_cell):
    with runtime.transaction() as session:
        return _found_by_name(session, a_record(session, other_cell, name="Nguyễn Đức Khác"))


@pytest.fixture
def secretary(visit, runtime, cell):
    with runtime.transaction() as session:
        account = a_member(session, cell, Role.SECRETARY, name="Trần Thị Mẫu")
    return visit(account)


@pytest.fixture
def holder(runtime, top):
    def made(role, name="Lê Văn Cán"):
        with runtime.transaction() as session:
            account = an_account(session, name=name)
            appoint(session, account, top, role)
            return account

    return made


@pytest.fixture
def officer(visit, holder):
    return visit(holder(Role.ORGANISATION_OFFICER), strength=Strength.TWO_FACTOR)


def _all(runtime, query):
    with runtime.transaction(read_only=True) as session:
        return list(session.scalars(query))


def _acts(runtime):
    return _all(runtime, select(AuditEntry.act).order_by(AuditEntry.sequence))


def test_a_secretary_finds_a_member_without_marks_and_the_name_stands_in_no_address(
    secretary, member, stranger, caplog
):
    found = secretary.post(MEMBERS, {"name": "nguyen duc"})

    assert found.status == 200
    assert found.words("main .danh-sach .ten") == ["Nguyễn Đức Thử"]
    assert not [link for link in found.links if "nguy" in link.lower()]
    assert found.tree.css_first("form[role=search]").attributes["method"] == "post"
    assert "nguyen" not in caplog.text.lower()


def test_nobody_found_is_told_from_nobody_there(secretary, member):
    assert "Không có ai tên như vậy" in secretary.post(MEMBERS, {"name": "zzz"}).text


def test_an_empty_search_is_sent_back(secretary, member):
    again = secretary.post(MEMBERS, {"name": " "})

    assert again.status == 422
    assert again.title.startswith("Lỗi:")
    assert "Nguyễn Đức Thử" in again.text


def test_a_list_holds_the_own_cell_alone(secretary, member, stranger):
    page = secretary.get(MEMBERS)

    assert "Nguyễn Đức Thử" in page.text
    assert "Nguyễn Đức Khác" not in page.text


def test_an_officer_narrows_the_list_to_a_cell_and_a_status(officer, member, stranger, other_cell):
    assert {"Nguyễn Đức Thử", "Nguyễn Đức Khác"} <= set(
        officer.get(MEMBERS).words("main .danh-sach .ten")
    )
    narrowed = officer.get(MEMBERS, cell=other_cell.id)
    assert narrowed.words("main .danh-sach .ten") == ["Nguyễn Đức Khác"]
    assert "Chi bộ Hai" in narrowed.text
    assert "Không có ai khớp" in officer.get(MEMBERS, status="deceased").text


def test_the_list_pages_on_by_its_cursor(officer, member, stranger):
    first = officer.get(MEMBERS, limit=1)
    second = officer.get(next(link for link in first.links if "cursor=" in link))

    assert first.words("main .danh-sach .ten") != second.words("main .danh-sach .ten")


def test_a_record_shows_what_the_reader_may_see_and_the_reading_is_written_down(
    secretary, member, runtime
):
    page = secretary.get(f"{MEMBERS}/{member.id}")

    assert "Nguyễn Đức Thử" in page.title
    assert "Thợ mộc" in page.text
    assert "Cấp phiếu đăng nhập" in page.text
    assert "members.read_record" in _acts(runtime)


def test_somebody_elses_member_is_not_there(secretary, stranger):
    assert secretary.get(f"{MEMBERS}/{stranger.id}").status == 404
    assert secretary.get(f"{MEMBERS}/{uuid4()}").status == 404
    assert secretary.get(f"{ACCOUNTS}/{stranger.account_id}").status == 404
    assert secretary.post(f"{ACCOUNTS}/{stranger.account_id}/phieu").status == 404


def test_a_member_without_an_office_is_not_let_in(visit, member, runtime):
    with runtime.transaction(read_only=True) as session:
        himself = visit(session.get_one(Member, member.id).account_id)

    for address in (MEMBERS, SLIPS, RESETS, CORRECTIONS):
        assert himself.get(address).status == 403


@pytest.mark.parametrize("address", [MEMBERS, SLIPS, CORRECTIONS])
def test_an_office_asleep_is_woken_by_the_one_time_code(visit, holder, address):
    asleep = visit(holder(Role.ORGANISATION_OFFICER))

    assert asleep.get(address).where == f"/dang-nhap/ma-mot-lan?tiep={address}"


def test_a_page_that_was_kept_asks_for_the_code_before_it_is_called_lost(
    visit, holder, member, asked, cell
):
    asleep = visit(holder(Role.ORGANISATION_OFFICER))

    for address in (
        f"{MEMBERS}/{member.id}",
        f"{ACCOUNTS}/{member.account_id}",
        f"{CORRECTIONS}/{asked}",
        f"{SLIPS}/chi-bo/{cell.id}",
    ):
        assert asleep.get(address).where == f"/dang-nhap/ma-mot-lan?tiep={address}"


@pytest.mark.parametrize("address", [MEMBERS, SLIPS, RESETS, CORRECTIONS])
def test_a_guest_is_led_to_the_door(guest, address):
    assert guest.get(address).where == f"/dang-nhap?tiep={address}"


def test_a_slip_is_issued_and_its_code_shown_this_once(secretary, member, runtime):
    shown = secretary.post(f"{ACCOUNTS}/{member.account_id}/phieu")

    digits = "".join(shown.words(".ma-so")[0].split())
    assert len(digits) == 10
    assert digits.isdigit()
    assert shown.headers["Cache-Control"] == "no-store"
    assert len(_all(runtime, select(Slip.id))) == 1
    assert digits not in secretary.get(f"{ACCOUNTS}/{member.account_id}").body.replace(" ", "")
    assert "auth.issue_slip" in _acts(runtime)


def test_slips_of_chosen_people_come_as_a_sheet(secretary, member, runtime):
    page = secretary.get(SLIPS)
    form = {"account_ids": [str(member.account_id)], "helper_phone": "0900 000 001"}

    sheet = secretary.post(f"{SLIPS}/in", form)

    assert "Nguyễn Đức Thử" in page.text
    assert sheet.status == 200, sheet.text
    assert "0900 000 001" in sheet.body
    assert "style-src 'sha256-" in sheet.headers["Content-Security-Policy"]
    assert sheet.headers["Content-Disposition"].startswith("inline")


def test_nobody_chosen_is_said(secretary, member, runtime):
    again = secretary.post(f"{SLIPS}/in", {"helper_phone": ""})

    assert again.status == 422
    assert "Nguyễn Đức Thử" in again.text
    assert _all(runtime, select(Slip.id)) == []


def test_slips_of_a_whole_cell_come_as_a_sheet(secretary, member, cell, runtime):
    address = f"{SLIPS}/chi-bo/{cell.id}"

    assert "Chi bộ Một" in secretary.get(address).text
    assert secretary.post(address, {"only_new": "true"}).status == 422
    sheet = secretary.post(address, {"only_new": "false"})

    assert sheet.status == 200
    assert sheet.body.count('<article class="slip">') == 2


def test_another_cells_slips_are_not_for_this_secretary(secretary, other_cell):
    assert secretary.get(f"{SLIPS}/chi-bo/{other_cell.id}").status == 404
    assert secretary.post(f"{SLIPS}/chi-bo/{other_cell.id}").status == 404


def test_issued_slips_are_listed_and_taken_back(secretary, member, runtime):
    secretary.post(f"{ACCOUNTS}/{member.account_id}/phieu")
    [slip_id] = _all(runtime, select(Slip.id))

    assert "Còn dùng được" in secretary.get(f"{SLIPS}/da-cap").text
    led_to = secretary.post(f"{SLIPS}/{slip_id}/thu-hoi").where
    listed = secretary.get(led_to).text

    assert "Đã thu hồi phiếu" in listed
    assert "Còn dùng được" not in listed


def test_a_reset_that_needs_a_second_officer_is_confirmed_by_another(
    officer, visit, holder, member, runtime
):
    form = {"removes_factor": "true"}
    opened = officer.post(f"{ACCOUNTS}/{member.account_id}/dat-lai", form)
    [reset_id] = _all(runtime, select(Reset.id))
    second = visit(holder(Role.ADMINISTRATOR, "Phạm Thị Hai"), strength=Strength.TWO_FACTOR)

    assert "Cần một cán bộ khác xác nhận" in opened.text
    assert officer.post(f"{RESETS}/{reset_id}/xac-nhan").status == 409
    assert "Chờ người thứ hai" in second.get(RESETS).text
    led_to = second.post(f"{RESETS}/{reset_id}/xac-nhan").where
    assert "Đã xác nhận" in second.get(led_to).text
    assert _all(runtime, select(Reset.confirmed_at)) != [None]


def test_a_reset_is_withdrawn(secretary, member, runtime):
    secretary.post(f"{ACCOUNTS}/{member.account_id}/dat-lai", {"removes_factor": "false"})
    [reset_id] = _all(runtime, select(Reset.id))

    led_to = secretary.post(f"{RESETS}/{reset_id}/huy").where

    assert "Không có mã đặt lại nào" in secretary.get(led_to).text


def test_an_officer_signs_a_lost_phone_out(officer, visit, member, runtime):
    phone = visit(member.account_id)

    asked = officer.get(f"{ACCOUNTS}/{member.account_id}/dang-xuat")
    led_to = officer.post(f"{ACCOUNTS}/{member.account_id}/dang-xuat").where

    assert "trên 1 máy" in asked.text
    assert "Đã đăng xuất mọi máy" in officer.get(led_to).text
    assert phone.get("/toi").status == 303
    ended = select(DeviceSession.ended_at).where(DeviceSession.account_id == member.account_id)
    assert None not in _all(runtime, ended)


def test_an_account_is_switched_off_and_on_again(officer, member):
    address = f"{ACCOUNTS}/{member.account_id}"

    assert officer.post(f"{address}/khoa", {}).status == 422
    off = officer.get(officer.post(f"{address}/khoa", {"reason": "suspicion"}).where)
    on = officer.get(officer.post(f"{address}/mo").where)

    assert "Đã khóa tài khoản" in off.text
    assert "Mở lại tài khoản" in off.text
    assert "Đã mở lại tài khoản" in on.text


def test_what_only_officers_do_is_not_offered_to_a_secretary(secretary, member):
    page = secretary.get(f"{ACCOUNTS}/{member.account_id}")

    assert "Cấp phiếu đăng nhập" in page.text
    assert "Khóa tài khoản" not in page.text
    assert secretary.post(f"{ACCOUNTS}/{member.account_id}/dang-xuat").status == 403


@pytest.fixture
def asked(runtime, member, cell):
    """The id of a correction that the member asked for."""
    said = service.NewCorrection("qualification", "Kỹ sư nông nghiệp", "Theo bằng.")
    with runtime.transaction() as session:
        row = service.ask(session, as_member(member, cell), runtime.content, said)
        return row.correction.id


def test_the_queue_tells_whose_field_waits_and_since_when(secretary, asked):
    page = secretary.get(CORRECTIONS)

    assert f"{CORRECTIONS}/{asked}" in page.links
    assert "Nguyễn Đức Thử" in page.text
    assert "Kỹ sư nông nghiệp" not in page.text
    assert "Không có đề nghị nào" in secretary.get(CORRECTIONS, overdue="true").text


def test_who_has_waited_longest_comes_first(secretary, asked, runtime, member, cell):
    later = service.NewCorrection("religion", "Không", None)
    with runtime.transaction() as session:
        service.ask(session, as_member(member, cell), runtime.content, later)

    first = secretary.get(CORRECTIONS, limit=1)
    second = secretary.get(next(link for link in first.links if "cursor=" in link))

    assert f"{CORRECTIONS}/{asked}" in first.links
    assert f"{CORRECTIONS}/{asked}" not in second.links
    assert second.words("main .danh-sach .ten")


def test_an_officer_accepts_and_the_record_says_it(officer, asked, member, runtime):
    page = officer.get(f"{CORRECTIONS}/{asked}")

    assert "Kỹ sư nông nghiệp" in page.text
    assert "Theo bằng." in page.text
    assert "corrections.read" in _acts(runtime)
    led_to = officer.post(f"{CORRECTIONS}/{asked}", {"code": "accept"}).where
    assert "Hồ sơ đã được sửa" in officer.get(led_to).text
    assert "Kỹ sư nông nghiệp" in officer.get(f"{MEMBERS}/{member.id}").text
    assert "Không có đề nghị nào đang chờ" in officer.get(CORRECTIONS).text


def test_a_refusal_needs_a_reason_and_what_was_typed_stays(officer, asked):
    again = officer.post(f"{CORRECTIONS}/{asked}", {"code": "refuse", "note": " "})

    assert again.status == 422
    assert again.tree.css_first("input[value=refuse]").attributes.get("checked", "no") != "no"
    done = officer.post(f"{CORRECTIONS}/{asked}", {"code": "refuse", "note": "Bằng chưa rõ."})
    assert "Bằng chưa rõ." in officer.get(done.where).text


def test_a_secretary_passes_on_and_is_offered_what_is_his(secretary, asked):
    page = secretary.get(f"{CORRECTIONS}/{asked}")
    offered = {node.attributes["value"] for node in page.tree.css("input[name=code]")}

    assert "forward" in offered
    led_to = secretary.post(f"{CORRECTIONS}/{asked}", {"code": "forward"}).where
    after = secretary.get(led_to)
    assert "Đã chuyển cán bộ tổ chức" in after.text
    assert not after.tree.css("input[name=code]")


def test_a_strangers_correction_is_not_there(visit, runtime, other_cell, asked):
    with runtime.transaction() as session:
        account = a_member(session, other_cell, Role.SECRETARY, name="Bí thư Khác")

    assert visit(account).get(f"{CORRECTIONS}/{asked}").status == 404


def test_a_day_wanted_is_shown_as_people_write_it(officer, runtime, member, cell):
    said = service.NewCorrection("birth_date", date(1961, 2, 3).isoformat(), None)
    with runtime.transaction() as session:
        row = service.ask(session, as_member(member, cell), runtime.content, said)
        id_ = row.correction.id

    shown = officer.get(f"{CORRECTIONS}/{id_}").text

    assert "03/02/1961" in shown
    assert "03/02/1960" in shown


def test_a_name_is_looked_for_within_the_filters(officer, member, stranger, cell):
    form = {"name": "duc", "cell": str(cell.id), "status": ["official"]}

    found = officer.post(MEMBERS, form)

    assert found.words("main .danh-sach .ten") == ["Nguyễn Đức Thử"]
    assert found.value("status") == "official"


def test_a_record_leads_to_what_its_owner_reported_wrong(secretary, member, asked):
    page = secretary.get(f"{MEMBERS}/{member.id}")

    assert f"{CORRECTIONS}/{asked}" in page.links


def test_only_an_administrator_is_led_to_what_somebody_did(secretary, visit, holder, member):
    administrator = visit(holder(Role.ADMINISTRATOR), strength=Strength.TWO_FACTOR)
    address = f"{ACCOUNTS}/{member.account_id}"
    log = f"/lam-viec/nhat-ky?account_id={member.account_id}"

    assert log in administrator.get(address).links
    assert administrator.get(log).status == 200
    assert log not in secretary.get(address).links
