"""What is somebody's own, over pages: his record, his reports, his sign-in, his rights."""

from uuid import UUID, uuid4

import orjson
import pyotp
import pytest
from sqlalchemy import select

from handbook_api.app import create_app
from handbook_api.auth import passwords
from handbook_api.auth.models import Account
from handbook_api.auth.notices import Happening, tell
from handbook_api.core.identity import Role, Strength
from handbook_api.db.audit_model import AuditEntry
from handbook_api.runtime import build_runtime
from handbook_api.webclient.own.pages import bp
from tests.support.client import Client
from tests.support.members import a_new_member, a_province
from tests.support.people import QUICK, an_account, appoint, signed_in
from tests.support.visitor import Visitor

PASSWORD = "khoai lang nướng mật"
OTHER_PASSWORD = "ngô rang muối vừng"
CITIZEN_ID = "079060012345"
ADDRESSES = (
    "/toi",
    "/toi/ai-da-xem",
    "/toi/bao-sai",
    "/toi/du-lieu",
    "/toi/ho-so",
    "/toi/ho-so/citizen_id/day-du",
    "/toi/ho-so/phone/sua",
    "/toi/ho-so/sex/bao-sai",
    "/toi/ma-mot-lan",
    "/toi/mat-khau",
    "/toi/phien",
    "/toi/quyen",
    "/toi/quyen/moi",
    "/toi/ten-dang-nhap",
    "/toi/viec-tai-khoan",
    "/chuan-bi",
    "/chuan-bi/cai-dat",
)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    monkeypatch.setattr(passwords, "_NOBODYS", QUICK.hash("không ai biết"))


@pytest.fixture
def province(runtime):
    return a_province(runtime)


def _a_person(province, name, **sealed):
    """A member of the first cell who has signed in before; return his account."""
    person = a_new_member(province.cell, name, sealed=sealed)
    with province.runtime.transaction() as session:
        province.add(session, person)
        session.get_one(Account, person.account_id).state = "active"
    return person.account_id


@pytest.fixture
def himself(province):
    return _a_person(province, "Nguyễn Văn Thử", card_number="12345678", citizen_id=CITIZEN_ID)


@pytest.fixture
def secretary(runtime, province):
    account_id = _a_person(province, "Trần Thị Mẫu", card_number="22345678")
    with runtime.transaction() as session:
        appoint(session, session.get_one(Account, account_id), province.cell, Role.SECRETARY)
    return account_id


@pytest.fixture
def visitor(visit, himself):
    """The member, who came in by a password that he has."""
    return visit(himself)


@pytest.fixture
def with_password(runtime, himself):
    with runtime.transaction() as session:
        session.get_one(Account, himself).password_hash = QUICK.hash(PASSWORD)


@pytest.fixture
def api(app, runtime):
    """A client of the API for the owner of an account."""
    return lambda account: Client(app, runtime.engine, signed_in(runtime, account))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_guest_is_led_to_the_door_and_comes_back(guest, address):
    answer = guest.get(address)

    assert (answer.status, answer.where) == (303, f"/dang-nhap?tiep={address}")


def test_nothing_of_ones_own_has_an_address_that_a_guest_may_post_to(app, guest):
    some = {"field": "sex", "correction_id": uuid4(), "session_id": uuid4(), "request_id": uuid4()}
    own = [one for one in app.url_map.iter_rules() if one.endpoint.startswith(f"{bp.name}.")]
    posted = [one for one in own if "POST" in (one.methods or ())]
    assert len(posted) > 10

    for rule in posted:
        address = rule.rule
        for name, value in some.items():
            for kind in ("string", "uuid"):
                address = address.replace(f"<{kind}:{name}>", str(value))
        answer = guest.post(address)
        assert (answer.status, answer.where) == (303, "/dang-nhap?tiep=/"), address


def test_the_first_page_says_who_one_is_and_leads_to_all_that_is_ones_own(visitor):
    shown = visitor.get("/toi")

    assert shown.words("h1") == ["Nguyễn Văn Thử"]
    assert "Chi bộ Một" in shown.text
    wanted = {"/toi/ho-so", "/toi/ai-da-xem", "/toi/bao-sai", "/toi/phien", "/toi/mat-khau"}
    assert wanted <= set(shown.links)
    assert {"/toi/thong-bao", "/toi/quyen", "/hien-thi?tiep=/toi", "/dang-xuat"} <= set(shown.links)
    assert "/toi/ma-mot-lan" not in shown.links, "no role of his needs one"


def test_somebody_without_a_record_is_offered_none(visit, runtime, province):
    with runtime.transaction() as session:
        account = an_account(session, name="Vũ Văn Mẫu")
        appoint(session, account, province.province, Role.ADMINISTRATOR)
    his = visit(account)

    assert "/toi/ho-so" not in his.get("/toi").links
    assert "/toi/ma-mot-lan" in his.get("/toi").links, "an administrator needs one"
    assert his.get("/toi/ho-so").status == 404


def test_a_happening_is_told_until_it_is_read(visitor, runtime, himself):
    with runtime.transaction() as session:
        tell(session, himself, Happening.SLIP_SECOND_USE, {"device": "Chrome trên Android"})
    told = visitor.get("/toi").text
    assert "Phiếu của đồng chí được dùng lần thứ hai" in told
    assert "Chrome trên Android" in told

    assert visitor.post("/toi/viec-tai-khoan").where == "/toi"

    assert "lần thứ hai" not in visitor.get("/toi").text
    assert "lần thứ hai" in visitor.get("/toi/viec-tai-khoan").text


def test_the_record_says_of_each_field_what_for_and_who_writes_it(visitor):
    shown = visitor.get("/toi/ho-so")
    born = " ".join(shown.tree.css_first("#muc-birth_date").text().split())

    assert "03/02/1960" in born
    assert "Để phân biệt người trùng tên" in born
    assert "Cán bộ tổ chức cấp trên" in born
    assert "Báo thông tin sai" in born
    assert "Tuổi đảng" in shown.text
    assert "/toi/ho-so/phone/sua" in shown.links, "what he writes himself is not reported"
    assert "/toi/ho-so/phone/bao-sai" not in shown.links


def test_a_record_is_kept_nowhere_and_its_length_tells_nothing(app, runtime, himself):
    browser = app.test_client()
    browser.set_cookie("phien", signed_in(runtime, himself))

    answer = browser.get("/toi/ho-so", headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers
    assert "ETag" not in answer.headers


def test_a_masked_number_is_shown_when_asked_for_and_that_is_written_down(
    visitor, runtime, himself
):
    assert CITIZEN_ID not in visitor.get("/toi/ho-so").body
    assert CITIZEN_ID not in visitor.get("/toi/ho-so/citizen_id/day-du").body

    assert CITIZEN_ID in visitor.post("/toi/ho-so/citizen_id/day-du").text
    assert visitor.get("/toi/ho-so/sex/day-du").status == 404
    with runtime.transaction(read_only=True) as session:
        acts = select(AuditEntry.fields).where(
            AuditEntry.act == "members.reveal", AuditEntry.actor_account_id == himself
        )
        assert session.scalars(acts).all() == [["citizen_id"]]


def test_every_reading_of_a_record_is_written_down_and_told_to_its_owner(
    visitor, api, secretary, himself
):
    visitor.get("/toi/ho-so")
    mine = api(himself).get("/me/record").json["id"]
    api(secretary).get(f"/members/{mine}")

    shown = visitor.get("/toi/ai-da-xem")

    assert shown.text.count("Chính đồng chí") == 2
    assert "Bí thư" in shown.text
    assert "Chi bộ Một" in shown.text
    assert "Trần Thị Mẫu" not in shown.body, "never by name"


def test_long_lists_of_readings_are_read_page_by_page(visitor):
    for _ in range(30):
        visitor.get("/toi/ho-so")
    first = visitor.get("/toi/ai-da-xem")
    following = next(link for link in first.links if "cursor=" in link)

    assert len(first.tree.css("main li")) == 25
    rest = visitor.get(following)
    assert len(rest.tree.css("main li")) == 6
    assert "Lập hồ sơ" in rest.text, "how the record began comes last"


def _report(visitor, field="qualification", **form):
    return visitor.post(f"/toi/ho-so/{field}/bao-sai", {"wanted": "Kỹ sư nông nghiệp", **form})


def test_a_report_reaches_the_queue_of_the_secretary_and_shows_where_it_is(visitor, api, secretary):
    asked = visitor.get("/toi/ho-so/qualification/bao-sai")
    assert "Hồ sơ đang ghi" in asked.text
    sent = _report(visitor, reason="Bằng tốt nghiệp")
    assert sent.status == 303

    queue = api(secretary).get("/corrections").json["items"]
    assert [(one["full_name"], one["field"]["code"]) for one in queue] == [
        ("Nguyễn Văn Thử", "qualification")
    ]
    shown = visitor.get(sent.where)
    assert "Đã gửi cho bí thư chi bộ" in shown.text
    assert "Kỹ sư nông nghiệp" in shown.text
    assert "Bằng tốt nghiệp" in shown.text
    api(secretary).post(f"/corrections/{queue[0]['id']}/steps", {"code": "forward"})
    assert "Đã chuyển cán bộ tổ chức" in visitor.get("/toi/bao-sai").text


def test_what_proves_it_need_not_be_told(visitor):
    assert _report(visitor).status == 303


def test_a_report_without_what_is_right_is_asked_for_again(visitor):
    answer = _report(visitor, wanted=" ", reason="Bằng tốt nghiệp")

    assert answer.status == 422
    assert answer.title.startswith("Lỗi:")
    assert "Bằng tốt nghiệp" in answer.text, "nobody types a thing twice"


@pytest.mark.parametrize(
    ("day", "status"),
    [(("5", "2", "1961"), 303), (("31", "2", "1961"), 422), (("5", "", "1961"), 422)],
)
def test_a_day_is_written_in_three_parts(visitor, day, status):
    form = dict(zip(("ngay", "thang", "nam"), day, strict=True))
    answer = visitor.post("/toi/ho-so/birth_date/bao-sai", form)

    assert answer.status == status
    if status == 303:
        assert "05/02/1961" in visitor.get(answer.where).text
    else:
        assert answer.value("nam") == "1961"


def test_a_choice_is_told_by_its_name(visitor):
    sent = visitor.post("/toi/ho-so/sex/bao-sai", {"wanted": "male"})

    assert "Nam" in visitor.get(sent.where).text


def test_a_list_is_told_in_words(visitor):
    sent = visitor.post("/toi/ho-so/awards/bao-sai", {"wanted": "Thiếu huy hiệu 30 năm."})

    assert "Thiếu huy hiệu 30 năm." in visitor.get(sent.where).text


def test_the_same_is_not_reported_twice_at_once(visitor):
    _report(visitor)

    assert _report(visitor).status == 409


def test_a_report_is_taken_back_after_a_question(visitor, api, secretary):
    where = _report(visitor).where.partition("?")[0]
    assert "Rút lại" in visitor.get(f"{where}/rut").text
    assert "chờ bí thư xem" in visitor.get(where).text, "asking takes nothing back"

    assert visitor.post(f"{where}/rut").where == where

    assert "Đã rút" in visitor.get(where).text
    assert f"{where}/rut" not in visitor.get(where).links
    queue = api(secretary).get("/corrections").json["items"]
    assert [one["state"]["code"] for one in queue] == ["withdrawn"]


@pytest.mark.parametrize("field", ["no_such_field", "phone"])
def test_what_cannot_be_reported_has_no_question(visitor, field):
    assert visitor.get(f"/toi/ho-so/{field}/bao-sai").status in (404, 409, 422)


def test_what_one_writes_oneself_is_written_at_once(visitor):
    version = visitor.get("/toi/ho-so/email/sua").value("version")
    form = {"wanted": "thu@vidu.vn", "version": version}

    assert visitor.post("/toi/ho-so/email/sua", form).where == "/toi/ho-so?xong=sua#muc-email"

    assert "thu@vidu.vn" in visitor.get("/toi/ho-so").text
    emptied = {"version": visitor.get("/toi/ho-so/email/sua").value("version")}
    assert visitor.post("/toi/ho-so/email/sua", emptied).status == 303
    assert "thu@vidu.vn" not in visitor.get("/toi/ho-so").text


def test_what_cannot_stand_there_is_kept_in_its_field(visitor):
    version = visitor.get("/toi/ho-so/phone/sua").value("version")
    answer = visitor.post("/toi/ho-so/phone/sua", {"wanted": "không nhớ", "version": version})

    assert answer.status == 422
    assert answer.value("wanted") == "không nhớ"


def test_nobody_writes_over_what_changed_meanwhile(visitor):
    old = {"wanted": "thu@vidu.vn", "version": visitor.get("/toi/ho-so/email/sua").value("version")}
    visitor.post("/toi/ho-so/email/sua", old)

    assert visitor.post("/toi/ho-so/email/sua", {**old, "wanted": "cu@vidu.vn"}).status == 409


def test_what_others_write_one_does_not_write_oneself(visitor):
    assert visitor.get("/toi/ho-so/full_name/sua").status == 404
    form = {"wanted": "Lê Văn Khác", "version": "1"}
    assert visitor.post("/toi/ho-so/full_name/sua", form).status in (403, 404, 422)
    assert "Lê Văn Khác" not in visitor.get("/toi/ho-so").text


def test_no_address_of_ones_own_shows_what_is_anothers(visitor, visit, secretary, runtime):
    """The secretary sees reports of his cell where he works, not among what is his own."""
    report = _report(visitor).where.partition("?")[0]
    asked = {"kind": "know", "text": "Sổ tay giữ gì về tôi?"}
    request = visitor.post("/toi/quyen/moi", asked).where.partition("?")[0]
    his = visit(secretary)

    for address in (report, f"{report}/rut", request, f"{request}/rut"):
        assert his.get(address).status == 404, address
    for address in (f"{report}/rut", f"{request}/rut"):
        assert his.post(address).status == 404, address
    assert "Nguyễn Văn Thử" not in his.get("/toi/ho-so", member_id=str(uuid4())).text
    assert "chờ bí thư xem" in visitor.get(report).text


def _device_of(visitor):
    return UUID(visitor.token.partition(".")[0])


def test_a_device_is_signed_out_from_afar_after_a_question(visit, himself):
    here, there = visit(himself), visit(himself, device="Máy cũ")
    address = f"/toi/phien/{_device_of(there)}"
    assert address in here.get("/toi/phien").links
    assert "Đăng xuất Máy cũ?" in here.get(address).text
    assert there.get("/toi").status == 200, "asking signs nobody out"

    assert here.post(address).where == "/toi/phien?xong=mot"

    assert "Máy cũ" not in here.get("/toi/phien").text
    assert there.get("/toi").where == "/dang-nhap?tiep=/toi&het=1"


def test_nobody_signs_out_a_device_of_another(visit, himself, secretary):
    victim, his = visit(himself), visit(secretary)
    address = f"/toi/phien/{_device_of(victim)}"

    assert (his.get(address).status, his.post(address).status) == (404, 404)
    assert victim.get("/toi").status == 200


def test_all_other_devices_are_signed_out_at_once(visit, himself):
    here, others = visit(himself), [visit(himself), visit(himself)]
    assert "Có 2 máy khác" in here.get("/toi/phien/may-khac").text

    assert here.post("/toi/phien/may-khac").where == "/toi/phien?xong=het"

    assert [one.get("/toi").status for one in others] == [303, 303]
    assert "Chỉ còn máy này đăng nhập" in here.get("/toi/phien", xong="het").text


def test_whoever_came_by_slip_sets_a_first_password(visit, guest, himself):
    his = visit(himself, strength=Strength.SLIP)
    asked = his.get("/toi/mat-khau", tiep="/chuan-bi")
    assert asked.tree.css_first("[name=current]") is None

    form = {"new": PASSWORD, "tiep": asked.value("tiep")}
    assert his.post("/toi/mat-khau", form).where == "/chuan-bi"

    signed = {"name": "12345678", "password": PASSWORD}
    assert guest.post("/dang-nhap/mat-khau", signed).status == 303


def test_what_needs_a_password_leads_to_it_and_back(visit, himself):
    his = visit(himself, strength=Strength.SLIP)

    answer = his.post("/toi/ten-dang-nhap", {"name": "anh.thu"})

    assert answer.where == "/toi/mat-khau?tiep=/toi/ten-dang-nhap"
    assert his.get(answer.where).value("tiep") == "/toi/ten-dang-nhap"


@pytest.mark.usefixtures("with_password")
def test_a_password_is_changed_by_whoever_knows_the_present_one(visitor, guest):
    wrong = visitor.post("/toi/mat-khau", {"current": OTHER_PASSWORD, "new": "cá kho tộ cay"})
    assert wrong.status >= 400
    assert OTHER_PASSWORD not in wrong.body
    assert "cá kho tộ cay" not in wrong.body

    form = {"current": PASSWORD, "new": OTHER_PASSWORD}
    assert visitor.post("/toi/mat-khau", form).where == "/toi?xong=mat-khau"
    assert "Đã đặt mật khẩu" in visitor.get("/toi", xong="mat-khau").text
    signed = {"name": "12345678", "password": PASSWORD}
    assert guest.post("/dang-nhap/mat-khau", signed).status == 401


def test_a_password_that_is_too_short_says_so(visitor):
    answer = visitor.post("/toi/mat-khau", {"new": "ngắn"})

    assert answer.status == 422
    assert answer.title.startswith("Lỗi:")


@pytest.mark.usefixtures("with_password")
def test_a_name_of_ones_own_signs_in_until_it_is_given_up(visitor, app):
    assert visitor.post("/toi/ten-dang-nhap", {"name": "anh.thu"}).where == "/toi?xong=ten"
    form = {"name": "anh.thu", "password": PASSWORD}
    assert Visitor(app).post("/dang-nhap/mat-khau", form).status == 303

    assert visitor.post("/toi/ten-dang-nhap/bo").where == "/toi?xong=bo-ten"

    assert Visitor(app).post("/dang-nhap/mat-khau", form).status == 401


@pytest.mark.usefixtures("with_password")
def test_one_time_codes_are_set_up_once_used_and_switched_off(visitor):
    assert visitor.post("/toi/ma-mot-lan", {"password": OTHER_PASSWORD}).status >= 400
    begun = visitor.post("/toi/ma-mot-lan", {"password": PASSWORD})
    square = begun.tree.css_first("img.ma-vuong").attributes["src"]
    secret = begun.words("code.ma")[0].replace(" ", "")
    assert square.startswith("data:image/svg+xml;base64,")
    assert begun.headers["Cache-Control"] == "no-store"
    app_of_his = pyotp.TOTP(secret)

    wrong = visitor.post("/toi/ma-mot-lan/bat", {"code": "000000"})
    assert (wrong.status, secret in wrong.body) == (422, False)
    on = visitor.post("/toi/ma-mot-lan/bat", {"code": app_of_his.now()})
    spare = on.words("ol.ma-du-phong code")
    assert len(spare) == 10
    assert "Còn 10 mã dự phòng" in visitor.get("/toi/ma-mot-lan").text
    assert spare[0] not in visitor.get("/toi/ma-mot-lan").body

    assert (
        visitor.post("/toi/ma-mot-lan/tat", {"code": spare[0]}).where == "/toi/ma-mot-lan?xong=tat"
    )
    assert visitor.get("/toi/ma-mot-lan").tree.css_first("[name=password]") is not None


def test_codes_stand_on_a_password(visit, himself):
    his = visit(himself, strength=Strength.SLIP)

    shown = his.get("/toi/ma-mot-lan")

    assert shown.tree.css_first("[name=password]") is None
    assert "/toi/mat-khau?tiep=/toi/ma-mot-lan" in shown.links


def test_a_request_about_ones_data_is_sent_followed_and_taken_back(visitor, runtime):
    kinds = visitor.get("/toi/quyen/moi").tree.css("[name=kind]")
    assert [one.attributes["value"] for one in kinds] == list(runtime.content.request_kinds)
    asked = {"kind": "know", "text": "Sổ tay giữ gì về tôi?"}

    sent = visitor.post("/toi/quyen/moi", asked)

    where = sent.where.partition("?")[0]
    assert "Sẽ được trả lời chậm nhất" in visitor.get(where).text
    assert "Đã nhận, chờ trả lời" in visitor.get("/toi/quyen").text
    assert visitor.post("/toi/quyen/moi", asked).status == 409
    assert visitor.post(f"{where}/rut").where == where
    assert "Đã rút" in visitor.get(where).text


def test_a_request_without_a_kind_keeps_its_words(visitor):
    answer = visitor.post("/toi/quyen/moi", {"text": "Xin được biết."})

    assert answer.status == 422
    assert "Xin được biết." in answer.text


def test_everything_that_is_kept_comes_in_one_file_and_that_is_written_down(
    visitor, runtime, himself
):
    answer = visitor.get("/toi/du-lieu")

    told = orjson.loads(answer.body)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert told["account"]["name"] == "Nguyễn Văn Thử"
    with runtime.transaction(read_only=True) as session:
        acts = select(AuditEntry.act).where(AuditEntry.actor_account_id == himself)
        assert "data_rights.read_own" in session.scalars(acts).all()


def test_setting_up_tells_what_is_done(visit, himself, runtime):
    his = visit(himself, strength=Strength.SLIP)
    assert "/toi/mat-khau?tiep=/chuan-bi" in his.get("/chuan-bi").links
    his.post("/toi/mat-khau", {"new": PASSWORD, "tiep": "/chuan-bi"})

    shown = his.get("/chuan-bi")

    assert "/toi/mat-khau?tiep=/chuan-bi" not in shown.links
    assert "/" in shown.links, "every task may wait"


@pytest.mark.parametrize(
    ("browser", "first"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27.0 Chrome/125", "Điện thoại Samsung"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", "Điện thoại Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36", "Máy tính"),
    ],
)
def test_installing_is_told_for_this_browser_first(app, runtime, himself, browser, first):
    client = app.test_client()
    client.set_cookie("phien", signed_in(runtime, himself))

    shown = client.get("/chuan-bi/cai-dat", headers={"User-Agent": browser}).get_data(as_text=True)

    assert shown.partition("<h2>")[2].startswith(first)


def test_help_is_for_everybody_and_says_whom_to_call_first(guest):
    shown = guest.get("/tro-giup")

    assert shown.status == 200
    assert shown.words("main h2")[0] == "Gọi điện"
    assert "Gọi bí thư chi bộ" in shown.text
    assert len(shown.tree.css("main h3")) == 8
    assert not [one for one in shown.links if one.startswith("tel:")], "no number was set"


def test_help_names_the_number_and_those_who_answer_for_the_system(runtime):
    named = {
        "help_phone": "0210 3.812-345",
        "system_owner": "Đảng ủy phường Mẫu",
        "data_owner": "Đảng ủy tỉnh Thử",
    }
    told = build_runtime(runtime.settings.model_copy(update=named))
    try:
        shown = Visitor(create_app(told)).get("/tro-giup")
    finally:
        told.close()

    assert "tel:02103812345" in shown.links
    assert "Đảng ủy phường Mẫu" in shown.text
    assert "Đảng ủy tỉnh Thử" in shown.text
