"""Whether bells come through: one's devices, trying one, and what to set on each phone."""

import pytest
from sqlalchemy import func, select

from handbook_api.notices.delivering.models import Delivery, PushDevice
from handbook_api.runtime import build_runtime
from tests.support.apps import create_app
from tests.support.client import Client
from tests.support.members import a_province
from tests.support.people import a_member, signed_in
from tests.support.visitor import Visitor

SAMSUNG = {"User-Agent": "Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/150.0.0.0 Mobile"}


@pytest.fixture
def ringing(runtime, tmp_path):
    """The same installation, set up to ring phones."""
    credentials = {"fcm_credentials_file": tmp_path / "fcm.json"}
    made = build_runtime(runtime.settings.model_copy(update=credentials))
    yield made
    made.close()


@pytest.fixture
def token(runtime):
    """A member's session."""
    tree = a_province(runtime)
    with runtime.transaction() as session:
        account = a_member(session, tree.cell).id
    return signed_in(runtime, account)


@pytest.fixture
def me(ringing, token):
    return Visitor(create_app(ringing), token)


@pytest.fixture
def phone(ringing, token):
    """My phone as its app registered it; its page."""
    told = {"kind": "fid", "platform": "android", "address": "ok-dien-thoai-cua-toi"}
    client = Client(create_app(ringing), ringing.engine).acting_as(token)
    made = client.post("/me/devices", told)
    assert made.status == 200, made.json
    return f"/toi/thong-bao/{made.json['id']}"


def planned(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Delivery))


def test_a_guest_is_led_to_the_door(guest):
    assert guest.get("/toi/thong-bao").where == "/dang-nhap?tiep=/toi/thong-bao"


def test_who_has_no_device_is_told_what_that_means(me):
    shown = me.get("/toi/thong-bao").text

    assert "Chưa có máy nào bật chuông báo." in shown
    assert "chi bộ sẽ gọi điện hoặc nhắn SMS" in shown


def test_where_no_phone_is_rung_nothing_can_be_tried(app, token, phone):
    me = Visitor(app, token)
    shown = me.get("/toi/thong-bao")

    assert "Hệ thống chưa rung được điện thoại" in shown.text
    assert not any("Thử thông báo" in words for words in shown.words("main button"))
    assert me.post(f"{phone}/thu").status == 409


def test_trying_rings_the_phone_and_asks_whether_it_was_seen(ringing, me, phone):
    assert "Thử thông báo" in me.get("/toi/thong-bao").words("main button")

    sent = me.post(f"{phone}/thu")

    assert sent.where == f"{phone}/thu"
    assert planned(ringing) == 1
    shown = me.get(sent.where, headers=SAMSUNG)
    assert "Đồng chí có thấy thông báo thử không?" in shown.text
    assert "/tro-giup/dien-thoai/samsung" in shown.links


def test_what_was_seen_is_written_down(ringing, me, phone):
    me.post(f"{phone}/thu")

    seen = me.post(f"{phone}/da-thay")

    assert "Máy đã nhận thông báo thử" in me.get(seen.where).text
    with ringing.transaction(read_only=True) as session:
        assert session.scalars(select(PushDevice)).one().test_delivered_at is not None


def test_trying_again_at_once_is_refused_in_words(ringing, me, phone):
    me.post(f"{phone}/thu")

    again = me.post(f"{phone}/thu")

    assert again.status == 429
    assert again.title.startswith("Lỗi:")
    assert planned(ringing) == 1


def test_a_device_can_be_taken_out(me, phone):
    gone = me.post(f"{phone}/go")

    assert gone.where == "/toi/thong-bao"
    assert "Chưa có máy nào bật chuông báo." in me.get(gone.where).text


@pytest.mark.parametrize("act", ["thu", "da-thay", "go"])
def test_another_s_device_is_not_there(runtime, ringing, phone, act):
    tree = a_province(runtime)
    with runtime.transaction() as session:
        stranger = a_member(session, tree.cell, name="Lê Văn Lạ").id
    visitor = Visitor(create_app(ringing), signed_in(runtime, stranger))

    assert visitor.post(f"{phone}/{act}").status == 404


@pytest.mark.parametrize(
    "brand", ["xiaomi", "oppo", "vivo", "samsung", "huawei", "iphone", "android"]
)
def test_everybody_finds_what_to_set_on_his_phone(guest, brand):
    shown = guest.get(f"/tro-giup/dien-thoai/{brand}")

    assert shown.status == 200
    assert 3 <= len(shown.words("main ol li")) <= 4
    assert "chưa thử trên máy thật" in shown.text


def test_a_brand_that_nobody_knows_has_no_page(guest):
    assert guest.get("/tro-giup/dien-thoai/bia-dat").status == 404


def test_the_phone_that_asks_is_recognised(me):
    assert "Máy này có vẻ là Samsung." in me.get("/toi/thong-bao", headers=SAMSUNG).text
