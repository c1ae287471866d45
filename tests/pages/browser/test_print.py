"""What comes out of a printer: real pages on A4, real codes that a phone reads."""

import io
import tomllib
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from handbook_api.auth.slip_sheet import PrintedSlip, slip_sheet
from handbook_api.core.words import Words
from tests.support.papers import PAPER

ROOT = Path(__file__).parents[3]
#: Where printers of offices are not sharper than that.
_DPI = 150
_A4 = (595, 842)


@pytest.fixture
def print_out():
    """Print what a page shows, as its own style sheet says; the pages of the file."""

    def print_(page):
        body = page.pdf(prefer_css_page_size=True, print_background=True)
        return list(pypdfium2.PdfDocument(io.BytesIO(body)))

    return print_


@pytest.fixture
def words():
    said = tomllib.loads((ROOT / "content/messages/vi.toml").read_text("utf-8"))
    return Words(said["errors"], said["labels"])


def _text(sheet):
    return sheet.get_textpage().get_text_range().replace("\r\n", "\n")


def _codes(sheet):
    """What a phone reads on a printed page."""
    picture = sheet.render(scale=_DPI / 72, grayscale=True).to_numpy()
    return [found.text for found in zxingcpp.read_barcodes(picture.squeeze())]


def test_a_printed_document_says_what_it_is_and_how_far_it_holds_and_nothing_to_tap(
    open_browser, imported, site, print_out
):
    page = open_browser()
    page.goto(f"/van-ban/{imported}")
    sheets = print_out(page)

    first = _text(sheets[0])
    assert tuple(map(round, sheets[0].get_size())) == _A4
    for words in ("77-HD/TW", "Còn hiệu lực", "tính đến", f"{site}/van-ban/{imported}"):
        assert words in " ".join(first.split()), words
    everything = "\n".join(map(_text, sheets))
    for control in ("Cỡ chữ", "Trang chủ", "Nghe đọc", "Sao chép", "Đánh dấu", "Ghi chú"):
        assert control not in everything, control


def test_no_heading_is_left_alone_at_the_foot_of_a_page(open_browser, bring, paper, print_out):
    points = "\n\n".join(
        f"{number}. Về việc trồng cây số {number}\n\n{number}.1. {'Trồng và chăm sóc cây. ' * 12}"
        for number in range(3, 60)
    )
    end = "Hướng dẫn này có hiệu lực"
    long = paper(text=PAPER.replace(end, f"{points}\n\n{end}"))
    page = open_browser()
    page.goto(f"/van-ban/{bring(long).document_id}")
    told = page.locator(".toan-van :is(h3, h4, h5)").all_text_contents()
    headings = {" ".join(words.split()) for words in told}
    sheets = print_out(page)

    assert len(sheets) > 3
    assert len(headings) > 20
    last = [_text(sheet).strip().splitlines()[-1].strip() for sheet in sheets]
    assert [line for line in last if line in headings] == []


def test_slips_come_eight_on_a_page_and_every_code_is_read(open_browser, words, print_out):
    links = [f"https://sotay.example.vn/phieu#{number:025d}" for number in range(9)]
    slips = [
        PrintedSlip("Nguyễn Văn Thử", "Chi bộ 3", "4821736520", link, date(2026, 12, 5), "0100 1")
        for link in links
    ]
    page = open_browser()
    page.set_content(slip_sheet(slips, words))
    sheets = print_out(page)

    assert [len(_codes(sheet)) for sheet in sheets] == [8, 1]
    assert sorted(text for sheet in sheets for text in _codes(sheet)) == links
