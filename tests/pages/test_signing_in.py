"""Coming in and leaving with a browser: by slip, by password, with a one-time code."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from handbook_api.app import create_app
from handbook_api.auth.models import DeviceSession, Slip
from handbook_api.auth.service import touch_accounts
from handbook_api.auth.slips import issue_slips
from handbook_api.core import clock
from handbook_api.core.identity import TERMINAL, Role
from handbook_api.runtime import build_runtime
from tests.support.people import a_committee, a_member, an_organisation, appoint
from tests.support.visitor import Visitor

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
PASSWORD = "khoai lang nướng mật"


@pytest.fixture
def cell(runtime):
    with runtime.transaction() as session:
        return an_organisation(session, a_committee(session), name="Chi bộ 3")


@pytest.fixture
def newcomer(runtime, cell):
    """Somebody who has never signed in."""
    with runtime.transaction() as session:
        return a_member(session, cell, name="Nguyễn Văn An", birth_year=1950, state="new")


@pytest.fixture
def member(runtime, cell):
    """Somebody with a password."""
    with runtime.transaction() as session:
        names = {"card": "12345678"}
        return a_member(session, cell, name="Lê Văn Thử", password=PASSWORD, names=names)


def _rules(runtime):
    return runtime.content.security(clock.today())


@pytest.fixture
def code(runtime, newcomer):
    """The ten digits of the newcomer's slip."""
    with runtime.transaction() as session:
        made = issue_slips(session, TERMINAL, [newcomer.id], _rules(runtime), runtime.content.roles)
        return made[0].digits


def _use(visitor, code, year="1950"):
    return visitor.post("/phieu", {"code": code, "birth_year": year})


def _by_password(visitor, password=PASSWORD, **more):
    form = {"name": "12345678", "password": password, **more}
    return visitor.post("/dang-nhap/mat-khau", form)


def test_a_slip_that_is_looked_at_loses_nothing(guest, runtime, code):
    seen = [guest.post("/phieu", {"code": code}) for _ in range(3)]

    assert [one.status for one in seen] == [200] * 3
    assert "Có đúng là đồng chí N. V. An?" in seen[-1].text
    assert "còn 2 lần" in seen[-1].text
    assert guest.token is None
    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(Slip.uses)).all() == [0]


def test_opening_the_address_of_a_slip_asks_for_its_code(guest):
    assert guest.get("/phieu").value("code") == ""


def test_the_right_year_of_birth_signs_in_for_a_cookie_that_no_script_reads(guest, code):
    answer = _use(guest, code)

    kept = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("phien="))
    assert (answer.status, answer.where) == (303, "/chuan-bi")
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Path=/" in kept
    assert "Secure" not in kept, "the tests' service is reached without encryption"
    assert guest.get("/toi").words("h1") == ["Nguyễn Văn An"]


def test_over_https_no_neighbour_in_the_domain_sets_the_cookie(runtime, member):
    settings = runtime.settings.model_copy(update={"public_url": "https://sotay.example.vn"})
    encrypted = build_runtime(settings)
    try:
        answer = _by_password(Visitor(create_app(encrypted)))
    finally:
        encrypted.close()

    kept = "; ".join(answer.headers.getlist("Set-Cookie"))
    assert answer.status == 303
    assert kept.startswith("__Host-phien=")
    assert "Secure" in kept
    assert "HttpOnly" in kept
    assert "Path=/" in kept
    assert "Domain" not in kept


def test_a_wrong_year_says_how_often_one_may_still_try_and_keeps_the_code(guest, code):
    answer = _use(guest, code, "1951")

    assert answer.status == 422
    assert answer.title.startswith("Lỗi:")
    assert "Còn 4 lần nhập" in answer.text
    assert answer.value("code") == code
    assert guest.token is None


def test_a_year_in_letters_is_asked_for_again(guest, code):
    answer = _use(guest, code, "năm mươi")

    assert answer.status == 422
    assert answer.value("birth_year") == "năm mươi"
    assert guest.token is None


@pytest.mark.parametrize("spell", ["{} {}-{}", " {}.{} {} ", "{}{}{}"])
def test_a_code_may_be_written_as_people_write_it(guest, code, spell):
    written = spell.format(code[:3], code[3:6], code[6:])

    assert _use(guest, written).where == "/chuan-bi"


def test_an_unknown_code_is_asked_for_again_where_it_was_typed(guest, code):
    wrong = f"{(int(code) + 1) % 10**10:010}"
    answer = guest.post("/phieu", {"code": wrong})

    assert answer.status in (404, 422)
    assert "Mã chưa đúng" in answer.text
    assert answer.value("code") == wrong


def test_a_slip_signs_in_twice_and_never_a_third_time(app, code):
    first, second, third = (Visitor(app) for _ in range(3))

    assert _use(first, code).where == "/chuan-bi"
    assert _use(second, code).where == "/chuan-bi"
    assert "lần thứ hai" in first.get("/toi").text
    refused = third.post("/phieu", {"code": code})
    assert refused.status >= 400
    assert "Phiếu đã dùng đủ 2 lần" in refused.text
    assert third.token is None


def test_a_password_leads_back_to_where_one_wanted_to_go(guest, member):
    door = guest.get("/toi/phien")
    assert door.where == "/dang-nhap?tiep=/toi/phien"
    asked = guest.get("/dang-nhap/mat-khau", tiep="/toi/phien")

    answer = _by_password(guest, tiep=asked.value("tiep"))

    assert (answer.status, answer.where) == (303, "/toi/phien")
    assert guest.get("/toi/phien").status == 200


def test_a_wrong_password_keeps_the_name_and_forgets_the_password(guest, member):
    answer = _by_password(guest, "ngô rang muối vừng")

    assert answer.status == 401
    assert answer.value("name") == "12345678"
    assert "ngô rang" not in answer.body
    assert guest.token is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "javascript:alert(1)",
        "example.org",
        "/toi\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_led_to_another_site(guest, member, elsewhere):
    assert guest.get("/dang-nhap/mat-khau", tiep=elsewhere).value("tiep") == "/"
    assert _by_password(guest, tiep=elsewhere).where == "/"


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {},
    ],
    ids=lambda said: "-".join(said.values()) or "nothing",
)
def test_a_form_of_another_site_is_refused(app, guest, member, said):
    foreign = guest.post(
        "/dang-nhap/mat-khau", {"name": "12345678", "password": PASSWORD}, headers=said
    )
    assert (foreign.status, guest.token) == (403, None)

    _by_password(guest)
    assert guest.post("/dang-xuat", headers=said).status == 403
    assert guest.get("/toi").status == 200, "still signed in"


def test_an_older_browser_says_by_its_origin_that_the_form_is_ours(guest, member):
    form = {"name": "12345678", "password": PASSWORD}
    ours = guest.post("/dang-nhap/mat-khau", form, headers={"Origin": "http://localhost"})

    assert ours.status == 303


def test_a_new_role_is_there_at_the_next_page_and_nobody_signs_in_for_it(
    guest, runtime, member, cell
):
    _by_password(guest)
    token = guest.token
    assert "Phó bí thư" not in guest.get("/toi").text
    with runtime.transaction() as session:
        appoint(session, member, cell, Role.DEPUTY_SECRETARY)
        touch_accounts(session, [member.id])

    assert "Phó bí thư" in guest.get("/toi").text
    assert guest.token == token


def test_a_browser_that_was_signed_out_elsewhere_is_led_to_the_door_and_told_so(app, guest, member):
    _by_password(guest)
    other = Visitor(app)
    _by_password(other)
    other.post("/toi/phien/may-khac")

    answer = guest.get("/toi/phien")

    assert (answer.status, answer.where) == (303, "/dang-nhap?tiep=/toi/phien&het=xa")
    assert guest.token is None, "the browser keeps nothing that has ended"
    assert guest.get(answer.where).headers["X-So-Tay-Quen"] == "1"
    assert "X-So-Tay-Quen" not in other.get("/dang-nhap", het="xa").headers
    assert "xin đồng chí đăng nhập lại" in guest.get("/dang-nhap", tiep="/toi", het="1").text


def test_a_page_for_everybody_opens_for_whoever_was_signed_out(app, guest, member):
    _by_password(guest)
    other = Visitor(app)
    _by_password(other)
    other.post("/toi/phien/may-khac")

    assert guest.get("/tro-giup").status == 200
    assert guest.token is None


def test_a_browser_unused_for_long_is_signed_out(guest, runtime, member):
    days = _rules(runtime).session_idle_days
    with clock.frozen(NOON):
        _by_password(guest)
    with clock.frozen(NOON + timedelta(days=days - 1)):
        assert guest.get("/toi").status == 200
    with clock.frozen(NOON + timedelta(days=2 * days)):
        assert guest.get("/toi").where == "/dang-nhap?tiep=/toi&het=1"


def test_leaving_ends_the_session_and_empties_the_browser(app, guest, runtime, member):
    _by_password(guest)
    token = guest.token
    assert "Đăng xuất khỏi máy này" in guest.get("/dang-xuat").text

    answer = guest.post("/dang-xuat")

    assert answer.where == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert guest.token is None
    assert Visitor(app, token).get("/toi").status == 303
    with runtime.transaction(read_only=True) as session:
        assert session.scalars(select(DeviceSession.ended_reason)).all() == ["signed_out"]


def test_opening_the_page_of_leaving_leaves_nothing(guest, member):
    _by_password(guest)
    guest.get("/dang-xuat")

    assert guest.get("/toi").status == 200


def _setting_up(visitor):
    """Set one-time codes up as the pages lead through it; return the secret."""
    begun = visitor.post("/toi/ma-mot-lan", {"password": PASSWORD})
    secret = begun.words("code.ma")[0].replace(" ", "")
    earlier = pyotp.TOTP(secret).at(NOON - timedelta(seconds=30))
    assert visitor.post("/toi/ma-mot-lan/bat", {"code": earlier}).status == 200
    return secret


def test_the_second_factor_wakes_rights_and_the_cookie_follows(app, runtime, member, cell):
    with runtime.transaction() as session:
        appoint(session, member, cell, Role.ORGANISATION_OFFICER)
    with clock.frozen(NOON):
        first, browser = Visitor(app), Visitor(app)
        _by_password(first)
        secret = _setting_up(first)
        _by_password(browser)
        before = browser.token
        assert "Cần mã một lần" in browser.get("/toi").text

        form = {"code": pyotp.TOTP(secret).at(NOON), "tiep": "/toi"}
        given = browser.post("/dang-nhap/ma-mot-lan", form)

        assert (given.status, given.where) == (303, "/toi")
        assert browser.token not in (None, before)
        assert "Cần mã một lần" not in browser.get("/toi").text
        assert Visitor(app, before).get("/toi").status == 303, "the token from before is dead"


def test_a_wrong_one_time_code_changes_nothing(app, runtime, member, cell):
    with runtime.transaction() as session:
        appoint(session, member, cell, Role.ORGANISATION_OFFICER)
    with clock.frozen(NOON):
        browser = Visitor(app)
        _by_password(browser)
        secret = _setting_up(browser)
        browser.post("/dang-xuat")
        _by_password(browser)
        before = browser.token
        wrong = f"{(int(pyotp.TOTP(secret).at(NOON)) + 1) % 10**6:06}"
        refused = browser.post("/dang-nhap/ma-mot-lan", {"code": wrong, "tiep": "/toi"})

        assert refused.status == 422
        assert refused.value("tiep") == "/toi"
        assert browser.token == before


def test_after_half_a_day_the_token_is_looked_at_again_and_its_use_written_down(
    guest, runtime, member
):
    def last_use():
        with runtime.transaction(read_only=True) as session:
            return session.scalars(select(DeviceSession.last_used_at)).one()

    with clock.frozen(NOON):
        _by_password(guest)
    token = guest.token
    with clock.frozen(NOON + timedelta(hours=11)):
        assert guest.get("/toi").status == 200
        assert last_use() == NOON
    with clock.frozen(NOON + timedelta(hours=13)):
        assert guest.get("/toi").status == 200
        assert last_use() == NOON + timedelta(hours=13)
    assert guest.token == token
