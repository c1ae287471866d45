"""Where everything of one's own is found; setting up the phone; help."""

from uuid import uuid4

import pytest

from handbook_api.auth.notices import Happening, tell
from handbook_api.core.identity import Role, Strength
from handbook_api.runtime import build_runtime
from handbook_api.webclient.own.pages import bp
from tests.pages.own.conftest import PASSWORD
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.people import an_account, appoint, signed_in
from tests.support.visitor import Visitor

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


def test_bells_are_tasks_where_phones_are_rung_until_this_one_is(runtime, himself, tmp_path):
    browsers = {"fcm_project_id": "thu", "fcm_web_vapid_key": "BNxu0-thu"}
    phones = {"fcm_credentials_file": tmp_path / "fcm.json"}
    told = build_runtime(runtime.settings.model_copy(update={**phones, **browsers}))
    try:
        app, token = create_app(told), signed_in(told, himself)
        his = Visitor(app, token)
        assert his.get("/chuan-bi").links.count("/toi/thong-bao") == 2

        device = {"kind": "fid", "platform": "android", "address": "mot-may-thu:0001"}
        assert Client(app, told.engine, token).post("/me/devices", device).status == 200

        shown = his.get("/chuan-bi")
        assert shown.links.count("/toi/thong-bao") == 1, "it is known, and still to be tried"
        assert "Cho phép báo Xong" in shown.text
    finally:
        told.close()


def test_where_no_phone_is_rung_there_is_nothing_to_allow(visitor):
    assert "/toi/thong-bao" not in visitor.get("/chuan-bi").links


@pytest.mark.parametrize("address", [*ADDRESSES, "/tro-giup", "/toi/phien/may-khac"])
def test_every_page_speaks_english_too(app, runtime, himself, address):
    browser = app.test_client()
    browser.set_cookie("phien", signed_in(runtime, himself))
    browser.set_cookie("ngon-ngu", "en")

    answer = browser.get(address)

    assert answer.status_code == 200
    shown = answer.get_data(as_text=True)
    assert '<html lang="en"' in shown or answer.mimetype == "application/json"
