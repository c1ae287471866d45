"""A browser that is rung, as the server sees it: told what it needs, registered, heard of."""

import pytest

from handbook_api.core.settings import SettingsNotUnderstood, read_settings
from handbook_api.runtime import build_runtime
from tests.support.apps import create_app
from tests.support.members import a_province
from tests.support.people import a_member, signed_in
from tests.support.visitor import Visitor

SAMSUNG = {"User-Agent": "Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/150.0.0.0 Mobile"}
WEB = {
    "fcm_project_id": "so-tay-thu",
    "fcm_web_api_key": "khoa-thu",
    "fcm_web_app_id": "1:2:web:3",
    "fcm_web_sender_id": "2",
    "fcm_web_vapid_key": "BNxu0-thu",
}
ADDRESS = "c1-dia-chi-cua-trinh-duyet"
HOSTS = "https://firebaseinstallations.googleapis.com https://fcmregistrations.googleapis.com"


@pytest.fixture
def ringing(runtime, tmp_path):
    """The same installation, set up to ring browsers."""
    more = {"fcm_credentials_file": tmp_path / "fcm.json", **WEB}
    made = build_runtime(runtime.settings.model_copy(update=more))
    yield made
    made.close()


@pytest.fixture
def token(runtime):
    tree = a_province(runtime)
    with runtime.transaction() as session:
        account = a_member(session, tree.cell).id
    return signed_in(runtime, account)


@pytest.fixture
def me(ringing, token):
    return Visitor(create_app(ringing), token)


def test_without_the_settings_nothing_is_offered_and_nobody_elses_server_is_allowed(
    app, token, visit
):
    plain = Visitor(app, token)

    shown = plain.get("/toi/thong-bao")

    assert "Bật chuông" not in shown.text
    assert "bells.js" not in shown.body
    assert "connect-src 'self';" in shown.headers["Content-Security-Policy"]
    assert plain.get("/toi/thong-bao/cau-hinh.json").status == 404
    assert plain.post("/toi/thong-bao/bat", {"address": ADDRESS}).status == 409
    assert "/toi/thong-bao" not in plain.get("/chuan-bi").links


def test_with_them_the_page_offers_it_and_may_talk_to_two_hosts_by_name(me, ringing):
    shown = me.get("/toi/thong-bao", headers=SAMSUNG)

    assert "Màn hình khóa không hiện nội dung" in shown.text
    assert "/tro-giup/dien-thoai/samsung" in shown.links
    assert f"connect-src 'self' {HOSTS};" in shown.headers["Content-Security-Policy"]
    assert "/toi/thong-bao" in me.get("/chuan-bi").links
    guest = Visitor(create_app(ringing)).get("/")
    assert "connect-src 'self';" in guest.headers["Content-Security-Policy"]


def test_the_browser_registers_is_listed_as_this_one_and_says_what_came(me):
    json = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    assert '"vapidKey":"BNxu0-thu"' in me.get("/toi/thong-bao/cau-hinh.json").body

    turned_on = me.post("/toi/thong-bao/bat", {"address": ADDRESS}, headers=json | SAMSUNG)

    assert '"off":false' in turned_on.body
    shown = me.get("/toi/thong-bao?xong=bat")
    assert "Trình duyệt (máy này)" in shown.text
    assert "Đã bật chuông trên máy này" in shown.text
    assert shown.tree.css_first("#bat-chuong") is None
    assert me.post("/toi/thong-bao/den", {"test": "true"}).where == "/toi/thong-bao"
    assert "nhận thông báo lần cuối" in me.get("/toi/thong-bao").text


def test_one_that_was_taken_out_is_not_brought_back_by_its_script(me):
    me.post("/toi/thong-bao/bat", {"address": ADDRESS})
    remove = me.get("/toi/thong-bao").tree.css_first("form[data-thoi-rung]").attributes["action"]
    me.post(remove)
    json = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}

    again = me.post("/toi/thong-bao/bat", {"address": ADDRESS, "again": "true"}, headers=json)

    assert '"off":true' in again.body
    assert me.post("/toi/thong-bao/den", {"test": "true"}).status == 404
    me.post("/toi/thong-bao/bat", {"address": ADDRESS})
    assert "(máy này)" in me.get("/toi/thong-bao").text, "its owner does"


def test_what_comes_from_elsewhere_registers_nothing(me):
    foreign = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}

    assert me.post("/toi/thong-bao/bat", {"address": ADDRESS}, headers=foreign).status == 403
    assert "(máy này)" not in me.get("/toi/thong-bao").text


def test_the_settings_come_all_or_not_at_all(tmp_path):
    whole = {f"HANDBOOK_{name.upper()}": value for name, value in WEB.items()}
    whole["HANDBOOK_FCM_CREDENTIALS_FILE"] = str(tmp_path / "fcm.json")

    assert read_settings(whole).fcm_web_vapid_key == "BNxu0-thu"
    for name in (one for one in whole if "VAPID" not in one):
        left = {key: value for key, value in whole.items() if key != name}
        with pytest.raises(SettingsNotUnderstood) as refusal:
            read_settings(left)
        assert name in refusal.value.facts["reason"]
    with pytest.raises(SettingsNotUnderstood):
        read_settings({key: value for key, value in whole.items() if "VAPID" not in key})
