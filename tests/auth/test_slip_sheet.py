"""Slips on paper: readable by an old phone and by a person, and nothing else in the file."""

import re
import tomllib
from base64 import b64encode
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import segno
from selectolax.lexbor import LexborHTMLParser

from handbook_api.auth.codes import SLIP_TOKEN_DIGITS
from handbook_api.auth.qr import TextTooLongForQr, qr_svg
from handbook_api.auth.slip_sheet import PrintedSlip, slip_sheet, style_source
from handbook_api.core.words import Words

#: As long as the front of a link may be.
FRONT = "https://sotaydangvien.tinh.dcs.vn#"
LINK = FRONT + "0123456789" * 2 + "01234"


@pytest.fixture(scope="module")
def words():
    path = Path(__file__).parents[2] / "content/messages/vi.toml"
    said = tomllib.loads(path.read_text("utf-8"))
    return Words(said["errors"], said["labels"])


def _slip(name="Nguyễn Văn Thử", link=LINK):
    return PrintedSlip(name, "Chi bộ 3", "4821736520", link, date(2026, 12, 5), "0912 345 678")


@pytest.fixture
def sheet(words):
    """Parse the sheet of some slips."""
    return lambda *slips, **more: LexborHTMLParser(slip_sheet(slips, words, **more))


def test_a_slip_says_what_its_reader_needs_and_no_more(sheet):
    (slip,) = sheet(_slip()).css("article")

    assert list(filter(None, slip.text(separator="|", strip=True).split("|"))) == [
        "Phiếu đăng nhập Sổ tay đảng viên",
        "Nguyễn Văn Thử",
        "Chi bộ 3",
        "Mở máy ảnh và quét mã, hoặc nhập 10 số:",
        "482 173 6520",
        "Dùng được đến hết ngày",
        "05/12/2026",
        "Cần giúp, xin gọi",
        "0912 345 678",
    ]


@pytest.mark.parametrize(
    ("slips", "pages"), [(0, []), (1, [1]), (8, [8]), (9, [8, 1]), (16, [8, 8])]
)
def test_eight_slips_stand_on_a_page(sheet, slips, pages):
    found = sheet(*[_slip()] * slips).css("section.page")

    assert [len(page.css("article")) for page in found] == pages


def test_a_name_cannot_bring_markup_along(sheet):
    page = sheet(_slip(name="<script>alert(1)</script>Thử"))

    assert page.css("script") == []
    assert page.css_first(".name").text() == "<script>alert(1)</script>Thử"


def test_the_sheet_needs_nothing_from_elsewhere_and_runs_nothing(sheet):
    page = sheet(_slip())

    assert page.css("script, link, img, iframe, [style], [href], [src], [onclick]") == []


def test_only_the_sheets_own_style_is_allowed(sheet):
    page = sheet(_slip())
    (style,) = page.css("style")
    source = f"'sha256-{b64encode(sha256(style.text().encode()).digest()).decode()}'"
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]

    assert style_source() == source
    assert policy == f"default-src 'none'; style-src {source}"


def _modules(svg):
    """Draw the rows of the path as 0 and 1; the quiet zone is part of the picture."""
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
    picture = [[0] * width for _ in range(height)]
    x = y = 0.0
    for sign, numbers in re.findall(r"([Mmh])([^Mmh\"]+)", svg[svg.index(' d="M4 4.5') :]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if sign == "h":
            for column in range(int(x), int(x + values[0])):
                picture[int(y)][column] = 1
            x += values[0]
        else:
            x, y = (values[0], values[1]) if sign == "M" else (x + values[0], y + values[1])
    return picture


def test_the_longest_link_still_makes_a_code_that_old_phones_read():
    assert len(LINK) == len(FRONT) + SLIP_TOKEN_DIGITS == 59
    expected = segno.make_qr([FRONT, LINK[len(FRONT) :]], error="q", boost_error=False)

    assert (expected.version, expected.error) == (4, "Q")
    assert _modules(qr_svg(LINK, most_version=4)) == [
        list(row) for row in expected.matrix_iter(border=4)
    ]


def test_the_code_is_black_on_white_with_sharp_edges():
    svg = qr_svg(LINK)

    assert 'shape-rendering="crispEdges"' in svg
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) == {"#fff", "#000"}


def test_a_link_that_would_need_a_finer_code_is_refused(words):
    with pytest.raises(TextTooLongForQr) as refused:
        slip_sheet([_slip(link="x" + LINK)], words)

    assert refused.value.facts == {"length": 60}


def test_a_text_no_code_can_hold_is_refused():
    with pytest.raises(TextTooLongForQr):
        qr_svg("đ" * 2000)


@pytest.mark.parametrize("text", ["0123456789", "x", "otpauth://totp/a?secret=ABC"])
def test_any_short_text_has_a_code(text):
    assert qr_svg(text).startswith("<svg ")


def test_without_an_address_there_is_no_code_to_scan_and_the_words_do_not_ask_for_it(sheet):
    page = sheet(_slip(link=None))

    assert page.css("svg") == []
    assert "quét" not in page.css_first("article").text()
    assert "nhập 10 số" in page.css_first("article").text()


def test_whoever_was_left_out_stands_on_a_page_of_his_own_with_the_reason(sheet):
    page = sheet(_slip(), left_out=[("Trần Thị <b>Mẫu</b>", "office"), ("Lê Thử", "birth_year")])

    said = [one.text() for one in page.css("section.none li")]
    assert said == [
        "Trần Thị <b>Mẫu</b>: giữ vai trò ngoài phạm vi của người in; xin mở mã đặt lại mật khẩu",
        "Lê Thử: hồ sơ chưa có năm sinh",
    ]
    assert sheet(_slip()).css("section.none") == []


def test_the_sheet_has_its_main_part_and_its_heading(sheet):
    (heading,) = sheet(_slip()).css("main h1")

    assert heading.text() == "Phiếu đăng nhập để in và cắt"
