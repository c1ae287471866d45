"""Lists of members that come in and go out, as pages."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members.models import Member
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record

IMPORT, EXPORT = "/lam-viec/dang-vien/nhap", "/lam-viec/dang-vien/xuat"
HEADINGS = ("Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Ngày chính thức", "Ghi chú")


@pytest.fixture
def top(runtime):
    with runtime.transaction() as session:
        return a_committee(session, name="Đảng ủy Thử")


@pytest.fixture
def cell(runtime, top):
    with runtime.transaction() as session:
        return an_organisation(session, top, name="Chi bộ Một")


@pytest.fixture
def officer(visit, runtime, top):
    with runtime.transaction() as session:
        account = an_account(session, name="Lê Văn Cán")
        appoint(session, account, top, Role.ORGANISATION_OFFICER)
    return visit(account, strength=Strength.TWO_FACTOR)


@pytest.fixture
def secretary(visit, runtime, cell):
    with runtime.transaction() as session:
        account = a_member(session, cell, Role.SECRETARY, name="Trần Thị Mẫu")
    return visit(account, strength=Strength.TWO_FACTOR)


def _list(*people, name="danh-sach.xlsx"):
    book = openpyxl.Workbook()
    for row in (HEADINGS, *people):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return {"file": (file, name)}


def _somebody(name, born=date(1960, 5, 15), cell="Chi bộ Một"):
    return (name, born, "Nam", cell, date(1986, 3, 3), "")


def _names(runtime):
    with runtime.transaction(read_only=True) as session:
        return set(session.scalars(select(Member.full_name)))


def _entry(runtime, act):
    with runtime.transaction(read_only=True) as session:
        query = select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.sequence.desc())
        return session.scalars(query).first()


def _columns(page):
    """The form as it stands, when nobody changes anything."""
    form = {
        box.attributes["name"]: box.attributes["value"]
        for box in page.tree.css("form input[value]")
    }
    form.pop("cells_in_titles", None)
    for pick in page.tree.css("main select"):
        chosen = pick.css_first("option[selected]") or pick.css_first("option")
        form[pick.attributes["name"]] = chosen.attributes["value"]
    return form


def test_a_list_is_sent_its_columns_confirmed_looked_over_and_taken(officer, runtime, cell):
    sent = officer.post(IMPORT, _list(_somebody("Nguyễn Văn Thử"), _somebody("Lê Thị Thử")))
    columns = officer.get(sent.where)
    form = _columns(columns)
    looked_over = officer.post(sent.where, form)
    preview = officer.get(looked_over.where)
    before = _names(runtime)
    taken = officer.post(looked_over.where, {"mapping": preview.value("mapping")})
    outcome = officer.get(taken.where)

    assert form["column_A"] == "full_name"
    assert form["column_F"] == ""
    assert preview.words("main form button") == ["Nhận 2 đảng viên"]
    assert "Nguyễn Văn Thử" not in before
    assert {"Nguyễn Văn Thử", "Lê Thị Thử"} <= _names(runtime)
    assert "Đã nhận xong" in outcome.text
    assert outcome.words("main dl dd")[0] == "2"


def test_who_closed_the_page_finds_his_list_where_he_left_it(officer, cell):
    sent = officer.post(IMPORT, _list(_somebody("Nguyễn Văn Thử")))
    waiting = officer.get(IMPORT)
    looked_over = officer.post(sent.where, _columns(officer.get(sent.where)))
    further = officer.get(IMPORT)
    officer.post(looked_over.where, {"mapping": officer.get(looked_over.where).value("mapping")})

    assert sent.where in waiting.links
    assert looked_over.where in further.links
    assert officer.get(looked_over.where).where == sent.where
    assert "Thêm 1 người" in officer.get(IMPORT).text


def test_faults_are_shown_at_their_boxes_and_given_back_and_nobody_can_say_yes(
    officer, runtime, cell
):
    people = _somebody("Nguyễn Văn Thử"), _somebody("Lê Thị Thử", cell="Chi bộ Không Có")
    sent = officer.post(IMPORT, _list(*people))
    looked_over = officer.post(sent.where, _columns(officer.get(sent.where)))
    preview = officer.get(looked_over.where)
    marked = officer._client.post(f"{sent.where}/loi", headers={"Sec-Fetch-Site": "same-origin"})

    assert "Ô D3:" in preview.text
    assert not preview.tree.css("[name=mapping]")
    assert "Nguyễn Văn Thử" in str(
        list(openpyxl.load_workbook(io.BytesIO(marked.data)).active.values)
    )
    assert _entry(runtime, "members.import").facts["step"] == "given_back"


def test_what_is_no_list_is_refused_beside_the_field_and_nothing_is_kept(officer, runtime, cell):
    empty = officer.post(IMPORT, {})
    wrong = officer.post(IMPORT, {"file": (io.BytesIO(b"%PDF-1.7"), "danh-sach.pdf")})
    no_headings = officer.post(IMPORT, {"file": (io.BytesIO(b"1,2\n3,4\n"), "danh-sach.csv")})

    assert (empty.status, empty.words("#loi-file")) == (422, ["Mục này bắt buộc phải có."])
    assert wrong.status == 415
    assert no_headings.status == 422
    assert empty.title.startswith("Lỗi:")
    assert _entry(runtime, "members.import") is None


def test_a_list_of_thousands_comes_in_and_one_beyond_the_limit_is_refused(officer, cell):
    body = "Họ và tên,Ngày sinh,Chi bộ,Ngày chính thức\n"
    body += "Nguyễn Văn Thử,15/05/1960,Chi bộ Một,03/03/1986\n" * 6_000
    long = {"file": (io.BytesIO(body.encode()), "danh-sach.csv")}
    sent = officer.post(IMPORT, long)
    too_long = officer.post(sent.where, _columns(officer.get(sent.where)))
    too_large = officer._client.post(
        IMPORT,
        data=b"x" * 11_000_000,
        content_type="multipart/form-data; boundary=x",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert sent.status == 303
    assert (too_long.status, too_large.status_code) == (413, 413)


def test_two_columns_cannot_be_one_field_and_what_was_chosen_stays(officer, cell):
    sent = officer.post(IMPORT, _list(_somebody("Nguyễn Văn Thử")))
    form = _columns(officer.get(sent.where)) | {"column_F": "full_name"}
    refused = officer.post(sent.where, form)

    assert refused.status == 422
    chosen = refused.tree.css_first("[name=column_F] option[selected]")
    assert chosen.attributes["value"] == "full_name"


def test_the_blank_list_comes_back_understood(officer, cell):
    blank = officer._client.get(f"{IMPORT}/mau")
    book = openpyxl.load_workbook(io.BytesIO(blank.data))
    titles = [box.value for box in book.active[1]]
    person = dict(zip(HEADINGS, _somebody("Nguyễn Văn Thử"), strict=True))
    book.active.append([person.get(title) for title in titles])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    sent = officer.post(IMPORT, {"file": (file, "mau.xlsx")})
    form = _columns(officer.get(sent.where))

    taken_for = [form[name] for name in form if name.startswith("column_")]
    assert len([one for one in taken_for if one]) == len(titles)
    preview = officer.get(officer.post(sent.where, form).where)
    assert preview.words("main form button") == ["Nhận 1 đảng viên"]


def test_lists_are_taken_over_by_officers_and_one_s_own_alone(
    officer, secretary, guest, visit, runtime, top
):
    sent = officer.post(IMPORT, _list(_somebody("Nguyễn Văn Thử")))
    with runtime.transaction() as session:
        colleague = an_account(session, name="Cán bộ Bạn")
        appoint(session, colleague, top, Role.ORGANISATION_OFFICER)
    others = visit(colleague, strength=Strength.TWO_FACTOR)

    assert guest.get(IMPORT).where.startswith("/dang-nhap")
    assert secretary.get(IMPORT).status == 403
    assert "/lam-viec/dang-vien/nhap" not in secretary.get("/lam-viec/dang-vien").links
    assert others.get(sent.where).status == 404
    assert others.get(f"{sent.where}/xem-truoc").status == 404
    assert "/dang-nhap/" in visit(colleague).get(IMPORT).where


def test_a_list_goes_out_with_the_chosen_fields_and_its_purpose_in_the_log(officer, runtime, cell):
    with runtime.transaction() as session:
        a_record(session, cell, name="Nguyễn Đức Thử")
    asked = officer.get(EXPORT)
    given = officer._client.post(
        EXPORT,
        data={"purpose": "Lập danh sách dự hội nghị", "fields": ["full_name", "birth_date"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    rows = list(openpyxl.load_workbook(io.BytesIO(given.data)).active.values)
    assert any("Nguyễn Đức Thử" in row for row in rows)
    assert _entry(runtime, "members.export").facts["purpose"] == "Lập danh sách dự hội nghị"
    offered = {one.attributes["value"] for one in asked.tree.css("[name=fields]")}
    assert {"citizen_id", "record_number"} <= offered
    assert "contact_person" not in offered


def test_without_a_purpose_no_list_goes_out_and_the_choice_stays(officer, runtime, cell):
    refused = officer.post(EXPORT, {"fields": ["full_name", "phone"], "statuses": ["official"]})

    assert refused.status == 422
    assert refused.words("#loi-purpose") == ["Mục này bắt buộc phải có."]
    ticked = [one.attributes["value"] for one in refused.tree.css("input[checked]")]
    assert ticked == ["full_name", "phone", "official"]
    assert _entry(runtime, "members.export") is None


def test_a_secretary_is_offered_the_fields_he_sees_and_no_others(secretary, cell):
    offered = {one.attributes["value"] for one in secretary.get(EXPORT).tree.css("[name=fields]")}

    assert {"full_name", "phone"} <= offered
    assert not {"citizen_id", "record_number"} & offered
    reached = secretary.get("/lam-viec/dang-vien", cell=str(cell.id))
    assert f"{EXPORT}?cell={cell.id}" in reached.links
