"""The PIN of this phone over pages: set, asked for, and nothing that was written is lost."""

from datetime import timedelta

import pytest

from handbook_api.core import clock
from handbook_api.core.identity import Strength
from tests.auth.conftest import NOON
from tests.pages.own.conftest import PASSWORD
from tests.support.people import signed_in
from tests.support.visitor import Visitor

PIN = "740918"
WHEN = NOON + timedelta(minutes=11)


@pytest.fixture
def phone(app, runtime, himself):
    """A phone on which its owner has set a PIN, eleven minutes ago."""
    with clock.frozen(NOON):
        visitor = Visitor(app, signed_in(runtime, himself, strength=Strength.SLIP))
        set_ = visitor.post("/toi/ma-pin", {"new": PIN, "tiep": "/chuan-bi"})
        assert set_.where == "/chuan-bi"
    return visitor


def test_a_pin_is_offered_and_never_demanded(visitor):
    assert "/toi/ma-pin" in visitor.get("/toi").links
    assert "/toi/ma-pin?tiep=/chuan-bi" in visitor.get("/chuan-bi").links
    assert visitor.get("/toi/ho-so").status == 200
    assert visitor.get("/toi/ma-pin/mo?tiep=/toi/ho-so").where == "/toi/ho-so"


def test_a_weak_pin_is_refused_with_what_to_do(visitor):
    refused = visitor.post("/toi/ma-pin", {"new": "123456"})

    assert refused.status == 422
    assert refused.title.startswith("Lỗi:")
    assert "Chọn sáu chữ số khác" in refused.text


@pytest.mark.parametrize(
    "page",
    ["/toi/ho-so", "/toi/ho-so/birth_date/bao-sai", "/toi/ho-so/phone/sua", "/toi/ai-da-xem",
     "/toi/bao-sai", "/toi/quyen", "/toi/du-lieu"],
)  # fmt: skip
def test_every_page_of_the_record_asks_for_it_and_then_goes_on(phone, page):
    with clock.frozen(WHEN):
        asked = phone.get(page)
        assert asked.where == f"/toi/ma-pin/mo?tiep={page}"
        assert "Nhập mã PIN" in phone.get(asked.where).title
        assert phone.post("/toi/ma-pin/mo", {"pin": PIN, "tiep": page}).where == page
        assert phone.get(page).status == 200


def test_other_pages_and_other_phones_ask_for_nothing(phone, visit, himself):
    with clock.frozen(WHEN):
        assert phone.get("/thong-bao").status == 200
        assert phone.get("/toi").status == 200
        assert visit(himself).get("/toi/ho-so").status == 200


def test_it_stays_open_while_the_record_is_used(phone):
    with clock.frozen(WHEN):
        phone.post("/toi/ma-pin/mo", {"pin": PIN})
    for minutes in (6, 12, 18):
        with clock.frozen(WHEN + timedelta(minutes=minutes)):
            assert phone.get("/toi/ai-da-xem").status == 200
    with clock.frozen(WHEN + timedelta(minutes=28)):
        assert phone.get("/toi/ho-so").status == 303


def test_what_was_written_for_long_goes_along_with_the_pin(phone):
    said = {"version": "1", "wanted": "0912345678"}
    with clock.frozen(WHEN):
        asked = phone.post("/toi/ho-so/phone/sua", said)
        assert asked.status == 403
        assert "Nội dung vừa viết vẫn được giữ" in asked.text
        assert asked.value("wanted") == "0912345678"
        wrong = phone.post("/toi/ho-so/phone/sua", said | {"ma_pin": "000001"})
        assert wrong.status == 422
        assert "Còn 4 lần nhập" in wrong.text
        assert wrong.value("wanted") == "0912345678"
        done = phone.post("/toi/ho-so/phone/sua", said | {"ma_pin": PIN})
        assert done.where == "/toi/ho-so?xong=sua#muc-phone"
        assert "0912345678" in phone.get("/toi/ho-so").text


def test_wrong_ones_close_the_record_and_nothing_else(phone, app, with_password):
    for minutes in range(0, 10, 2):
        with clock.frozen(WHEN + timedelta(minutes=minutes)):
            tried = phone.post("/toi/ma-pin/mo", {"pin": "000001", "tiep": "/toi/ho-so"})
    later = WHEN + timedelta(hours=1)
    with clock.frozen(later):
        assert tried.status == 403
        assert "/dang-nhap?tiep=/toi/ho-so" in tried.links
        assert phone.get("/toi/ho-so").where == "/toi/ma-pin/mo?tiep=/toi/ho-so"
        assert phone.get("/thong-bao").status == 200
        assert "mã PIN bị nhập sai nhiều lần" in phone.get("/toi").text
        before = phone.token
        phone.post("/dang-nhap/mat-khau", {"name": "12345678", "password": PASSWORD})
        assert phone.get("/toi/ho-so").status == 200, "a fresh sign-in asks for nothing"
        assert Visitor(app, before).get("/toi/ho-so").where.startswith("/dang-nhap"), (
            "the session before is over"
        )


def test_whoever_picks_up_the_phone_chooses_no_password_past_it(phone):
    with clock.frozen(WHEN):
        assert phone.get("/toi/mat-khau").where == "/toi/ma-pin/mo?tiep=/toi/mat-khau"
        choose = {"new": "ngô rang muối vừng"}
        assert phone.post("/toi/mat-khau", choose).where == "/toi/ma-pin/mo?tiep=/toi/mat-khau"


def test_it_is_taken_off_with_itself_alone(phone):
    with clock.frozen(WHEN):
        assert phone.post("/toi/ma-pin/bo", {"pin": "000001"}).status == 422
        assert phone.post("/toi/ma-pin/bo", {"pin": PIN}).where == "/toi?xong=bo-pin"
        assert phone.get("/toi/ho-so").status == 200
