"""My devices, password, chosen name and one-time codes, over pages."""

from uuid import UUID

import pyotp
import pytest

from handbook_api.core.identity import Strength
from tests.pages.own.conftest import OTHER_PASSWORD, PASSWORD
from tests.support.visitor import Visitor


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
    assert there.get("/toi").where == "/dang-nhap?tiep=/toi&het=xa"


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
