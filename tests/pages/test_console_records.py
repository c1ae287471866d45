"""One record, changed on pages: its fields, its status, its lists; and transfers."""

from datetime import date

import pytest
from sqlalchemy import func, select

from handbook_api.console.people import members
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.members import names, sealed
from handbook_api.members.bulk import insert_rows
from handbook_api.members.first_rows import name_rows
from handbook_api.members.models import DossierPaper, Member, NameToken
from tests.support.people import a_committee, a_member, an_account, an_organisation, appoint
from tests.support.records import a_record

MEMBERS, TRANSFERS = "/lam-viec/dang-vien", "/lam-viec/chuyen-sinh-hoat"
RECEIVING, ADD = f"{TRANSFERS}/tu-noi-khac", f"{MEMBERS}/them"


@pytest.fixture
def top(runtime):
    with runtime.transaction() as session:
        return a_committee(session, name="Đảng ủy Thử")


@pytest.fixture
def cell(runtime, top):
    with runtime.transaction() as session:
        return an_organisation(session, top, name="Chi bộ Một", code="19.024.003.000.001")


@pytest.fixture
def member(runtime, cell):
    with runtime.transaction() as session:
        return a_record(session, cell, name="Nguyễn Đức Thử", occupation="Thợ mộc")


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
    return visit(account)


def _stored(runtime, member):
    with runtime.transaction(read_only=True) as session:
        return session.get_one(Member, member.id)


def _sealed(runtime, member, field):
    with runtime.transaction(read_only=True) as session:
        return sealed.read_fields(session, [member.id], [field]).get(member.id, {}).get(field)


def _form(page):
    """The form as it stands, when nobody changes anything."""
    form = {one.attributes["name"]: one.attributes.get("value") or "" for one in _inputs(page)}
    for pick in page.tree.css("main form select"):
        chosen = pick.css_first("option[selected]") or pick.css_first("option")
        form[pick.attributes["name"]] = chosen.attributes["value"]
    return form


def _inputs(page):
    ticked = ("radio", "checkbox")
    return [
        one
        for one in page.tree.css("main form input[name]")
        if one.attributes.get("type") not in ticked or "checked" in one.attributes
    ]


def _day(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": day.year}


def test_an_officer_adds_one_person_and_goes_on_in_his_record(officer, runtime, cell, member):
    typed = {"full_name": "Hoàng Văn Đến", "status": "official", "phone": "0912 345 678"}
    typed |= _day("joined_on", date(2010, 2, 3)) | _day("official_on", date(2011, 2, 3))
    added = officer.post(ADD, _form(officer.get(ADD)) | typed)
    record = officer.get(added.where)
    with runtime.transaction(read_only=True) as session:
        [made] = session.scalars(select(Member).where(Member.full_name == "Hoàng Văn Đến"))

    assert ADD in officer.get(MEMBERS).links
    assert "Đã thêm" in record.text
    assert "0912345678" in record.text
    assert (made.cell_id, made.status, made.joined_on) == (cell.id, "official", date(2010, 2, 3))


def test_a_secretary_adds_whom_his_cell_prepares_and_nobody_else(secretary, runtime, cell):
    shown = secretary.get(ADD)
    typed = {"full_name": "Vũ Thị Ưu", "sex": "female", "phone": "0912 345 678"}
    typed |= _day("birth_date", date(2000, 5, 6))
    added = secretary.post(ADD, _form(shown) | typed)
    refused = secretary.post(ADD, _form(shown) | {"full_name": "Vũ Thị Hai", "status": "official"})
    with runtime.transaction(read_only=True) as session:
        made = session.scalars(select(Member).where(Member.full_name.like("Vũ Thị%"))).all()

    assert ADD in secretary.get(MEMBERS).links
    assert "quần chúng ưu tú" in shown.text
    assert [(one.full_name, one.cell_id, one.status) for one in made] == [
        ("Vũ Thị Ưu", cell.id, "prospect")
    ]
    assert "Đã thêm" in secretary.get(added.where).text
    assert refused.status == 422


def test_what_keeps_somebody_from_being_added_is_told_beside_its_field(officer, runtime, top, cell):
    with runtime.transaction() as session:
        an_organisation(session, top, name="Chi bộ Hai")
        other = an_organisation(session, a_committee(session, name="Đảng ủy Khác"))
    form = _form(officer.get(ADD)) | {"cell": str(cell.id)}
    nameless = officer.post(ADD, form)
    too_long = officer.post(ADD, form | {"full_name": "Mẫu " * 2000})
    no_phone = officer.post(ADD, form | {"full_name": "A Mẫu", "phone": "\x00" * 9})
    unborn = officer.post(ADD, form | {"full_name": "A Mẫu", "birth_date_day": "40"})
    nowhere = officer.post(ADD, form | {"full_name": "A Mẫu", "cell": ""})
    theirs = officer.post(ADD, form | {"full_name": "A Mẫu", "cell": str(other.id)})
    too_early = officer.post(
        ADD, form | {"full_name": "A Mẫu"} | _day("joined_on", date(2010, 2, 3))
    )

    for page, field in (
        (nameless, "full_name"),
        (unborn, "birth_date"),
        (nowhere, "cell"),
        (theirs, "cell"),
        (too_early, "joined_on"),
    ):
        assert page.status == 422
        assert page.tree.css_first(f"#loi-{field}") is not None, field
    assert [page.status for page in (too_long, no_phone)] == [422, 422]
    assert unborn.value("full_name") == "A Mẫu"
    with runtime.transaction(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Member)) == 0


def test_with_too_many_cells_to_list_an_officer_names_one_by_its_code(
    officer, runtime, top, cell, monkeypatch
):
    monkeypatch.setattr(members, "_MOST_ORGANISATIONS", 1)
    with runtime.transaction() as session:
        a_committee(session, top, name="Đảng ủy Cơ Sở", code="19.024.004")
    form = _form(officer.get(ADD)) | {"full_name": "Hoàng Văn Đến"}
    refused = [
        officer.post(ADD, form | {"cell": said})
        for said in ("19.024.003.000.009", "chi bộ một", "19.024.004", "")
    ]
    added = officer.post(ADD, form | {"cell": "19.024.003.000.001"})

    for page in refused:
        assert (page.status, page.tree.css_first("#loi-cell") is not None) == (422, True)
    assert "Chi bộ Một" in officer.get(added.where).text


def test_whoever_leads_no_cell_is_not_offered_to_add_anybody(visit, runtime, top, cell):
    with runtime.transaction() as session:
        account = an_account(session, name="Bí Thư Đảng Ủy")
        appoint(session, account, top, Role.SECRETARY)
    leader = visit(account, strength=Strength.TWO_FACTOR)
    tried = {"cell": str(cell.id), "status": "prospect", "full_name": "A Mẫu"}

    assert ADD not in leader.get(MEMBERS).links
    assert "không phụ trách chi bộ nào" in leader.get(ADD).text
    assert leader.post(ADD, tried).status == 403


def test_what_is_typed_is_written_and_what_is_left_stays(officer, runtime, member):
    address = f"{MEMBERS}/{member.id}/sua/contact"
    form = _form(officer.get(address)) | {"phone": "0912 345 678", "residence": "Thôn Mẫu"}
    saved = officer.post(address, form)
    again = officer.post(address, _form(officer.get(address)))

    assert address in officer.get(f"{MEMBERS}/{member.id}").links
    assert (_sealed(runtime, member, "phone"), _sealed(runtime, member, "residence")) == (
        "0912345678",
        "Thôn Mẫu",
    )
    assert "Đã lưu" in officer.get(saved.where).text
    assert again.status == 303
    # The same again is no change.
    assert _stored(runtime, member).version == 2


def test_a_masked_number_is_not_shown_and_left_empty_it_stays(officer, runtime, member):
    address = f"{MEMBERS}/{member.id}/sua/person"
    officer.post(address, _form(officer.get(address)) | {"citizen_id": "001060012345"})
    shown = officer.get(address)
    officer.post(address, _form(shown) | {"home_town": "Xã Mẫu"})

    assert shown.value("citizen_id") in (None, "")
    assert "001060012345" not in shown.body
    assert _sealed(runtime, member, "citizen_id") == "001060012345"


def test_a_masked_number_is_shown_in_full_to_an_officer_and_every_time_written_down(
    officer, secretary, runtime, member
):
    person = f"{MEMBERS}/{member.id}/sua/person"
    officer.post(person, _form(officer.get(person)) | {"citizen_id": "001060012345"})
    address = f"{MEMBERS}/{member.id}/day-du/citizen_id"
    record, asked = officer.get(f"{MEMBERS}/{member.id}"), officer.get(address)
    shown = officer.post(address)
    with runtime.transaction(read_only=True) as session:
        written = select(AuditEntry).where(AuditEntry.act == "members.reveal")
        entries = [(one.subject_id, one.fields) for one in session.scalars(written)]

    assert address in record.links
    assert "001060012345" not in record.body + asked.body
    assert "001060012345" in shown.text
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "no-store")
    assert entries == [(str(member.id), ["citizen_id"])]
    assert address not in secretary.get(f"{MEMBERS}/{member.id}").links
    assert [secretary.get(address).status, secretary.post(address).status] == [403, 403]
    # What is not masked is no number to be asked for.
    phone = f"{MEMBERS}/{member.id}/day-du/phone"
    assert [officer.get(phone).status, officer.post(phone).status] == [404, 403]


def test_what_cannot_be_is_told_beside_its_field_and_stays_typed(officer, runtime, member):
    address = f"{MEMBERS}/{member.id}/sua/person"
    form = _form(officer.get(address))
    wrong = officer.post(address, form | {"citizen_id": "12", "home_town": "Xã Mẫu"})
    no_day = officer.post(
        address, form | _day("birth_date", date(1960, 1, 1)) | {"birth_date_day": "40"}
    )

    assert wrong.status == 422
    assert wrong.tree.css_first("#loi-citizen_id") is not None
    assert wrong.value("home_town") == "Xã Mẫu"
    assert no_day.tree.css_first("#loi-birth_date") is not None
    assert _sealed(runtime, member, "home_town") is None


def test_nobody_writes_over_what_a_colleague_wrote_meanwhile(officer, runtime, member):
    address = f"{MEMBERS}/{member.id}/sua/work"
    first, second = _form(officer.get(address)), _form(officer.get(address))
    officer.post(address, first | {"occupation": "Thợ nề"})
    late = officer.post(address, second | {"occupation": "Thợ may"})

    assert late.status == 409
    assert _stored(runtime, member).occupation == "Thợ nề"


def test_a_secretary_changes_his_fields_and_is_not_offered_the_others(secretary, runtime, member):
    record = secretary.get(f"{MEMBERS}/{member.id}")
    contact = f"{MEMBERS}/{member.id}/sua/contact"
    secretary.post(contact, _form(secretary.get(contact)) | {"phone": "0912345678"})

    assert contact in record.links
    assert f"{MEMBERS}/{member.id}/tinh-trang" not in record.links
    assert not secretary.get(f"{MEMBERS}/{member.id}/sua/membership").tree.css("[name=card_number]")
    assert secretary.get(f"{MEMBERS}/{member.id}/sua/khong-co").status == 404
    assert _sealed(runtime, member, "phone") == "0912345678"


def test_a_step_of_the_status_is_looked_over_before_it_is_written(officer, runtime, member):
    address = f"{MEMBERS}/{member.id}/tinh-trang"
    steps = {one.attributes["value"] for one in officer.get(address).tree.css("[name=to]")}
    form = _form(officer.get(address)) | {"to": "expelled", "decision": "12-QĐ/ĐU"}
    form |= _day("on", date(2024, 5, 6)) | _day("decided_on", date(2024, 5, 6))
    check = officer.post(address, form)
    before = _stored(runtime, member).status
    written = officer.post(address, _form(check))

    assert "expelled" in steps
    assert (check.status, before) == (200, "official")
    assert "12-QĐ/ĐU" in check.text
    assert written.where.endswith("?xong=tinh-trang")
    assert _stored(runtime, member).status == "expelled"


def test_a_step_without_a_day_or_its_decision_is_asked_for_again(officer, runtime, member):
    address = f"{MEMBERS}/{member.id}/tinh-trang"
    form = _form(officer.get(address)) | {"to": "expelled"}
    no_day = officer.post(address, form)
    no_decision = officer.post(address, form | _day("on", date(2024, 5, 6)) | {"sure": "true"})

    assert no_day.tree.css_first("#loi-on") is not None
    assert no_decision.status == 422
    assert _stored(runtime, member).status == "official"


def test_a_line_is_written_and_a_mistake_taken_out(officer, secretary, member):
    address = f"{MEMBERS}/{member.id}/dong/awards"
    choices = [one.attributes["value"] for one in officer.get(address).tree.css("option")]
    line = {"code": choices[1] if len(choices) > 1 else "", "text": "Giấy khen Mẫu"}
    written = officer.post(address, line | _day("since", date(2020, 1, 2)))
    record, shown = officer.get(written.where), officer.get(address)
    [remove] = [one.attributes["action"] for one in shown.tree.css("main form[action]")]
    officer.post(remove)

    assert "Giấy khen Mẫu" in record.text
    assert "Giấy khen Mẫu" not in officer.get(address).text
    assert secretary.get(address).status == 404


def test_a_line_that_runs_is_ended_once_and_never_before_it_began(officer, secretary, member):
    address = f"{MEMBERS}/{member.id}/dong/positions"
    officer.post(address, {"text": "Chức vụ Mẫu"} | _day("since", date(2020, 1, 2)))
    shown = officer.get(address)
    [end] = [link for link in shown.links if "/het-dong/" in link]
    not_his = secretary.get(end).status
    no_day = officer.post(end, {})
    too_early = officer.post(end, _day("until", date(2019, 5, 6)))
    ended = officer.post(end, _day("until", date(2024, 5, 6)))
    record = officer.get(ended.where)

    assert "Chức vụ Mẫu" in officer.get(address).text
    assert no_day.tree.css_first("#loi-until") is not None
    assert "“Đến hết ngày” không thể sớm hơn mục “Từ ngày”" in too_early.text
    assert "Đã ghi ngày kết thúc" in record.text
    assert "2/1/2020 – 6/5/2024" in record.text
    assert end not in officer.get(address).links
    assert (officer.get(end).status, not_his) == (404, 404)


def test_the_checklist_of_the_dossier_keeps_what_is_noted(secretary, runtime, member):
    address = f"{MEMBERS}/{member.id}/giay-to"
    form = _form(secretary.get(address))
    held = next(name for name in form if name.startswith("held_"))
    kept = held.replace("held_", "kept_")
    noted = secretary.post(address, form | {held: "co", kept: "Tủ số 2"})
    shown = _form(secretary.get(noted.where))
    secretary.post(address, shown)

    assert address in secretary.get(f"{MEMBERS}/{member.id}").links
    assert (shown[held], shown[kept]) == ("co", "Tủ số 2")
    with runtime.transaction(read_only=True) as session:
        assert [one.held for one in session.scalars(select(DossierPaper))] == [True]
        acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("members.note_dossier") == 1


def test_a_transfer_begins_on_the_record_and_moves_on_step_by_step(
    officer, secretary, runtime, top, cell, member
):
    with runtime.transaction() as session:
        other = an_organisation(session, top, name="Chi bộ Hai")
    begin = f"{MEMBERS}/{member.id}/chuyen"
    form = {"kind": "official_internal", "reason": "Đổi nơi ở", "place": "Chi bộ Hai"}
    offered = {one.attributes["value"] for one in officer.get(begin).tree.css("option")}
    begun = secretary.post(begin, form)
    page = secretary.get(begun.where)
    again = secretary.post(begin, form)
    first = page.tree.css_first("[name=code]").attributes["value"]
    stepped = secretary.post(begun.where.partition("?")[0], {"code": first})

    assert begin in secretary.get(f"{MEMBERS}/{member.id}").links
    assert offered == {"", str(other.id)}
    assert again.status == 409
    assert stepped.status == 303
    assert "Đã ghi bước này" in officer.get(stepped.where).text
    address = begun.where.partition("?")[0]
    assert address in officer.get(TRANSFERS).links
    assert address in officer.get(f"{MEMBERS}/{member.id}").links
    assert address not in officer.get(TRANSFERS, xong="true").links


def test_a_transfer_stands_in_the_work_of_whoever_leads_it_on(officer, secretary, member):
    form = {"kind": "official_out", "reason": "Đổi nơi ở", "place": "Đảng ủy Khác"}
    begun = secretary.post(f"{MEMBERS}/{member.id}/chuyen", form).where.partition("?")[0]
    waiting = f"{TRANSFERS}?cho=true"
    asked = secretary.get("/lam-viec")
    listed = secretary.get(TRANSFERS, cho="true")
    secretary.post(begun, {"code": "agree"})

    assert waiting in asked.links
    assert "1 lần chuyển sinh hoạt chờ đồng chí" in asked.text
    assert begun in listed.links
    # Now he could only withdraw it: it is the committee's turn.
    assert waiting not in secretary.get("/lam-viec").links
    assert begun not in secretary.get(TRANSFERS, cho="true").links
    assert begun in officer.get(TRANSFERS, cho="true").links


def test_somebody_from_elsewhere_is_entered_and_taken_on_the_list_with_his_new_record(
    officer, secretary, runtime, cell
):
    form = {"kind": "official_in", "full_name": "Hoàng Văn Đến", "place": "Đảng ủy Xa"}
    form |= {"to_cell_id": str(cell.id), "decision": "7-GT/ĐU"}
    entered = officer.post(RECEIVING, form)
    address = entered.where.partition("?")[0]
    before = secretary.get(address)
    nobody = secretary.post(address, {"code": "complete"})
    with runtime.transaction() as session:
        made = a_record(session, cell, name="Hoàng Văn Đến")
        insert_rows(session, NameToken, [*name_rows(made.id, names.read(made.full_name))])
    [offered] = secretary.get(address).tree.css("[name=member_id]")
    done = secretary.post(address, {"code": "complete", "member_id": str(made.id)})

    assert RECEIVING in officer.get(TRANSFERS).links
    assert "Đã ghi nhận" in officer.get(entered.where).text
    assert "Đảng ủy Xa" in before.text
    assert "trước hết lập hồ sơ" in before.text
    assert nobody.status == 409
    assert offered.attributes["value"] == str(made.id)
    assert f"{MEMBERS}/{made.id}" in secretary.get(done.where).links


def test_what_a_paper_from_elsewhere_lacks_is_asked_for_and_only_officers_enter_it(
    officer, secretary, top, runtime
):
    form = {"kind": "official_in", "full_name": "Hoàng Văn Đến", "place": "Đảng ủy Xa"}
    with runtime.transaction() as session:
        other = an_organisation(session, a_committee(session, name="Đảng ủy Khác"))
    no_cell = officer.post(RECEIVING, form)
    not_his = officer.post(RECEIVING, form | {"to_cell_id": str(other.id)})

    assert (no_cell.status, no_cell.value("full_name")) == (422, "Hoàng Văn Đến")
    assert not_his.status == 422
    assert secretary.get(RECEIVING).status == 403
    assert RECEIVING not in secretary.get(TRANSFERS).links


def test_whoever_had_left_comes_back_with_his_old_record(officer, secretary, cell, runtime, member):
    gone = {"kind": "official_out", "reason": "Đổi nơi ở", "place": "Đảng ủy Xa"}
    away = officer.post(f"{MEMBERS}/{member.id}/chuyen", gone).where.partition("?")[0]
    back = f"{MEMBERS}/{member.id}/tro-lai"
    here = officer.get(f"{MEMBERS}/{member.id}").links
    for code in ("agree", "send", "confirm"):
        officer.post(away, {"code": code})
    left = officer.get(f"{MEMBERS}/{member.id}").links
    form = {"kind": "official_in", "place": "Đảng ủy Xa", "to_cell_id": str(cell.id)}
    entered = officer.post(back, form).where.partition("?")[0]
    between = _stored(runtime, member).cell_id
    secretary.post(entered, {"code": "complete"})

    assert (back in here, back in left) == (False, True)
    assert between is None
    assert _stored(runtime, member).cell_id == cell.id


def test_strangers_find_neither_the_record_nor_the_transfer(
    secretary, visit, guest, runtime, top, member
):
    form = {"kind": "official_out", "reason": "Đổi nơi ở", "place": "Đảng ủy Khác"}
    begun = secretary.post(f"{MEMBERS}/{member.id}/chuyen", form).where.partition("?")[0]
    with runtime.transaction() as session:
        elsewhere = an_organisation(session, top, name="Chi bộ Ba")
        account = a_member(session, elsewhere, Role.SECRETARY, name="Phạm Văn Lạ")
    stranger = visit(account)

    assert begun.startswith(TRANSFERS)
    pages = [
        f"{MEMBERS}/{member.id}/{one}"
        for one in (
            *("sua/contact", "tinh-trang", "chuyen", "yeu-cau", "giay-to"),
            *("tro-lai", "day-du/citizen_id"),
        )
    ]
    assert [stranger.get(page).status for page in (*pages, begun)] == [404] * 8
    assert guest.get(TRANSFERS).where.startswith("/dang-nhap")
